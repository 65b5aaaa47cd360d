// The delivery engine: takes what the store's feed hands out, makes the attempts, settles them. It keeps only
// what is in flight; everything else is on disk, so a crash costs at most a second sending.
// Each queue has a lane of its own: a slow or dead endpoint fills its own window and nobody else's.
import type { Clock } from '../base/clock.ts';
import type { Routing } from '../routing/routing.ts';
import type { Settlement } from '../store/life-of-event.ts';
import type { OwedEvent, Store } from '../store/store.ts';
import { createAppSecrets } from './app-secrets.ts';
import { createArrivals } from './arrivals.ts';
import { type AttemptDeps, type AttemptReport, attemptDelivery } from './attempt.ts';
import { splitIntoNotifications } from './batch.ts';
import { endingOf } from './ending.ts';
import { createFaults } from './faults/faults.ts';
import { createDeactivation } from './gate/deactivation.ts';
import type { Ending, Ticket } from './gate/gate.ts';
import { createGates, type QueueHealth } from './gate/gates.ts';
import { asOwed, earliest, eventsOf, type FirstTry, firstTry, Lane, type Retry } from './lane.ts';
import { createOrdering } from './order/ordering.ts';
import { splitIfNeeded } from './order/split.ts';
import type { Outgoing } from './outgoing/client.ts';
import { createOwedReview, type Refused } from './owed-review.ts';
import { giveUpAtOf } from './replay-lane.ts';
import { createReplayLanes } from './replay-lanes.ts';
import { createRecovery } from './retry/recovery.ts';
import { createRepeats } from './retry/repeats.ts';
import { skippedTryAt } from './retry/retry.ts';
import { createRetryClock } from './retry/retry-clock.ts';
import type { DeliverySettings } from './settings.ts';
import { createSweeper } from './sweeper.ts';
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

/** Pause after the store failed to answer. */
const storeRetryMs = 1_000;

