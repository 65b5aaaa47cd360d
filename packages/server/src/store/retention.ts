// Applies a retention policy for as long as the server runs: every few seconds, one bounded step after the other
// until nothing is left to do. Says what a person should know of.
import type { Clock } from '../base/clock.ts';
import type { OnNotice } from './notice.ts';
import { type Store, StoreError } from './store.ts';
import type { Pruned, RetentionPolicy } from './upkeep.ts';

export interface Retention {
  start(): void;
  /** Resolves when no step is under way. */
  stop(): Promise<void>;
}

export interface RetentionParts {
  store: Pick<Store, 'upkeep'>;
  clock: Clock;
  policy: Omit<RetentionPolicy, 'now'>;
  onNotice: OnNotice;
}

/** A step that finds nothing costs no write. */
const pauseMs = 10_000;

export function createRetention({ store, clock, policy, onNotice }: RetentionParts): Retention {
  let isStopped = true;
  let isOverfull = false;
  let cancelTimer: (() => void) | null = null;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    try {
      let step: Pruned;
      do {
        step = await store.upkeep.prune({ ...policy, now: clock.now() });
        tell(step);
      } while (step.more && !isStopped);
    } catch (cause) {
      // The writer has said so already; the ballast or a person makes room, and the next run goes on.
      if (cause instanceof StoreError && (cause.code === 'full' || cause.code === 'closed')) return;
      onNotice({ kind: 'storage_error', message: 'Retention was interrupted; it goes on shortly.', cause });
    }
  }

  function tell(step: Pruned): void {
    if (step.deadLetters > 0) {
      const message = `${step.deadLetters} dead letters were removed for their age; they can no longer be replayed.`;
      onNotice({ kind: 'dead_letters_removed', message });
    }
    if (step.isOverfull && !isOverfull) {
      const size = `${Math.ceil(step.bytesUsed / 2 ** 20)} MiB`;
      const message = `The data takes ${size}, more than retention_bytes, and everything left is owed or a dead letter.`;
      onNotice({ kind: 'retention_overfull', message });
    }
    // In the middle of a run nothing can be said about it yet.
    if (!step.more) isOverfull = step.isOverfull;
  }

  function next(): void {
    running = run().finally(() => {
      running = null;
      if (!isStopped) cancelTimer = clock.after(pauseMs, next);
    });
  }

  return {
    start() {
      isStopped = false;
      next();
    },
    async stop() {
      isStopped = true;
      cancelTimer?.();
      await running;
    },
  };
}
