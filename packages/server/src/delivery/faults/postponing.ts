// Faults that make a true notification start later: `delay`, `reorder`, `batch` and `burst`. What is postponed here is
// owed as before, and in memory alone: after a restart the feed hands it out again, and it is postponed anew or not. At
// most one of these faults postpones a notification. Apps that keep an order are spared: it was promised to them.
import type { Clock } from '../../base/clock.ts';
import type { Routing } from '../../routing/routing.ts';
import type { AppFaults } from '../../store/faults.ts';
import type { OwedEvent } from '../../store/store.ts';
import { emptyFilling, type Filling, filledWith } from '../batch.ts';
import type { FaultName } from './catalogue.ts';
import { between } from './chance.ts';
import { drawn, isInForce, parameterOf } from './fault-plan.ts';

export interface PostponingDeps {
  routing: Pick<Routing, 'table'>;
  clock: Clock;
  giveUpAt: (queueId: number, acceptedAt: number) => number;
  /** May start now. */
  release: (queueId: number, notification: OwedEvent[]) => void;
}

export interface Postponing {
  /** Answers those that need not wait. */
  take(queueId: number, notifications: OwedEvent[][]): OwedEvent[][];
  /** What the first attempt of these was postponed by. */
  postponedBy(events: readonly OwedEvent[]): FaultName[];
  /** They are no longer owed. */
  drop(queueId: number, seqs: ReadonlySet<number>): void;
  /** What is postponed by a fault that is no longer in force goes now. */
  routesChanged(): void;
  stop(): void;
}

interface Postponed {
  queueId: number;
  fault: FaultName;
  /** Of a batch, those of several notifications. */
  events: OwedEvent[];
  notifications: number;
  cancel: () => void;
}

/** What a queue's faults remember. */
interface QueueState {
  /** One at a time, so that what passes it is not postponed in turn. */
  swapped: { postponed: Postponed; places: number } | null;
  batch: { postponed: Postponed; size: number; filling: Filling } | null;
  /** By the clock that nobody sets. */
  burstFrom: number | null;
}

/** For what overtakes to have arrived. */
const swapGapMs = 50;

