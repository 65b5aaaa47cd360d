// The one place that reads the wall clock. Everything that needs the time is handed a Clock,
// so that a test can live through seven days in a millisecond.

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds since some moment. Paces what must go on evenly when the wall clock is set ahead or back. */
  elapsed(): number;
  /** Calls `run` once, `ms` from now or later; the returned function cancels it. Does not keep the process alive. */
  after(ms: number, run: () => void): () => void;
}

/** setTimeout counts in a signed 32-bit integer and fires at once beyond it. */
const timerMsMax = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), timerMsMax));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Whole seconds since the Unix epoch, the unit of `entry.time`. */
export function toUnixSeconds(epochMs: number): number {
  return Math.floor(epochMs / 1000);
}
