// The runs that go on in the server by themselves, and the latest that have ended. They live in memory: a restart
// ends them, what they have made is stored like any event. Guarantees a bound on both.

import type { Clock } from '../base/clock.ts';
import type { RunIds } from './run-ids.ts';

export type RunState = 'running' | 'done' | 'stopped' | 'failed';

export interface Run {
  id: string;
  state: RunState;
  startedAt: number;
  endedAt: number | null;
  /** Why it failed, with the cure; null otherwise. */
  problem: string | null;
}

/** What a run is told while it goes on. */
export interface Reins {
  isStopped(): boolean;
  /** `ms` from now, or as soon as it is stopped or woken. */
  pause(ms: number): Promise<void>;
}

/** Ends without a word when it is done or was stopped, with the problem when it failed. */
export type Work<R extends Run> = (run: R, reins: Reins) => Promise<string | null>;

export interface Runs<R extends Run> {
  /** null: as many as there may be are running. */
  start(facts: Omit<R, keyof Run>, work: Work<R>): R | null;
  get(id: string): R | null;
  /** Newest first. */
  list(): R[];
  /** Ends its pauses, so that it looks again at what it waits for. */
  wake(id: string): void;
  /** Resolves when it has ended. */
  stop(id: string): Promise<R | null>;
  stopAll(): Promise<void>;
}

export const runningMax = 10;
export const endedMax = 50;

interface Entry<R> {
  run: R;
  halter: Halter;
  ended: Promise<void>;
}

export function createRuns<R extends Run>(
  clock: Pick<Clock, 'now' | 'after'>,
  ids: Pick<RunIds, 'next'>,
): Runs<R> {
  const entries = new Map<string, Entry<R>>();

  function forgetOldest(): void {
    const ended = [...entries.values()].filter(({ run }) => run.state !== 'running');
    for (const { run } of ended.slice(0, Math.max(0, ended.length - endedMax))) entries.delete(run.id);
  }

  async function drive(run: R, work: Work<R>, { reins }: Halter): Promise<void> {
    try {
      const problem = await work(run, reins);
      // Who stops a run that waits for a busy server has not made it fail.
      const isStopped = reins.isStopped();
      run.problem = isStopped ? null : problem;
      run.state = isStopped ? 'stopped' : problem === null ? 'done' : 'failed';
    } catch (error) {
      run.problem = `A fault of wahook: ${error instanceof Error ? error.message : String(error)}`;
      run.state = 'failed';
    }
    run.endedAt = clock.now();
    forgetOldest();
  }

  return {
    start(facts, work) {
      const running = [...entries.values()].filter(({ run }) => run.state === 'running');
      if (running.length >= runningMax) return null;
      const halter = createHalter(clock.after);
      const begun: Run = {
        id: ids.next(),
        state: 'running',
        startedAt: clock.now(),
        endedAt: null,
        problem: null,
      };
      // The facts are all of R that a Run does not have, which the compiler cannot put together again.
      const run = { ...facts, ...begun } as R;
      entries.set(run.id, { run, halter, ended: drive(run, work, halter) });
      return run;
    },
    get: (id) => entries.get(id)?.run ?? null,
    list: () => [...entries.values()].map(({ run }) => run).reverse(),
    wake: (id) => entries.get(id)?.halter.wake(),
    async stop(id) {
      const entry = entries.get(id);
      entry?.halter.stop();
      await entry?.ended;
      return entry?.run ?? null;
    },
    async stopAll() {
      for (const { halter } of entries.values()) halter.stop();
      await Promise.all([...entries.values()].map(({ ended }) => ended));
    },
  };
}

interface Halter {
  reins: Reins;
  wake(): void;
  stop(): void;
}

function createHalter(after: (ms: number, run: () => void) => () => void): Halter {
  const waiting = new Set<() => void>();
  let stopped = false;
  const wake = () => {
    for (const end of [...waiting]) end();
  };
  return {
    reins: {
      isStopped: () => stopped,
      async pause(ms) {
        if (stopped) return;
        await new Promise<void>((resolve) => {
          const end = () => {
            cancel();
            waiting.delete(end);
            resolve();
          };
          const cancel = after(ms, end);
          waiting.add(end);
        });
      },
    },
    wake,
    stop() {
      stopped = true;
      wake();
    },
  };
}
