// A clock that a test moves: time stands still until `advance`, and timers run when their time has come.
import type { Clock } from '../../base/clock.ts';

export interface TestClock extends Clock {
  /** Moves time on to the next timers one by one, so that each runs at its own time. */
  advance(ms: number): void;
  /** Sets the wall clock ahead, or back, while no time passes. */
  set(ms: number): void;
}

export function createTestClock(startMs = Date.UTC(2026, 0, 1)): TestClock {
  let now = 0;
  let wallAtStart = startMs;
  const timers = new Set<{ at: number; run: () => void }>();

  function nextTimer(before: number): { at: number; run: () => void } | undefined {
    return [...timers].filter((timer) => timer.at <= before).sort((a, b) => a.at - b.at)[0];
  }

  return {
    now: () => wallAtStart + now,
    elapsed: () => now,
    after(ms, run) {
      const timer = { at: now + Math.max(0, ms), run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (let timer = nextTimer(end); timer; timer = nextTimer(end)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.run();
      }
      now = end;
    },
    set(ms) {
      wallAtStart += ms;
    },
  };
}
