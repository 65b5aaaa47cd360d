// The delivery engine: takes what the store's feed hands out, makes the attempts, settles them. It keeps only
// what is in flight; everything else is on disk, so a crash costs at most a second sending.
// Each queue has a lane of its own: a slow or dead endpoint fills its own window and nobody else's.
import type { Clock } from '../base/clock.ts';
import type { Routing } from '../routing/routing.ts';
import type { Settlement } from '../store/life-of-event.ts';
import type { OwedEvent, Store } from '../store/store.ts';
import { type AttemptDeps, type AttemptReport, attemptDelivery, type Owed } from './attempt.ts';
import { splitIntoNotifications } from './batch.ts';
import type { Outgoing } from './client.ts';
import { createDeactivation } from './deactivation.ts';
import { endingOf } from './ending.ts';
import type { Ending, Ticket } from './gate.ts';
import { createGates, type QueueHealth } from './gates.ts';
import { type FirstTry, Lane, type Retry } from './lane.ts';
import { createOwedReview, type Refused } from './owed-review.ts';
import { createRepeats } from './repeats.ts';
import { skippedTryAt } from './retry.ts';
import { createRetryClock } from './retry-clock.ts';
import type { DeliverySettings } from './settings.ts';
import type { UnsentReason } from './unsent-reasons.ts';

export interface EngineDeps {
  store: Store;
  routing: Routing;
  outgoing: Outgoing;
  clock: Clock;
  /** 0 ≤ value < 1, for jitter. */
  random: () => number;
  settings: DeliverySettings;
  onAttempt: (report: AttemptReport) => void;
}

export interface Engine {
  start(): Promise<void>;
  /** Starts nothing new; resolves when what is in flight has ended and is settled. */
  stop(): Promise<void>;
  /** For health pages and tests: how many requests are in flight. */
  inFlight(): number;
  /** Of every queue that ever had something to send. Plain data. */
  health(): Promise<QueueHealth[]>;
}

/** How often the feed is compared with what is owed. */
const sweepEveryMs = 30_000;
/** Pause after the store failed to answer. */
const storeRetryMs = 1_000;
/** Retries moved in one transaction after an outage. */
const pullPageLength = 500;