export function createEngine(deps: EngineDeps): Engine {
  const { store, routing, clock, settings } = deps;
  const lanes = new Map<number, Lane>();
  const replayLanes = createReplayLanes({ routing, lanes, giveUpAt, gateOf: (id) => gates.gate(id) });
  const secrets = createAppSecrets(store);
  /** Attempts, settlements and recoveries: what `stop` waits for. */
  const running = new Set<Promise<void>>();
  let stopped = false;
  let stopWatchingRoutes = () => {};

  const attemptDeps: AttemptDeps = { ...deps, secretOf: secrets.of, faults: null };
  const retries = createRetryClock({
    store,
    clock,
    onDue(due, id) {
      const lane = laneOf(due.queueId);
      lane.addRetry({ kind: 'retry', id, due, isLast: clock.now() >= due.giveUpAt });
      pump(lane);
    },
  });
  const onOwed = createArrivals({
    routing,
    take,
    onFailed(queueId, events, error) {
      deps.onAttempt({ kind: 'bug', error });
      store.feed.release(
        queueId,
        events.map(({ seq }) => seq),
      );
    },
  });
  const gates = createGates({
    store,
    routing,
    clock,
    settings: settings.gate,
    onPause,
    onFailed: onBug,
  });
  const deactivate = createDeactivation({
    ...deps,
    health: gates.health,
    afterMs: settings.deactivateAfterMs,
  });
  const repeat = createRepeats({
    isOn: settings.retryToAllApps,
    attempts: attemptDeps,
    laneOf,
    ended,
    track,
  });
  const faults = createFaults({
    ...{ store, routing, clock, giveUpAt, laneOf, ended, track, attempts: attemptDeps },
    isOn: settings.allowFaults,
    release: (queueId, notification) => release(laneOf(queueId), [notification]),
    onFailed: onBug,
  });
  const faultyDeps: AttemptDeps = { ...attemptDeps, faults };
  const review = createOwedReview({
    store,
    routing,
    giveUpAt,
    isInFlight: (queueId, seq) => lanes.get(queueId)?.inFlight.has(seq) ?? false,
    onRefused,
    onFailed: onBug,
  });

  const recover = createRecovery({
    store,
    clock,
    perSecond: settings.recoveryPerSecond,
    isStopped: () => stopped,
    onDueAt: retries.lookAt,
  });
  const ordering = createOrdering({
    store,
    routing,
    clock,
    giveUpAt,
    creditEvents: settings.creditEvents,
    lanes: () => lanes.values(),
    laneOf,
    onReady: pump,
    onFailed: onBug,
  });

  const sweeper = createSweeper({
    clock,
    sweep: async () => (await Promise.all([store.feed.sweep(), ordering.sweep()]))[0],
    onRescued: (events) => deps.onAttempt({ kind: 'rescued', events }),
  });

  function onBug(error: unknown): void {
    deps.onAttempt({ kind: 'bug', error });
  }

  function laneOf(queueId: number): Lane {
    let lane = lanes.get(queueId);
    if (!lane) {
      lane = new Lane(queueId, gates.gate(queueId));
      lanes.set(queueId, lane);
    }
    return lane;
  }

  function giveUpAt(queueId: number, acceptedAt: number): number {
    const replay = routing.table().routeByQueue.get(queueId)?.replay ?? null;
    return giveUpAtOf(replay, { acceptedAt, giveUpAfterMs: settings.profile.giveUpAfterMs });
  }

  function take(queueId: number, events: OwedEvent[]): void {
    release(laneOf(queueId), faults.take(queueId, splitIntoNotifications(events)));
  }

  function release(lane: Lane, notifications: OwedEvent[][]): void {
    ordering.add(lane, notifications);
    pump(lane);
  }

  /** Starts what the lane's gate lets through, and sets aside what it will not. */
  function pump(lane: Lane): void {
    if (stopped) return;
    const now = clock.now();
    giveUp(lane, lane.takeExpired(now), 'never_attempted');
    skip(lane, lane.takeSkipped(), now);
    if (lane.gate.isPaused) giveUp(lane, lane.takeLast(), 'endpoint_deactivated');
    const { allowance, freeAt } = replayLanes.yielding(lane, now);
    while (lane.gate.inFlight < allowance) {
      const work = lane.next(now);
      if (!work) break;
      track(run(lane, ordering.gather(lane, work), lane.gate.started()));
      replayLanes.started(lane, now);
    }
    lane.cancelWake();
    // A lane that yields is woken by the live one, or by the end of what it has in flight.
    const wakeAt = lane.gate.inFlight < allowance ? lane.wakeAt(now) : freeAt;
    if (wakeAt !== null) lane.cancelWake = clock.after(Math.max(0, wakeAt - now), () => pump(lane));
    replayLanes.pumped(lane);
    for (const replay of replayLanes.waitingBeside(lane.queueId)) pump(replay);
  }

  function track(work: Promise<void>): void {
    const done = work.finally(() => running.delete(done));
    running.add(done);
  }

  async function run(lane: Lane, work: FirstTry | Retry, ticket: Ticket): Promise<void> {
    const owed = asOwed(lane.queueId, work);
    if (work.kind === 'retry') repeat(owed);
    for (const { seq } of owed.events) lane.inFlight.add(seq);
    lane.running.add(work);
    let hasEnded = false;
    try {
      // A probe asks how the endpoint is doing, and carries no fault.
      const attempt = ticket.isProbe ? attemptDeps : faultyDeps;
      const settlements = (await attemptDelivery(attempt, owed)).map((each) => split(work, each));
      hasEnded = true;
      ended(lane, ticket, endingOf(settlements));
      await store.deliveries.settle(settlements);
      lane.running.delete(work);
      ordering.settled(lane, work, settlements);
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
    lane.running.delete(work);
    if (work.kind === 'retry') {
      retries.look();
      return;
    }
    // What was coalesced may be coalesced anew; without a strand each body has its own time to give up.
    const parts = work.place
      ? [work]
      : splitIntoNotifications(work.events).map((events) =>
          firstTry(events, (acceptedAt) => giveUpAt(lane.queueId, acceptedAt)),
        );
    for (const part of parts) lane.addFirst(part);
    pump(lane);
  }

  function split(work: FirstTry | Retry, settlement: Settlement): Settlement {
    if (settlement.seqs.length < 2) return settlement;
    return splitIfNeeded(settlement, {
      events: eventsOf(work),
      previousReason: work.kind === 'retry' ? work.due.reason : null,
      now: clock.now(),
      giveUpAt: (acceptedAt) => giveUpAt(settlement.queueId, acceptedAt),
      strandOf: ordering.strandOf(settlement.queueId),
    });
  }

  /** The slot is free from here on; what is left of the attempt is between us and the disk. */
  function ended(lane: Lane, ticket: Ticket, ending: Ending): void {
    const now = clock.now();
    const change = lane.gate.ended(ticket, ending, now);
    gates.note(lane.queueId, change !== null);
    if (change) breakerChanged(lane, change);
    const live = ending?.isSuccess ? replayLanes.liveBeside(lane) : undefined;
    if (live?.gate.isOpen && !live.gate.isPaused) {
      live.gate.answered(now);
      gates.note(live.queueId, true);
      breakerChanged(live, 'closed');
      pump(live);
    }
    if (stopped) return;
    const end = ending && !ending.isSuccess ? deactivate(lane.queueId, lane.gate) : null;
    if (end) track(end.catch(onBug));
    if (lane.gate.isOpen && ending && !ending.isSuccess) giveUp(lane, lane.takeLast(), 'breaker_open');
    pump(lane);
  }

  function breakerChanged(lane: Lane, change: 'opened' | 'closed'): void {
    const app = routing.table().routeByQueue.get(lane.queueId)?.app.graphId ?? null;
    const { queueId, gate } = lane;
    deps.onAttempt({ kind: 'breaker', queueId, change, app, health: gate.health() });
    if (change === 'closed') track(recover(lane).catch(onBug));
  }

  function giveUp(lane: Lane, works: readonly (FirstTry | Retry)[], reason: UnsentReason): void {
    if (works.length === 0) return;
    const { queueId } = lane;
    const dead = works.map((work): Settlement => {
      const { events, acceptedAt, giveUpAt } = asOwed(queueId, work);
      const seqs = events.map((event) => event.seq);
      // What was tried as a part of something larger was tried.
      const why = work.kind === 'first' && work.place?.isSplit ? 'breaker_open' : reason;
      const end = { state: 'dead', reason: why, nextAt: null, attempt: null } as const;
      const settlement = split(work, { queueId, seqs, acceptedAt, giveUpAt, ...end });
      deps.onAttempt({ kind: 'given_up', queueId, seqs: [...settlement.seqs], reason: why });
      return settlement;
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
        // Of a replay, its start.
        acceptedAt: giveUpAt - settings.profile.giveUpAfterMs,
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
        for (const [index, work] of works.entries())
          ordering.settled(lane, work, settlements.slice(index, index + 1));
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
    if (change === 'resumed') track(recover(lane).catch(onBug));
    pump(lane);
  }

  function onRefused(queueId: number, refused: readonly Refused[]): void {
    const seqs = new Set(refused.flatMap((each) => each.seqs));
    const lane = lanes.get(queueId);
    const whole = lane?.drop(seqs) ?? [];
    for (const work of whole) if (work.kind === 'retry') retries.release(work.id);
    if (lane) ordering.dropped(lane, seqs, whole);
    faults.drop(queueId, seqs);
    for (const { seqs, reason } of refused) deps.onAttempt({ kind: 'cancelled', queueId, seqs, reason });
  }

  return {
    async start() {
      await gates.load();
      stopWatchingRoutes = store.routes.onChange(() => {
        secrets.forget();
        review.changed();
        ordering.routesChanged();
        faults.routesChanged();
        gates.follow();
      });
      store.feed.start({
        credit: { events: settings.creditEvents, bytes: settings.creditBytes },
        onOwed,
      });
      ordering.start();
      sweeper.start();
      retries.look();
    },
    async stop() {
      stopped = true;
      store.feed.stop();
      stopWatchingRoutes();
      faults.stop();
      sweeper.stop();
      for (const lane of lanes.values()) lane.cancelWake();
      await Promise.all([retries.stop(), review.stop(), ordering.stop()]);
      while (running.size > 0) await Promise.all(running);
      await gates.stop();
    },
    inFlight: () => [...lanes.values()].reduce((sum, { gate }) => sum + gate.inFlight, 0),
    health: async () => gates.health(),
  };
}
