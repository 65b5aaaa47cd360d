// The faults of all apps, as the engine sees them: what is postponed before its first attempt, what an attempt carries,
// and what is sent beside it. An app without faults costs one look at its route.
import type { Clock } from '../../base/clock.ts';
import type { Routing } from '../../routing/routing.ts';
import type { OwedEvent } from '../../store/store.ts';
import type { AttemptFaults } from './attempt-faults.ts';
import { createExtras, type ExtrasDeps } from './extras.ts';
import { attemptFaults, isInForce } from './fault-plan.ts';
import { faultyAttempt } from './faulty-attempt.ts';
import { createPostponing, type Postponing } from './postponing.ts';

export interface Faults extends AttemptFaults, Pick<Postponing, 'take' | 'drop'> {
  routesChanged(): void;
  stop(): void;
}

export interface FaultsDeps extends ExtrasDeps {
  /** Off: what is kept of faults is passed over. */
  isOn: boolean;
  routing: Routing;
  clock: Clock;
  giveUpAt: (queueId: number, acceptedAt: number) => number;
  release: (queueId: number, notification: OwedEvent[]) => void;
  onFailed: (error: unknown) => void;
}

export function createFaults(deps: FaultsDeps): Faults {
  const { routing, clock, isOn } = deps;
  const postponing = createPostponing(deps);
  const extras = createExtras(deps);

  return {
    take: (queueId, notifications) => (isOn ? postponing.take(queueId, notifications) : notifications),
    drop: postponing.drop,
    of(route, owed) {
      const set = route.routes.faults;
      const first = owed.events[0];
      if (!set || !isOn || !first) return null;
      const now = clock.now();
      const attempt = owed.attempts + 1;
      const postponed = owed.attempts === 0 ? postponing.postponedBy(owed.events) : [];
      // The last try of an event's life is a fair one.
      const isFair = !isInForce(set, now) || now >= owed.giveUpAt;
      const names = isFair ? [] : attemptFaults(set, { seq: first.seq, attempt });
      return faultyAttempt(set, [...postponed, ...names], { seq: first.seq });
    },
    delivered(route, owed) {
      const set = route.routes.faults;
      return set && isOn && isInForce(set, clock.now()) ? extras.delivered(set, owed, route) : [];
    },
    routesChanged() {
      routing.refresh().then(postponing.routesChanged, deps.onFailed);
    },
    stop() {
      postponing.stop();
      extras.stop();
    },
  };
}
