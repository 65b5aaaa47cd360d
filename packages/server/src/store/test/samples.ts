// Requests and settlements for tests: every member set, each easy to override.
import type { Attempt, Settlement } from '../life-of-event.ts';
import type { AcceptOutcome, AcceptRequest, FeedConsumer, NewEvent, OwedEvent, Store } from '../store.ts';

export function newEvent(overrides: Partial<NewEvent> = {}): NewEvent {
  return {
    wabaId: 1,
    entryId: '300000000000001',
    entryTime: 1_767_225_600,
    entryNo: 0,
    field: 'messages',
    phoneNumber: '400000000000001',
    change: bytesOf('{"field":"messages","value":{}}'),
    queueIds: [1],
    ...overrides,
  };
}

export function acceptRequest(overrides: Partial<AcceptRequest> = {}): AcceptRequest {
  return { origin: 'upstream', acceptedAt: 1_000, routesVersion: 1, events: [newEvent()], ...overrides };
}

/** Accepts one body with events for these queues, and answers their seqs. */
export async function acceptOwed(store: Store, ...queues: number[][]): Promise<number[]> {
  const { version } = await store.routes.load();
  const events = queues.map((queueIds) => newEvent({ queueIds }));
  const outcome = accepted(await store.events.accept(acceptRequest({ events, routesVersion: version })));
  return events.map((_, index) => outcome.firstSeq + index);
}

export function accepted(outcome: AcceptOutcome) {
  if (outcome.kind !== 'accepted') throw new Error(`Not accepted: ${JSON.stringify(outcome)}`);
  return outcome;
}

export function attempt(overrides: Partial<Attempt> = {}): Attempt {
  return { no: 1, startedAt: 2_000, durationMs: 30, status: 200, excerpt: null, ...overrides };
}

export function settlement(seqs: readonly number[], overrides: Partial<Settlement> = {}): Settlement {
  return {
    queueId: 1,
    seqs,
    acceptedAt: 1_000,
    giveUpAt: 9_000,
    state: 'delivered',
    reason: 'ok',
    nextAt: null,
    attempt: attempt(),
    ...overrides,
  };
}

/** The end of a first attempt that failed. */
export function retrying(
  seqs: readonly number[],
  nextAt: number,
  overrides: Partial<Settlement> = {},
): Settlement {
  return settlement(seqs, {
    state: 'retrying',
    reason: 'http_503',
    nextAt,
    attempt: attempt({ status: 503 }),
    ...overrides,
  });
}

export interface RecordingConsumer extends FeedConsumer {
  calls: { queueId: number; events: OwedEvent[] }[];
  /** Everything handed over for a queue, in the order of the calls. */
  seqs(queueId?: number): number[];
}

export function recordingConsumer(credit: Partial<FeedConsumer['credit']> = {}): RecordingConsumer {
  const calls: RecordingConsumer['calls'] = [];
  return {
    credit: { events: 1_000, bytes: 1_000_000, ...credit },
    calls,
    onOwed(queueId, events) {
      calls.push({ queueId, events });
    },
    seqs: (queueId = 1) =>
      calls
        .filter((call) => call.queueId === queueId)
        .flatMap((call) => call.events.map((event) => event.seq)),
  };
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
