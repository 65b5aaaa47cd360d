// What faults send beside the true notifications. An extra goes through the gate of the endpoint, waits while that is
// busy, and is given up when that is in trouble. It is never tried again, changes no delivery and says nothing about
// the endpoint; how the app took it is kept for whoever looks. A restart forgets those that wait.
import { sign } from '@wahook/receiver/protocol/signature';
import type { Route } from '../../routing/table.ts';
import type { AppFaults, FaultExtra } from '../../store/faults.ts';
import type { OwedEvent, Store } from '../../store/store.ts';
import type { AttemptDeps } from '../attempt.ts';
import { notificationBody } from '../batch.ts';
import type { Ending, Ticket } from '../gate/gate.ts';
import type { Lane } from '../lane.ts';
import { notificationHeaders, postTo } from '../notification-post.ts';
import { judgeOutcome } from '../outcome.ts';
import type { Owed } from '../owed.ts';
import type { FaultName } from './catalogue.ts';
import { between, type Throw } from './chance.ts';
import { type ExtraEvents, extraEvents } from './extra-events.ts';
import { drawn, isInForce, parameterOf } from './fault-plan.ts';
import { faultHeader } from './faulty-attempt.ts';

export interface ExtrasDeps {
  attempts: AttemptDeps;
  store: Pick<Store, 'faults'>;
  laneOf: (queueId: number) => Lane;
  ended: (lane: Lane, ticket: Ticket, ending: Ending) => void;
  track: (work: Promise<void>) => void;
}

export interface Extras {
  /** A notification was delivered: answers the faults that send something beside it, from now on. */
  delivered(set: AppFaults, owed: Owed, route: Route): FaultName[];
  stop(): void;
}

interface Extra {
  fault: FaultName;
  queueId: number;
  /** Of the true notification. */
  firstSeq: number;
  extra: ExtraEvents;
  /** Of the true events, which it keeps in memory. */
  bytes: number;
  acceptedAt: number;
  set: AppFaults;
  /** By the clock that nobody sets. */
  patientUntil: number;
}

/** Of one queue; beyond either nothing is added. */
const waitingMax = 1_000;
const waitingBytesMax = 16 * 1024 * 1024;
const busyAgainMs = 250;
/** So long an extra waits for a busy endpoint. */
const patienceMs = 60_000;

