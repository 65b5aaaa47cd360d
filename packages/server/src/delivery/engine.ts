// The delivery engine: takes what the store's feed hands out, makes the attempts, settles them. It keeps only
// what is in flight; everything else is on disk, so a crash costs at most a second sending.
// Each queue has a lane of its own: a slow or dead endpoint fills its own window and nobody else's.
import type { Clock } from '../base/clock.ts';
import type { Routing } from '../routing/routing.ts';
import { deliveryId } from '../store/life-of-event.ts';
import type { DueDelivery, OwedEvent, Store } from '../store/store.ts';
import { type AttemptDeps, type AttemptReport, attemptDelivery, type Owed } from './attempt.ts';
import { splitIntoNotifications } from './batch.ts';
import type { Outgoing } from './client.ts';
import { Lane } from './lane.ts';
import type { DeliverySettings } from './settings.ts';

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
}

/** Retries held in memory at once, over all queues. */
const retriesHeldMax = 1024;
/** How often the feed is compared with what is owed. */
const sweepEveryMs = 30_000;
/** The retry clock looks at least this often, so that a lost timer cannot strand a delivery. */
const retryLookEveryMs = 30_000;
/** Pause after the store failed to answer. */
const storeRetryMs = 1_000;

export function createEngine(deps: EngineDeps): Engine {
  const { store, clock, settings } = deps;
  const lanes = new Map<number, Lane>();
  const retriesHeld = new Set<string>();
  const secrets = new Map<number, Promise<string>>();
  const running = new Set<Promise<void>>();
  let stopped = false;
  let retryTimer: { at: number; cancel: () => void } | null = null;
  let retryLookup: Promise<void> | null = null;
  let lookAgain = false;
  let cancelSweep = () => {};
  let stopWatchingRoutes = () => {};

  const attemptDeps: AttemptDeps = { ...deps, secretOf };

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
      lane = new Lane(settings.window);
      lanes.set(queueId, lane);
    }
    return lane;
  }

  function onOwed(queueId: number, events: OwedEvent[]): void {
    const lane = laneOf(queueId);
    for (const notification of splitIntoNotifications(events)) {
      lane.addFirst(() => runFirst(queueId, notification));
    }
    pump(lane);
  }

  function pump(lane: Lane): void {
    for (;;) {
      if (stopped) return;
      const run = lane.next();
      if (!run) return;
      const done = run().finally(() => {
        running.delete(done);
        lane.ended();
        pump(lane);
      });
      running.add(done);
    }
  }

  async function runFirst(queueId: number, events: OwedEvent[]): Promise<void> {
    const acceptedAt = Math.min(...events.map((event) => event.acceptedAt));
    const giveUpAt = acceptedAt + settings.profile.giveUpAfterMs;
    try {
      await attemptAndSettle({ queueId, events, attempts: 0, acceptedAt, giveUpAt });
    } catch (error) {
      // Nothing an endpoint does ends here: a bug, or a store that cannot answer. The events are still owed.
      deps.onAttempt({ kind: 'bug', error });
      clock.after(storeRetryMs, () => {
        const lane = laneOf(queueId);
        lane.addFirst(() => runFirst(queueId, events));
        pump(lane);
      });
    }
  }

  async function runRetry(due: DueDelivery, id: string): Promise<void> {
    const acceptedAt = Math.min(...due.events.map((event) => event.acceptedAt));
    try {
      await attemptAndSettle({ ...due, acceptedAt });
    } catch (error) {
      deps.onAttempt({ kind: 'bug', error });
      lookForRetriesAt(clock.now() + storeRetryMs);
    } finally {
      retriesHeld.delete(id);
    }
  }

  async function attemptAndSettle(owed: Owed): Promise<void> {
    const settlements = await attemptDelivery(attemptDeps, owed);
    await store.deliveries.settle(settlements);
    for (const { nextAt } of settlements) if (nextAt !== null) lookForRetriesAt(nextAt);
  }

  function lookForRetriesAt(at: number): void {
    if (stopped || (retryTimer && retryTimer.at <= at)) return;
    retryTimer?.cancel();
    const cancel = clock.after(at - clock.now(), () => {
      retryTimer = null;
      lookForRetries();
    });
    retryTimer = { at, cancel };
  }

  /** One look-up at a time: a second request while one runs makes it run once more. */
  function lookForRetries(): void {
    if (retryLookup) {
      lookAgain = true;
      return;
    }
    retryLookup = takeDueRetries()
      .catch(() => lookForRetriesAt(clock.now() + storeRetryMs))
      .finally(() => {
        retryLookup = null;
        if (lookAgain && !stopped) {
          lookAgain = false;
          lookForRetries();
        }
      });
  }

  async function takeDueRetries(): Promise<void> {
    if (stopped) return;
    const limit = retriesHeldMax - retriesHeld.size;
    const due = limit > 0 ? await store.deliveries.due({ now: clock.now(), limit, except: retriesHeld }) : [];
    if (stopped) return;
    for (const delivery of due) {
      const firstSeq = delivery.events[0]?.seq;
      if (firstSeq === undefined) continue;
      const id = deliveryId(delivery.queueId, firstSeq);
      retriesHeld.add(id);
      const lane = laneOf(delivery.queueId);
      lane.addRetry(() => runRetry(delivery, id));
      pump(lane);
    }
    const nextAt = await store.deliveries.nextDueAt(retriesHeld);
    const soonest = retriesHeld.size >= retriesHeldMax ? clock.now() + storeRetryMs : (nextAt ?? Infinity);
    lookForRetriesAt(Math.min(soonest, clock.now() + retryLookEveryMs));
  }

  function sweepLater(): void {
    cancelSweep = clock.after(sweepEveryMs, () => {
      store.feed
        .sweep()
        .catch(() => 0)
        .finally(() => {
          if (!stopped) sweepLater();
        });
    });
  }

  return {
    async start() {
      stopWatchingRoutes = store.routes.onChange(() => secrets.clear());
      store.feed.start({
        credit: { events: settings.creditEvents, bytes: settings.creditBytes },
        onOwed,
      });
      sweepLater();
      lookForRetries();
    },
    async stop() {
      stopped = true;
      store.feed.stop();
      stopWatchingRoutes();
      cancelSweep();
      retryTimer?.cancel();
      await retryLookup;
      await Promise.all(running);
    },
    inFlight: () => running.size,
  };
}
