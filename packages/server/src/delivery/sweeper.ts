// Compares now and then what is in hand with what is owed, and has handed out again what got lost between the two.
import type { Clock } from '../base/clock.ts';

export interface Sweeper {
  start(): void;
  stop(): void;
}

const sweepEveryMs = 30_000;

export function createSweeper(deps: {
  clock: Clock;
  /** Answers how many events were in nobody's hands. */
  sweep: () => Promise<number>;
  onRescued: (events: number) => void;
}): Sweeper {
  let isStopped = false;
  let cancel = () => {};

  function later(): void {
    cancel = deps.clock.after(sweepEveryMs, () => {
      deps
        .sweep()
        .then((events) => {
          if (events > 0) deps.onRescued(events);
        })
        // Looked for again at the next sweep.
        .catch(() => {})
        .finally(() => {
          if (!isStopped) later();
        });
    });
  }

  return {
    start: later,
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