export function createExtras({ attempts, store, laneOf, ended, track }: ExtrasDeps): Extras {
  const { routing, clock } = attempts;
  const waiting = new Map<Extra, () => void>();
  /** Of each queue that has some. */
  const held = new Map<number, { count: number; bytes: number }>();
  let isStopped = false;

  function hold({ queueId, bytes }: Extra, count: 1 | -1): void {
    const before = heldOf(queueId);
    const now = { count: before.count + count, bytes: before.bytes + count * bytes };
    if (now.count === 0) held.delete(queueId);
    else held.set(queueId, now);
  }

  function heldOf(queueId: number): { count: number; bytes: number } {
    return held.get(queueId) ?? { count: 0, bytes: 0 };
  }

  function wait(extra: Extra, ms: number): void {
    const cancel = clock.after(ms, () => {
      waiting.delete(extra);
      hold(extra, -1);
      start(extra);
    });
    waiting.set(extra, cancel);
    hold(extra, 1);
  }

  function start(extra: Extra): void {
    const now = clock.now();
    // Before its lane is asked for, which would make one for a queue that is gone.
    if (!isStillOn(extra, now) || clock.elapsed() > extra.patientUntil) return;
    const lane = laneOf(extra.queueId);
    if (lane.gate.isOpen) return;
    if (!lane.gate.admits(now, { isLastTry: false })) wait(extra, busyAgainMs);
    else track(send(extra, lane, lane.gate.started()));
  }

  /** It may have been switched off while the extra waited. */
  function isStillOn({ queueId, fault }: Extra, now: number): boolean {
    const set = routing.table().routeByQueue.get(queueId)?.routes.faults ?? null;
    return set !== null && isInForce(set, now) && Object.hasOwn(set.faults, fault);
  }

  async function send(extra: Extra, lane: Lane, ticket: Ticket): Promise<void> {
    try {
      const made = await sendStanding(extra);
      if (made) await store.faults.noteExtras([made]);
    } catch (error) {
      attempts.onAttempt({ kind: 'bug', error });
    } finally {
      ended(lane, ticket, null);
    }
  }

  /** null: it may no longer be sent. */
  async function sendStanding({ fault, queueId, ...extra }: Extra): Promise<FaultExtra | null> {
    const route = standingRoute(fault, queueId, extra.extra.like);
    if (!route) return null;
    const events = extra.extra.make();
    const body = notificationBody(events, {
      includeValues: route.routes.subscription?.includeValues ?? true,
    });
    const signature = sign(body, await attempts.secretOf(route.app.id));
    const headers = {
      ...notificationHeaders(signature, route, extra.acceptedAt),
      ...(extra.set.isMarked && { [faultHeader]: fault }),
    };
    const startedAt = clock.now();
    const outcome = await attempts.outgoing.post(postTo(route, headers, body));
    const { settings, random } = attempts;
    const verdict = judgeOutcome(outcome, {
      profile: settings.profile,
      acceptAny2xx: settings.acceptAny2xx,
      attempts: 1,
      now: clock.now(),
      // It has no next time.
      giveUpAt: 0,
      random: random(),
    });
    const { id, graphId, name } = route.app;
    const seqs = events.map(({ seq }) => seq);
    const fields = [...new Set(events.map(({ field }) => field))];
    const app = { id, graphId, name };
    const { url } = route.endpoint;
    const made = { kind: 'attempt', queueId, app, url, seqs, fields, no: 1, headers, body, outcome, verdict };
    attempts.onAttempt({ kind: 'extra', fault, attempt: { ...made, kind: 'attempt' } });
    return {
      appId: id,
      fault,
      queueId,
      firstSeq: extra.firstSeq,
      at: startedAt,
      durationMs: Math.round(outcome.durationMs),
      bytes: body.length,
      status: outcome.kind === 'response' ? outcome.status : null,
      reason: verdict.reason,
    };
  }

  /** null: what it is made of may no longer be shown to the app. What nobody knows goes with what is known. */
  function standingRoute(fault: FaultName, queueId: number, events: readonly OwedEvent[]): Route | null {
    if (fault === 'unknown_field') return routing.table().routeByQueue.get(queueId) ?? null;
    let route: Route | null = null;
    for (const event of events) {
      const verdict = routing.recheck(queueId, event);
      if (!verdict.owed) return null;
      route = verdict.route;
    }
    return route;
  }

  function delivered(set: AppFaults, owed: Owed, route: Route): FaultName[] {
    // What was in flight ends after the stop.
    if (isStopped) return [];
    const firstSeq = owed.events[0]?.seq ?? 0;
    const attempt = owed.attempts + 1;
    const bytes = owed.events.reduce((sum, { change }) => sum + change.length, 0);
    const names = drawn(set, 'beside', { seq: firstSeq, attempt });
    return names.filter((fault) => {
      // Without values nothing is left of what is altered.
      const isShown = route.routes.subscription?.includeValues ?? true;
      if (!isShown && (fault === 'drift' || fault === 'huge')) return false;
      const extra = extraEvents(fault, { set, events: owed.events, attempt, table: routing.table() });
      if (!extra || !standingRoute(fault, owed.queueId, extra.like)) return false;
      const of = { seed: set.seed, fault, seq: firstSeq, attempt };
      const delays = delaysOf(set, fault, of);
      const already = heldOf(owed.queueId);
      if (already.count + delays.length > waitingMax) return false;
      if (already.bytes + delays.length * bytes > waitingBytesMax) return false;
      for (const ms of delays) {
        const patientUntil = clock.elapsed() + ms + patienceMs;
        const { queueId, acceptedAt } = owed;
        wait({ fault, queueId, firstSeq, extra, bytes, acceptedAt, set, patientUntil }, ms);
      }
      return true;
    });
  }

  return {
    delivered,
    stop() {
      isStopped = true;
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
      held.clear();
    },
  };
}

/** When each of the extras goes. */
function delaysOf(set: AppFaults, fault: FaultName, of: Throw): number[] {
  if (fault !== 'duplicate') return [0];
  const [from, to] = [parameterOf(set, fault, 'from_ms'), parameterOf(set, fault, 'to_ms')];
  return Array.from({ length: parameterOf(set, fault, 'copies') }, (_, copy) =>
    between(from, to, { ...of, about: `copy ${copy}` }),
  );
}
