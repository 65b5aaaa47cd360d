// Follows an event that was just sent until something has come of it. A delivery is written when its first
// attempt ends, so "no delivery yet" and "nobody wants it" look alike; the backlog tells them apart.
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import type { Accepted, Backlog, DeliveryInFull, EventInFull } from './api-shapes.ts';

export interface Followed {
  deliveries: DeliveryInFull[];
  /** false: attempts were still going on when the time was over. */
  isSettled: boolean;
}

const lookEveryMs = 100;
/** A try that is due within this is waited for. */
const soonMs = 1_000;
/** Samples hold one or two changes; the bound is for bodies that somebody else publishes. */
const eventsMax = 10;

export async function follow(
  client: ApiClient,
  accepted: Pick<Accepted, 'first_seq' | 'last_seq'>,
  { withinMs, stop }: { withinMs: number; stop: AbortSignal },
): Promise<Followed> {
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    // Backlog first: what is settled by then has its delivery in the answer to the second question.
    const isIdle = (await client.get<Backlog>('/api/v1/backlog')).data.every((queue) => queue.pending === 0);
    const deliveries = await deliveriesOf(client, accepted);
    const isSettled = isIdle && !deliveries.some(isTriedAgainSoon);
    if (isSettled || waitedMs >= withinMs) return { deliveries, isSettled };
    await pause(lookEveryMs, stop);
  }
}

/** Also ends when the process is asked to stop: the next call of the client then says so. */
export async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal: stop }).catch(() => {});
}

async function deliveriesOf(
  client: ApiClient,
  { first_seq: first, last_seq: last }: Pick<Accepted, 'first_seq' | 'last_seq'>,
): Promise<DeliveryInFull[]> {
  const ids = new Set<string>();
  for (let seq = first; seq <= last && seq < first + eventsMax; seq++) {
    const event = await client.get<EventInFull>(`/api/v1/events/${seq}`);
    // Events of other bodies may lie in between.
    if (event.group === first) for (const delivery of event.deliveries) ids.add(delivery.id);
  }
  return Promise.all([...ids].map((id) => client.get<DeliveryInFull>(`/api/v1/deliveries/${id}`)));
}

function isTriedAgainSoon({ state, last_attempt_at, next_attempt_at }: DeliveryInFull): boolean {
  if (state !== 'retrying' || next_attempt_at === null || last_attempt_at === null) return false;
  return Date.parse(next_attempt_at) - Date.parse(last_attempt_at) < soonMs;
}
