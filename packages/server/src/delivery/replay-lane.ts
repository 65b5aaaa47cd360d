// How the queue of a replay differs from the live one of its endpoint: it has a rate and a small window of its own,
// steps back for live traffic, and its events age from the start of the replay. Pure.
import type { ReplayRoute } from '../store/replays.ts';
import type { GateLimits } from './gate/gate.ts';

/** However fast the endpoint is: history may wait, what happens now may not. */
const windowMax = 4;

/** From the limits of its endpoint. */
export function replayLimits(limits: GateLimits, { ratePerSecond }: ReplayRoute): GateLimits {
  const { window, ratePerSecond: cap } = limits;
  return {
    ...limits,
    window: Math.min(window, windowMax),
    ratePerSecond: cap > 0 ? Math.min(cap, ratePerSecond) : ratePerSecond,
  };
}

/** When the last try is made: old events would be dead at once if their age counted from acceptance. */
export function giveUpAtOf(
  replay: ReplayRoute | null,
  { acceptedAt, giveUpAfterMs }: { acceptedAt: number; giveUpAfterMs: number },
): number {
  return (replay?.startedAt ?? acceptedAt) + giveUpAfterMs;
}

/** The endpoint's live queue, as far as a replay yields to it. */
export interface LiveLane {
  /** Only probes pass. */
  isFailing: boolean;
  /** Something waits there for its turn. */
  isBusy: boolean;
  /** When the rate limit of the endpoint lets something through; null: it has none. */
  rateFreeAt: number | null;
}

/**
 * How many requests a replay may have in flight beside live traffic. To a failing endpoint live events go first;
 * when none waits, the replay itself has to find out whether it answers again. What an endpoint
 * with a rate limit may get goes to live events first. From its give-up time on nothing holds a replay back: what
 * is left gets its last try.
 */
export function replayAllowance(
  live: LiveLane,
  { now, giveUpAt }: { now: number; giveUpAt: number },
): number {
  if (now >= giveUpAt) return Number.POSITIVE_INFINITY;
  if (live.rateFreeAt !== null && (live.isBusy || live.rateFreeAt > now)) return 0;
  if (live.isBusy) return live.isFailing ? 0 : 1;
  return live.isFailing ? 1 : Number.POSITIVE_INFINITY;
}
