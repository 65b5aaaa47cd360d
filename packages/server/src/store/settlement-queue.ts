// Settlements that wait for the disk. They are never given up: an attempt that is not recorded would be made
// again. How many there can be is bounded by the credit of the feed and by the retries in flight.
import type { Clock } from '../base/clock.ts';
import type { Settlement } from './life-of-event.ts';

export interface SettleCall {
  settlements: readonly Settlement[];
  resolve(): void;
  reject(error: unknown): void;
}

export interface SettlementQueue {
  add(call: SettleCall): void;
  /** What should go along with the next commit: nothing while the disk is left alone. */
  take(): SettleCall[];
  /** The disk did not take these. They go first when it is tried again, after a growing pause. */
  keep(calls: readonly SettleCall[]): void;
  /** The disk has just worked: no need to pause. */
  hurry(): void;
  /** True when `take` would answer something. */
  readonly isReady: boolean;
  /** Ends the wait for good and gives back what is left. */
  abandon(): SettleCall[];
}

/** Calls are taken whole until this many settlements are together. */
const settlementsPerCommit = 1_000;
const pauseMsMin = 100;
const pauseMsMax = 5_000;

export function createSettlementQueue(clock: Clock, wake: () => void): SettlementQueue {
  let waiting: SettleCall[] = [];
  let pauseMs = pauseMsMin;
  let endPause: (() => void) | null = null;

  function hurry(): void {
    endPause?.();
    endPause = null;
    pauseMs = pauseMsMin;
  }

  return {
    add(call) {
      waiting.push(call);
    },
    take() {
      if (endPause) return [];
      let count = 0;
      let calls = 0;
      while (calls < waiting.length && count < settlementsPerCommit) {
        count += waiting[calls]?.settlements.length ?? 0;
        calls += 1;
      }
      return waiting.splice(0, calls);
    },
    keep(calls) {
      waiting = [...calls, ...waiting];
      endPause ??= clock.after(pauseMs, () => {
        endPause = null;
        wake();
      });
      pauseMs = Math.min(pauseMs * 2, pauseMsMax);
    },
    hurry,
    get isReady() {
      return endPause === null && waiting.length > 0;
    },
    abandon() {
      hurry();
      return waiting.splice(0);
    },
  };
}
