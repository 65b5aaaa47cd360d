// Events may come for a queue that the routing table does not know yet: that of a replay which has just begun. What
// such a queue is decides how its events are treated, so they wait for the table; per queue they keep their order.
import type { Routing } from '../routing/routing.ts';
import type { OwedEvent } from '../store/store.ts';

export interface ArrivalDeps {
  routing: Pick<Routing, 'table' | 'isBehind' | 'refresh'>;
  take: (queueId: number, events: OwedEvent[]) => void;
  /** The table could not be read: the events are still owed. */
  onFailed: (queueId: number, events: readonly OwedEvent[], error: unknown) => void;
}

export function createArrivals({ routing, take, onFailed }: ArrivalDeps): ArrivalDeps['take'] {
  const arriving = new Map<number, Promise<void>>();

  function isUnknown(queueId: number): boolean {
    return !routing.table().routeByQueue.has(queueId) && routing.isBehind();
  }

  return (queueId, events) => {
    const before = arriving.get(queueId);
    if (!before && !isUnknown(queueId)) {
      take(queueId, events);
      return;
    }
    const arrival: Promise<void> = (before ?? Promise.resolve())
      .then(() => (isUnknown(queueId) ? routing.refresh() : undefined))
      .then(
        () => take(queueId, events),
        (error) => onFailed(queueId, events, error),
      )
      .finally(() => {
        if (arriving.get(queueId) === arrival) arriving.delete(queueId);
      });
    arriving.set(queueId, arrival);
  };
}
