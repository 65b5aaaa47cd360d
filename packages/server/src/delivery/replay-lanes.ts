// Which lanes are those of replays, and beside which live lane each stands: a replay steps back for live traffic, and
// what one of them hears of their endpoint is news to the other.
import type { Routing } from '../routing/routing.ts';
import type { Lane } from './lane.ts';
import { replayAllowance } from './replay-lane.ts';

export interface ReplayLanes {
  /** A lane was opened; nothing happens when it is a live one. */
  opened(lane: Lane): void;
  /** Those to the endpoint of this live queue. */
  beside(liveQueueId: number): Iterable<Lane>;
  /** The live lane, for that of a replay. */
  liveBeside(lane: Lane): Lane | undefined;
  /** How many requests live traffic leaves room for, and when that ends by itself. */
  yielding(lane: Lane, now: number): { allowance: number; freeAt: number | null };
}

export function createReplayLanes(deps: {
  routing: Routing;
  lanes: ReadonlyMap<number, Lane>;
  giveUpAt: (queueId: number, acceptedAt: number) => number;
}): ReplayLanes {
  const { routing, lanes, giveUpAt } = deps;
  const byLiveQueue = new Map<number, Set<Lane>>();

  /** The live queue of the endpoint that a replay goes to; null for a live queue. */
  function liveQueueOf(queueId: number): number | null {
    const route = routing.table().routeByQueue.get(queueId);
    return route?.replay ? route.endpoint.queueId : null;
  }

  return {
    opened(lane) {
      const liveQueueId = liveQueueOf(lane.queueId);
      if (liveQueueId === null) return;
      const found = byLiveQueue.get(liveQueueId) ?? new Set();
      byLiveQueue.set(liveQueueId, found.add(lane));
    },
    beside: (liveQueueId) => byLiveQueue.get(liveQueueId) ?? [],
    liveBeside({ queueId }) {
      const liveQueueId = liveQueueOf(queueId);
      return liveQueueId === null ? undefined : lanes.get(liveQueueId);
    },
    yielding({ queueId, hasWork }, now) {
      const liveQueueId = liveQueueOf(queueId);
      if (liveQueueId === null) return { allowance: Number.POSITIVE_INFINITY, freeAt: null };
      const lane = lanes.get(liveQueueId);
      const live = lane ? { isFailing: lane.gate.isOpen, isBusy: lane.hasWork } : null;
      const endsAt = giveUpAt(queueId, now);
      const allowance = replayAllowance(live, { now, giveUpAt: endsAt });
      return { allowance, freeAt: allowance === 0 && hasWork ? endsAt : null };
    },
  };
}
