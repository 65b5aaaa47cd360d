// One attempt of one notification, from "is it still owed?" to the settlement that records how it ended.
// Never throws for what an endpoint does; what it returns is what the store is told.
import { sign } from '@wahook/receiver/protocol/signature';
import type { Clock } from '../base/clock.ts';
import type { NoDelivery } from '../routing/conditions.ts';
import type { Routing } from '../routing/routing.ts';
import type { Route } from '../routing/table.ts';
import type { Settlement } from '../store/life-of-event.ts';
import type { OwedEvent } from '../store/store.ts';
import { notificationBody } from './batch.ts';
import type { AttemptFaults } from './faults/attempt-faults.ts';
import type { Health } from './gate/gate.ts';
import { notificationHeaders, postTo } from './notification-post.ts';
import { judgeOutcome, type Verdict } from './outcome.ts';
import type { Outcome, Outgoing } from './outgoing/client.ts';
import type { Owed } from './owed.ts';
import type { DeliverySettings } from './settings.ts';
import type { UnsentReason } from './unsent-reasons.ts';

export interface AttemptDeps {
  routing: Routing;
  outgoing: Outgoing;
  clock: Clock;
  random: () => number;
  settings: DeliverySettings;
  secretOf: (appId: number) => Promise<string>;
  onAttempt: (report: AttemptReport) => void;
  /** null: attempts carry none. */
  faults: AttemptFaults | null;
}

export interface AttemptMade {
  kind: 'attempt';
  queueId: number;
  app: { id: number; graphId: string; name: string };
  url: string;
  seqs: number[];
  fields: string[];
  no: number;
  headers: Record<string, string>;
  body: Uint8Array;
  outcome: Outcome;
  verdict: Verdict;
  /** That it carries; absent: none. */
  faults?: readonly string[];
}

/** For the log, the live tail and the demonstration: what was sent and what came back. */
export type AttemptReport =
  | AttemptMade
  /** Beside the retry of another app's delivery; see repeats.ts. */
  | { kind: 'repeat'; causedBy: string; attempt: AttemptMade }
  /** Sent because of a fault, beside a delivery; see faults/extras.ts. */
  | { kind: 'extra'; fault: string; attempt: AttemptMade }
  | { kind: 'cancelled'; queueId: number; seqs: number[]; reason: NoDelivery }
  | { kind: 'given_up'; queueId: number; seqs: number[]; reason: UnsentReason }
  | { kind: 'breaker'; queueId: number; change: 'opened' | 'closed'; app: string | null; health: Health }
  | { kind: 'pause'; queueId: number; change: 'paused' | 'resumed'; app: string | null; health: Health }
  /** By the sweeper: owed, and in nobody's hands. */
  | { kind: 'rescued'; events: number }
  | { kind: 'bug'; error: unknown };

export async function attemptDelivery(deps: AttemptDeps, owed: Owed): Promise<Settlement[]> {
  const { standing, route, cancelled } = await recheckFresh(deps.routing, owed);
  const members = owed.attempts === 0 ? standing : owed.events;
  const settlements = cancelled.map((group) => {
    const seqs = group.events.map((event) => event.seq);
    deps.onAttempt({ kind: 'cancelled', queueId: owed.queueId, seqs, reason: group.reason });
    return cancellation(owed, seqs, group.reason);
  });
  if (route) settlements.push(await send(deps, { ...owed, events: members }, standing, route));
  return settlements;
}

/** An event may come before the change of the directory that it was matched by: nothing is cancelled by an old table. */
async function recheckFresh(routing: Routing, owed: Owed): Promise<Standing> {
  const checked = recheck(routing, owed);
  if (checked.cancelled.length === 0 || !routing.isBehind()) return checked;
  await routing.refresh();
  return recheck(routing, owed);
}