export function createPostponing({ routing, clock, giveUpAt, release }: PostponingDeps): Postponing {
  const all = new Set<Postponed>();
  const states = new Map<number, QueueState>();
  /** By first event of a postponed notification; forgotten with the event. */
  const causes = new WeakMap<OwedEvent, FaultName>();

  function setOf(queueId: number): AppFaults | null {
    const route = routing.table().routeByQueue.get(queueId);
    const set = route?.routes.faults ?? null;
    // A replay has a pace of its own.
    const isSpared = !route || route.replay !== null || route.app.order !== 'none';
    return set && !isSpared && isInForce(set, clock.now()) ? set : null;
  }

  function postpone(queueId: number, fault: FaultName, events: OwedEvent[]): Postponed {
    const postponed = { queueId, fault, events, notifications: 1, cancel: () => {} };
    all.add(postponed);
    return postponed;
  }

  function freeAfter(postponed: Postponed, ms: number, set: AppFaults): void {
    postponed.cancel();
    const now = clock.now();
    const acceptedAt = Math.min(...postponed.events.map((event) => event.acceptedAt));
    // The other half of its life is for the attempts: no fault alone makes a dead letter.
    const half = (giveUpAt(postponed.queueId, acceptedAt) - now) / 2;
    const left = Math.min(ms, half, (set.expiresAt ?? Number.POSITIVE_INFINITY) - now);
    postponed.cancel = clock.after(Math.max(0, left), () => free(postponed));
  }

  function forget(postponed: Postponed): void {
    postponed.cancel();
    all.delete(postponed);
    const state = states.get(postponed.queueId);
    if (state?.swapped?.postponed === postponed) state.swapped = null;
    if (state?.batch?.postponed === postponed) state.batch = null;
  }

  function free(postponed: Postponed): void {
    forget(postponed);
    const { queueId, fault, notifications } = postponed;
    // Postponed one after the other they may have come in another order.
    const events = postponed.events.sort((one, other) => one.seq - other.seq);
    // A batch of one is none.
    if (fault !== 'batch' || notifications > 1) for (const event of events) causes.set(event, fault);
    release(queueId, events);
  }

  function stateOf(queueId: number): QueueState {
    const state = states.get(queueId) ?? { swapped: null, batch: null, burstFrom: null };
    states.set(queueId, state);
    return state;
  }

  /** Whether the notification is postponed. */
  function isPostponed(set: AppFaults, queueId: number, events: OwedEvent[]): boolean {
    const seq = events[0]?.seq ?? 0;
    const state = stateOf(queueId);
    const names = new Set(drawn(set, 'postponed', { seq, attempt: 1 }));
    if (inBurst(set, state, names, { queueId, events })) return true;
    const of = { seed: set.seed, seq, attempt: 1, about: 'how much' };
    const number = (fault: FaultName, name: string) => parameterOf(set, fault, name);
    if (names.has('delay')) {
      const [from, to] = [number('delay', 'from_ms'), number('delay', 'to_ms')];
      freeAfter(postpone(queueId, 'delay', events), between(from, to, { ...of, fault: 'delay' }), set);
      return true;
    }
    if (names.has('reorder') && !state.swapped) {
      const places = between(1, number('reorder', 'within'), { ...of, fault: 'reorder' });
      state.swapped = { postponed: postpone(queueId, 'reorder', events), places };
      freeAfter(state.swapped.postponed, number('reorder', 'wait_ms'), set);
      return true;
    }
    if (!names.has('batch')) return false;
    gather(set, state, { queueId, events });
    return true;
  }

  /** Begun with one notification, a burst postpones all that follow, until what it lets go has caught up with them. */
  function inBurst(
    set: AppFaults,
    state: QueueState,
    names: ReadonlySet<FaultName>,
    { queueId, events }: { queueId: number; events: OwedEvent[] },
  ): boolean {
    const now = clock.elapsed();
    const quietMs = parameterOf(set, 'burst', 'quiet_ms');
    const factor = parameterOf(set, 'burst', 'factor');
    const isOn = Object.hasOwn(set.faults, 'burst');
    const waitMs = (from: number) => from + quietMs + (now - from) / factor - now;
    if (state.burstFrom !== null && (!isOn || waitMs(state.burstFrom) <= 0)) state.burstFrom = null;
    if (state.burstFrom === null && names.has('burst')) state.burstFrom = now;
    if (state.burstFrom === null) return false;
    freeAfter(postpone(queueId, 'burst', events), waitMs(state.burstFrom), set);
    return true;
  }

  function gather(
    set: AppFaults,
    state: QueueState,
    { queueId, events }: { queueId: number; events: OwedEvent[] },
  ): void {
    const grown = state.batch && filledWith(state.batch.filling, events);
    if (state.batch && !grown) free(state.batch.postponed);
    if (state.batch && grown) {
      state.batch.filling = grown;
      state.batch.postponed.events.push(...events);
      state.batch.postponed.notifications += 1;
    } else {
      const postponed = postpone(queueId, 'batch', [...events]);
      const filling = filledWith(emptyFilling, events) ?? emptyFilling;
      state.batch = { postponed, size: parameterOf(set, 'batch', 'size'), filling };
      freeAfter(postponed, parameterOf(set, 'batch', 'wait_ms'), set);
    }
    if (state.batch.postponed.notifications >= state.batch.size) free(state.batch.postponed);
  }

  /** Something goes before the one that waits to be overtaken. */
  function passed(set: AppFaults, queueId: number, swapped: QueueState['swapped']): void {
    if (!swapped || states.get(queueId)?.swapped !== swapped) return;
    swapped.places -= 1;
    if (swapped.places > 0) return;
    stateOf(queueId).swapped = null;
    freeAfter(swapped.postponed, swapGapMs, set);
  }

  return {
    take(queueId, notifications) {
      const set = setOf(queueId);
      if (!set) return notifications;
      return notifications.filter((events) => {
        const swapped = states.get(queueId)?.swapped ?? null;
        const postponed = isPostponed(set, queueId, events);
        if (!postponed) passed(set, queueId, swapped);
        return !postponed;
      });
    },
    postponedBy: (events) => [...new Set(events.flatMap((event) => causes.get(event) ?? []))],
    drop(queueId, seqs) {
      for (const postponed of all) {
        if (postponed.queueId !== queueId) continue;
        postponed.events = postponed.events.filter(({ seq }) => !seqs.has(seq));
        if (postponed.events.length === 0) forget(postponed);
      }
    },
    routesChanged() {
      for (const postponed of all) {
        const set = setOf(postponed.queueId);
        if (!set || !Object.hasOwn(set.faults, postponed.fault)) free(postponed);
      }
    },
    stop() {
      for (const postponed of all) forget(postponed);
    },
  };
}
