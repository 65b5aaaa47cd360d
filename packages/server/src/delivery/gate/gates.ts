// The gates of all queues: makes each with what was known of its endpoint before a restart, keeps their limits
// those of the directory, and writes down how the endpoints are doing: at once when a breaker opens or closes,
// otherwise now and then, never with each delivery.
import type { Clock } from '../../base/clock.ts';
import type { Routing } from '../../routing/routing.ts';
import type { KeptHealth } from '../../store/endpoints.ts';
import type { Store } from '../../store/store.ts';
import { replayLimits } from '../replay-lane.ts';
import { Gate, type GateLimits, type GateSettings, type Health } from './gate.ts';

export interface QueueHealth extends Health {
  queueId: number;
}

export interface Gates {
  /** Reads what was kept; before the first gate is asked for. */
  load(): Promise<void>;
  gate(queueId: number): Gate;
  /** The directory has changed: limits follow. */
  follow(): void;
  /** Something about this endpoint's health is new; `isUrgent`: worth a write of its own. */
  note(queueId: number, isUrgent: boolean): void;
  /** Also of queues that were sent nothing since the start. */
  health(): QueueHealth[];
  /** Writes down what is not yet. */
  stop(): Promise<void>;
}

export interface GatesDeps {
  store: Pick<Store, 'endpoints'>;
  routing: Routing;
  clock: Clock;
  settings: GateSettings;
  /** The endpoint was deactivated, or is active again. */
  onPause: (queueId: number, change: 'paused' | 'resumed') => void;
  onFailed: (error: unknown) => void;
}

/** How old what is kept may be after a crash. */
const keepEveryMs = 30_000;

export function createGates(deps: GatesDeps): Gates {
  const { store, routing, clock, settings } = deps;
  const gates = new Map<number, Gate>();
  const kept = new Map<number, KeptHealth>();
  const unwritten = new Set<number>();
  let timer: { cancel: () => void; isUrgent: boolean } | null = null;
  let writing: Promise<void> = Promise.resolve();
  let isStopped = false;

  function limitsOf(queueId: number): GateLimits {
    const route = routing.table().routeByQueue.get(queueId);
    const endpoint = route?.endpoint;
    const limits = {
      // More connections than that its pool does not make.
      window: Math.min(endpoint?.windowMax ?? settings.window, settings.window),
      ratePerSecond: endpoint?.ratePerSecond ?? settings.ratePerSecond,
      isPaused: (endpoint?.deactivatedAt ?? null) !== null,
    };
    return route?.replay ? replayLimits(limits, route.replay) : limits;
  }

  function makeGate(queueId: number): Gate {
    const gate = new Gate(settings, clock.now(), kept.get(queueId) ?? null);
    gate.limit(limitsOf(queueId), clock.now());
    return gate;
  }

  function followNow(): void {
    for (const [queueId, gate] of gates) {
      const change = gate.limit(limitsOf(queueId), clock.now());
      if (!change) continue;
      note(queueId, true);
      deps.onPause(queueId, change);
    }
    // Of those that were sent nothing yet, a resumed one must not begin behind its old breaker.
    for (const queueId of kept.keys()) {
      if (!gates.has(queueId) && limitsOf(queueId).isPaused) gates.set(queueId, makeGate(queueId));
    }
  }

  function note(queueId: number, isUrgent: boolean): void {
    unwritten.add(queueId);
    if (isStopped || (timer && (timer.isUrgent || !isUrgent))) return;
    timer?.cancel();
    const cancel = clock.after(isUrgent ? 0 : keepEveryMs, write);
    timer = { cancel, isUrgent };
  }

  function write(): void {
    timer = null;
    const list = [...unwritten].flatMap((queueId) => {
      const gate = gates.get(queueId);
      return gate ? [{ queueId, ...gate.kept() }] : [];
    });
    unwritten.clear();
    writing = store.endpoints.keepHealth(list).catch((error) => {
      // Written next time: it is of use after a restart only.
      for (const { queueId } of list) unwritten.add(queueId);
      deps.onFailed(error);
    });
  }

  return {
    async load() {
      for (const health of await store.endpoints.health()) kept.set(health.queueId, health);
      followNow();
    },
    gate(queueId) {
      const gate = gates.get(queueId) ?? makeGate(queueId);
      gates.set(queueId, gate);
      return gate;
    },
    follow() {
      routing.refresh().then(followNow).catch(deps.onFailed);
    },
    note,
    health() {
      for (const queueId of kept.keys()) if (!gates.has(queueId)) gates.set(queueId, makeGate(queueId));
      return [...gates].map(([queueId, gate]) => ({ queueId, ...gate.health() }));
    },
    async stop() {
      isStopped = true;
      timer?.cancel();
      await writing;
      if (unwritten.size > 0) write();
      await writing;
    },
  };
}