export function createEngine(deps: EngineDeps): Engine {
  const { store, routing, clock, settings } = deps;
  const lanes = new Map<number, Lane>();
  const secrets = new Map<number, Promise<string>>();
  /** Attempts, settlements and recoveries: what `stop` waits for. */
  const running = new Set<Promise<void>>();
  let stopped = false;
  let cancelSweep = () => {};
  let stopWatchingRoutes = () => {};

  const attemptDeps: AttemptDeps = { ...deps, secretOf };
  const retries = createRetryClock({
    store,
    clock,
    onDue(due, id) {
      const lane = laneOf(due.queueId);
      lane.addRetry({ kind: 'retry', id, due, isLast: clock.now() >= due.giveUpAt });
      pump(lane);
    },
  });
  const gates = createGates({
    store,
    routing,
    clock,
    settings: settings.gate,
    onPause,
    onFailed: (error) => deps.onAttempt({ kind: 'bug', error }),
  });
  const deactivate = createDeactivation({ store, routing, clock, afterMs: settings.deactivateAfterMs });
  const repeat = createRepeats({
    isOn: settings.retryToAllApps,
    attempts: attemptDeps,
    laneOf,
    ended,
    track,
  });
  const review = createOwedReview({
    store,
    routing,
    giveUpAfterMs: settings.profile.giveUpAfterMs,
    isInFlight: (queueId, seq) => lanes.get(queueId)?.inFlight.has(seq) ?? false,
    onRefused,
    onFailed: (error) => deps.onAttempt({ kind: 'bug', error }),
  });

  /** App secrets are unsealed once; a changed directory forgets them. */
  function secretOf(appId: number): Promise<string> {
    let secret = secrets.get(appId);
    if (!secret) {
      secret = store.apps.secret(appId);
      secrets.set(appId, secret);
      secret.catch(() => secrets.delete(appId));
    }
    return secret;
  }

  function laneOf(queueId: number): Lane {
    let lane = lanes.get(queueId);
    if (!lane) {
      lane = new Lane(queueId, gates.gate(queueId));
      lanes.set(queueId, lane);
    }
    return lane;
  }

  function onOwed(queueId: number, events: OwedEvent[]): void {
    const lane = laneOf(queueId);
    for (const notification of splitIntoNotifications(events)) {
      const acceptedAt = earliest(notification);
      const giveUpAt = acceptedAt + settings.profile.giveUpAfterMs;
      lane.addFirst({ kind: 'first', events: notification, acceptedAt, giveUpAt });
    }
    pump(lane);
  }

  /** Starts what the lane's gate lets through, and sets aside what it will not. */
  function pump(lane: Lane): void {
    if (stopped) return;
    const now = clock.now();
    giveUp(lane, lane.takeExpired(now), 'never_attempted');
    skip(lane, lane.takeSkipped(), now);
    if (lane.gate.isPaused) giveUp(lane, lane.takeLast(), 'endpoint_deactivated');
    for (let work = lane.next(now); work; work = lane.next(now)) {
      track(run(lane, work, lane.gate.started()));
    }
    lane.cancelWake();
    const wakeAt = lane.wakeAt(now);
    if (wakeAt !== null) lane.cancelWake = clock.after(Math.max(0, wakeAt - now), () => pump(lane));
  }

  function track(work: Promise<void>): void {
    const done = work.finally(() => running.delete(done));
    running.add(done);
  }

  async function run(lane: Lane, work: FirstTry | Retry, ticket: Ticket): Promise<void> {
    const owed = asOwed(lane.queueId, work);
    if (work.kind === 'retry') repeat(owed);
    for (const { seq } of owed.events) lane.inFlight.add(seq);
    let hasEnded = false;
    try {
      const settlements = await attemptDelivery(attemptDeps, owed);
      hasEnded = true;
      ended(lane, ticket, endingOf(settlements));
      await store.deliveries.settle(settlements);
      for (const { nextAt } of settlements) if (nextAt !== null) retries.lookAt(nextAt);
    } catch (error) {
      // Nothing an endpoint does ends here: a bug, or a store that cannot answer. The events are still owed.
      deps.onAttempt({ kind: 'bug', error });
      if (!hasEnded) ended(lane, ticket, null);
      clock.after(storeRetryMs, () => putBack(lane, work));
    } finally {
      for (const { seq } of owed.events) lane.inFlight.delete(seq);
      if (work.kind === 'retry') retries.release(work.id);
    }
  }

  function putBack(lane: Lane, work: FirstTry | Retry): void {
    if (work.kind === 'retry') {
      retries.look();
      return;
    }
    lane.addFirst(work);
    pump(lane);
  }

  /** The slot is free from here on; what is left of the attempt is between us and the disk. */
  function ended(lane: Lane, ticket: Ticket, ending: Ending): void {
    const change = lane.gate.ended(ticket, ending, clock.now());
    gates.note(lane.queueId, change !== null);
    if (change) {
      const app = routing.table().routeByQueue.get(lane.queueId)?.app.graphId ?? null;
      const { queueId, gate } = lane;
      deps.onAttempt({ kind: 'breaker', queueId, change, app, health: gate.health() });
    }
    if (change === 'closed') track(recover(lane));
    if (stopped) return;
    const end = ending && !ending.isSuccess ? deactivate(lane.queueId, lane.gate) : null;
    if (end) track(end.catch((error) => deps.onAttempt({ kind: 'bug', error })));
    if (lane.gate.isOpen && ending && !ending.isSuccess) giveUp(lane, lane.takeLast(), 'breaker_open');
    pump(lane);
  }

  function giveUp(lane: Lane, works: readonly (FirstTry | Retry)[], reason: UnsentReason): void {
    if (works.length === 0) return;
    const { queueId } = lane;
    const dead = works.map((work): Settlement => {
      const { events, acceptedAt, giveUpAt } = asOwed(queueId, work);
      const seqs = events.map((event) => event.seq);
      deps.onAttempt({ kind: 'given_up', queueId, seqs, reason });
      return { queueId, seqs, acceptedAt, giveUpAt, state: 'dead', reason, nextAt: null, attempt: null };
    });
    setAside(lane, works, dead);
  }

  /** Behind an open breaker a retry loses its turn, not an attempt. */
  function skip(lane: Lane, skipped: readonly Retry[], now: number): void {
    if (skipped.length === 0) return;
    const moved = skipped.map(({ due }): Settlement => {
      const { queueId, events, giveUpAt, reason } = due;
      const acceptedAt = earliest(events);
      const nextAt = skippedTryAt({
        profile: settings.profile,
        acceptedAt,
        now,
        giveUpAt,
        random: deps.random(),
        pauseMs: settings.gate.breaker.pauseMs,
      });
      const seqs = events.map((event) => event.seq);
      return { queueId, seqs, acceptedAt, giveUpAt, state: 'retrying', reason, nextAt, attempt: null };
    });
    setAside(lane, skipped, moved);
  }

  /** Settles without an attempt. What the store cannot take is still owed. */
  function setAside(
    lane: Lane,
    works: readonly (FirstTry | Retry)[],
    settlements: readonly Settlement[],
  ): void {
    const settled = store.deliveries
      .settle(settlements)
      .then(() => {
        for (const { nextAt } of settlements) if (nextAt !== null) retries.lookAt(nextAt);
      })
      .catch((error) => {
        deps.onAttempt({ kind: 'bug', error });
        clock.after(storeRetryMs, () => {
          for (const work of works) putBack(lane, work);
        });
      })
      .finally(() => {
        for (const work of works) if (work.kind === 'retry') retries.release(work.id);
      });
    track(settled);
  }

  /** Deactivated, its lane is emptied of what must not wait there; active again, its retries come forward. */
  function onPause(queueId: number, change: 'paused' | 'resumed'): void {
    const app = routing.table().routeByQueue.get(queueId)?.app.graphId ?? null;
    const lane = laneOf(queueId);
    deps.onAttempt({ kind: 'pause', queueId, change, app, health: lane.gate.health() });
    if (change === 'resumed') track(recover(lane));
    pump(lane);
  }

  /** The endpoint answers again: its retries come forward, evenly spaced, while it keeps answering. */
  async function recover(lane: Lane): Promise<void> {
    const { queueId } = lane;
    const everyMs = 1000 / settings.recoveryPerSecond;
    let startAt = clock.now();
    let afterSeq = 0;
    try {
      while (!stopped && !lane.gate.isOpen) {
        const page = { queueId, afterSeq, limit: pullPageLength };
        const { count, lastSeq } = await store.deliveries.pullForward({ ...page, startAt, everyMs });
        if (lastSeq === null) return;
        retries.lookAt(startAt);
        startAt += count * everyMs;
        afterSeq = lastSeq;
      }
    } catch (error) {
      // They stay where the timetable has them.
      deps.onAttempt({ kind: 'bug', error });
    }
  }

  function onRefused(queueId: number, refused: readonly Refused[]): void {
    const seqs = new Set(refused.flatMap((each) => each.seqs));
    for (const retry of lanes.get(queueId)?.drop(seqs) ?? []) retries.release(retry.id);
    for (const { seqs, reason } of refused) deps.onAttempt({ kind: 'cancelled', queueId, seqs, reason });
  }

  function sweepLater(): void {
    cancelSweep = clock.after(sweepEveryMs, () => {
      store.feed
        .sweep()
        .then((events) => {
          if (events > 0) deps.onAttempt({ kind: 'rescued', events });
        })
        // Looked for again at the next sweep.
        .catch(() => {})
        .finally(() => {
          if (!stopped) sweepLater();
        });
    });
  }

  return {
    async start() {
      await gates.load();
      stopWatchingRoutes = store.routes.onChange(() => {
        secrets.clear();
        review.changed();
        gates.follow();
      });
      store.feed.start({
        credit: { events: settings.creditEvents, bytes: settings.creditBytes },
        onOwed,
      });
      sweepLater();
      retries.look();
    },
    async stop() {
      stopped = true;
      store.feed.stop();
      stopWatchingRoutes();
      cancelSweep();
      for (const lane of lanes.values()) lane.cancelWake();
      await Promise.all([retries.stop(), review.stop()]);
      while (running.size > 0) await Promise.all(running);
      await gates.stop();
    },
    inFlight: () => [...lanes.values()].reduce((sum, { gate }) => sum + gate.inFlight, 0),
    health: async () => gates.health(),
  };
}

function asOwed(queueId: number, work: FirstTry | Retry): Owed {
  if (work.kind === 'first') {
    const { events, acceptedAt, giveUpAt } = work;
    return { queueId, events, attempts: 0, acceptedAt, giveUpAt };
  }
  const { events, attempts, giveUpAt } = work.due;
  return { queueId, events, attempts, acceptedAt: earliest(events), giveUpAt };
}

function earliest(events: readonly OwedEvent[]): number {
  return events.reduce((at, event) => Math.min(at, event.acceptedAt), Infinity);
}
