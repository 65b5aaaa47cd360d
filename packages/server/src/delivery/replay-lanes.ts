// Which lanes are those of replays, and beside which live lane each stands: a replay steps back for live traffic, and
// what one of them hears of their endpoint is news to the other.
import type { Routing } from '../routing/routing.ts';
import type { Gate } from './gate/gate.ts';
import type { Lane } from './lane.ts';
import { replayAllowance } from './replay-lane.ts';

export interface ReplayLanes {
  /** A request of the lane begins; that of a replay counts for the rate limit of its endpoint. */
  started(lane: Lane, now: number): void;
  /** A lane has started what it may; nothing happens when it is a live one. */
  pumped(lane: Lane): void;
  /** Those to the endpoint of this live queue that have something waiting: replays that are over are none. */
  waitingBeside(liveQueueId: number): Iterable<Lane>;
  /** The live lane, for that of a replay. */
  liveBeside(lane: Lane): Lane | undefined;
  /** How many requests live traffic leaves room for, and when that ends by itself. */
  yielding(lane: Lane, now: number): { allowance: number; freeAt: number | null };
}

export function createReplayLanes(deps: {
  routing: Pick<Routing, 'table'>;
  lanes: ReadonlyMap<number, Lane>;
  gateOf: (queueId: number) => Gate;
  giveUpAt: (queueId: number, acceptedAt: number) => number;
}): ReplayLanes {
  const { routing, lanes, gateOf, giveUpAt } = deps;
  const waiting = new Map<number, Set<Lane>>();

  /** The live queue of the endpoint that a replay goes to; null for a live queue. */
  function liveQueueOf(queueId: number): number | null {
    const route = routing.table().routeByQueue.get(queueId);
    return route?.replay ? route.endpoint.queueId : null;
  }

  return {
    started({ queueId }, now) {
      const liveQueueId = liveQueueOf(queueId);
      if (liveQueueId !== null) gateOf(liveQueueId).charge(now);
    },
    pumped(lane) {
      const liveQueueId = liveQueueOf(lane.queueId);
      if (liveQueueId === null) return;
      const beside = waiting.get(liveQueueId) ?? new Set();
      if (lane.hasWork) waiting.set(liveQueueId, beside.add(lane));
      else if (beside.delete(lane) && beside.size === 0) waiting.delete(liveQueueId);
    },
    waitingBeside: (liveQueueId) => waiting.get(liveQueueId) ?? [],
    liveBeside({ queueId }) {
      const liveQueueId = liveQueueOf(queueId);
      return liveQueueId === null ? undefined : lanes.get(liveQueueId);
    },
    yielding({ queueId, hasWork }, now) {
      const liveQueueId = liveQueueOf(queueId);
      if (liveQueueId === null) return { allowance: Number.POSITIVE_INFINITY, freeAt: null };
      const lane = lanes.get(liveQueueId);
      const live = {
        isFailing: lane?.gate.isOpen ?? false,
        isBusy: lane?.hasWork ?? false,
        rateFreeAt: gateOf(liveQueueId).rateFreeAt(now),
      };
      const endsAt = giveUpAt(queueId, now);
      const allowance = replayAllowance(live, { now, giveUpAt: endsAt });
      if (allowance > 0 || !hasWork) return { allowance, freeAt: null };
      // A live lane with something waiting wakes it; for the rate of an idle one it wakes by itself.
      return { allowance, freeAt: Math.min(endsAt, live.isBusy ? Infinity : (live.rateFreeAt ?? Infinity)) };
    },
  };
}
