// Keeps replays going for as long as the server runs: step after step while there is room to fill, otherwise after
// a pause. While none is running it does nothing at all.
import type { Clock } from '../base/clock.ts';
import type { OnNotice } from './notice.ts';
import { type Store, StoreError } from './store.ts';

export interface ReplayRunner {
  start(): void;
  /** A replay was made: look at once. */
  wake(): void;
  /** Resolves when no step is under way. */
  stop(): Promise<void>;
}

export interface ReplayRunnerParts {
  store: Pick<Store, 'replays'>;
  clock: Clock;
  onNotice: OnNotice;
}

/** Queues are filled for many seconds ahead, so this only bounds how late an end is noticed. */
const fillingPauseMs = 500;
const waitingPauseMs = 2_000;
/** After the store failed to answer. */
const failurePauseMs = 5_000;

export function createReplayRunner({ store, clock, onNotice }: ReplayRunnerParts): ReplayRunner {
  let isStopped = true;
  let isWoken = false;
  let cancelTimer: (() => void) | null = null;
  let running: Promise<void> | null = null;

  /** Answers when to look again; null: nothing is running. */
  async function steps(): Promise<number | null> {
    try {
      for (;;) {
        const { running: count, filling, more } = await store.replays.advance(clock.now());
        if (isStopped) return null;
        if (more) continue;
        if (filling > 0) return fillingPauseMs;
        return count > 0 ? waitingPauseMs : null;
      }
    } catch (cause) {
      if (cause instanceof StoreError && cause.code === 'closed') return null;
      // A full disk has been told of by the writer.
      const isKnown = cause instanceof StoreError && cause.code === 'full';
      if (!isKnown)
        onNotice({ kind: 'storage_error', message: 'A replay pauses; it goes on shortly.', cause });
      return failurePauseMs;
    }
  }

  function look(): void {
    if (isStopped) return;
    if (running) {
      isWoken = true;
      return;
    }
    cancelTimer?.();
    cancelTimer = null;
    isWoken = false;
    running = steps().then((afterMs) => {
      running = null;
      if (isStopped) return;
      if (isWoken) look();
      else if (afterMs !== null) cancelTimer = clock.after(afterMs, look);
    });
  }

  return {
    start() {
      isStopped = false;
      look();
    },
    wake: look,
    async stop() {
      isStopped = true;
      cancelTimer?.();
      await running;
    },
  };
}