/** Splits the members into those that are still owed and those that no longer are, by reason. */
function recheck(routing: Routing, owed: Owed): Standing {
  const standing: OwedEvent[] = [];
  const refused = new Map<NoDelivery, OwedEvent[]>();
  let route: Route | null = null;
  for (const event of owed.events) {
    const verdict = routing.recheck(owed.queueId, event);
    if (verdict.owed) {
      route = verdict.route;
      standing.push(event);
    } else {
      refused.set(verdict.reason, [...(refused.get(verdict.reason) ?? []), event]);
    }
  }
  if (owed.attempts === 0) {
    return { standing, route, cancelled: [...refused].map(([reason, events]) => ({ reason, events })) };
  }
  // A delivery that was tried before ends as one. While any member is owed it goes on with those alone: the one
  // case in which a retry's bytes differ, because the rest may no longer be shown to this app.
  const [reason] = refused.keys();
  const cancelled = route === null && reason !== undefined ? [{ reason, events: owed.events }] : [];
  return { standing, route, cancelled };
}

interface Standing {
  standing: OwedEvent[];
  /** null: nothing is left to send. */
  route: Route | null;
  cancelled: { reason: NoDelivery; events: OwedEvent[] }[];
}

async function send(deps: AttemptDeps, owed: Owed, standing: OwedEvent[], route: Route): Promise<Settlement> {
  const { clock, outgoing, settings } = deps;
  const includeValues = route.routes.subscription?.includeValues ?? true;
  const body = notificationBody(standing, { includeValues });
  const faulty = route.routes.faults && deps.faults ? deps.faults.of(route, owed) : null;
  const secret = await deps.secretOf(route.app.id);
  const signature = sign(body, faulty?.keyOf(secret) ?? secret);
  const headers = { ...notificationHeaders(signature, route, owed.acceptedAt), ...faulty?.headers };
  const startedAt = clock.now();
  const request = postTo(route, headers, body);
  const outcome = await (faulty ? faulty.post(outgoing, request) : outgoing.post(request));
  const no = owed.attempts + 1;
  const now = clock.now();
  const judged = judgeOutcome(outcome, {
    profile: settings.profile,
    acceptAny2xx: settings.acceptAny2xx,
    attempts: no,
    now,
    giveUpAt: owed.giveUpAt,
    random: deps.random(),
  });
  const verdict = faulty?.judged(judged, now) ?? judged;
  const beside = faulty && verdict.state === 'delivered' ? (deps.faults?.delivered(route, owed) ?? []) : [];
  const faults = [...(faulty?.names ?? noFaults), ...beside];
  const seqs = owed.events.map((event) => event.seq);
  const { id, graphId, name } = route.app;
  deps.onAttempt({
    kind: 'attempt',
    queueId: owed.queueId,
    app: { id, graphId, name },
    url: route.endpoint.url,
    seqs,
    fields: fieldsOf(owed.events),
    no,
    headers,
    body,
    outcome,
    verdict,
    ...(faults.length > 0 && { faults }),
  });
  return {
    queueId: owed.queueId,
    seqs,
    acceptedAt: owed.acceptedAt,
    giveUpAt: owed.giveUpAt,
    ...verdict,
    attempt: {
      no,
      startedAt,
      durationMs: Math.round(outcome.durationMs),
      status: outcome.kind === 'response' ? outcome.status : null,
      excerpt: outcome.kind === 'response' ? outcome.excerpt : null,
      ...(faults.length > 0 && { faults }),
    },
  };
}

const noFaults: readonly string[] = [];

function fieldsOf(events: readonly OwedEvent[]): string[] {
  const [only] = events;
  if (only && events.length === 1) return [only.field];
  return [...new Set(events.map((event) => event.field))];
}

function cancellation(owed: Owed, seqs: number[], reason: NoDelivery): Settlement {
  return {
    queueId: owed.queueId,
    seqs,
    acceptedAt: owed.acceptedAt,
    giveUpAt: owed.giveUpAt,
    state: 'cancelled',
    reason,
    nextAt: null,
    attempt: null,
  };
}
