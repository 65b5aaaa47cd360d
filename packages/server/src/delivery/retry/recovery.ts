// An endpoint answers again: its retries come forward, page by page and evenly spaced, for as long as it keeps
// answering. Those of the pages that are not reached stay where the timetable has them.
import type { Clock } from '../../base/clock.ts';
import type { Store } from '../../store/store.ts';
import type { Lane } from '../lane.ts';

/** Retries moved in one transaction. */
const pageLength = 500;

export function createRecovery(deps: {
  store: Pick<Store, 'deliveries'>;
  clock: Clock;
  perSecond: number;
  isStopped: () => boolean;
  /** Something is due at this time. */
  onDueAt: (time: number) => void;
}): (lane: Lane) => Promise<void> {
  const everyMs = 1000 / deps.perSecond;
  return async ({ queueId, gate }) => {
    let startAt = deps.clock.now();
    let afterSeq = 0;
    while (!deps.isStopped() && !gate.isOpen) {
      const page = { queueId, afterSeq, limit: pageLength };
      const { count, lastSeq } = await deps.store.deliveries.pullForward({ ...page, startAt, everyMs });
      if (lastSeq === null) return;
      deps.onDueAt(startAt);
      startAt += count * everyMs;
      afterSeq = lastSeq;
    }
  };
}
