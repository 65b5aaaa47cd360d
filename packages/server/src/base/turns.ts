// One at a time per key: tasks with the same key run one after the other in the order they asked, tasks with
// different keys side by side. Holds within one process; keys that nobody waits for take no memory.

export interface Turns<Key> {
  /** Runs `task` when all earlier tasks of the key have ended, and ends like it. */
  take<Result>(key: Key, task: () => Promise<Result>): Promise<Result>;
  /** Tasks of the key that run or wait. */
  count(key: Key): number;
}

export function createTurns<Key>(): Turns<Key> {
  const lines = new Map<Key, { count: number; last: Promise<unknown> }>();

  async function take<Result>(key: Key, task: () => Promise<Result>): Promise<Result> {
    const line = lines.get(key) ?? { count: 0, last: Promise.resolve() };
    lines.set(key, line);
    line.count += 1;
    // The task before may fail; that is for its own caller to know.
    const mine = line.last.then(task, task);
    line.last = mine;
    try {
      return await mine;
    } finally {
      line.count -= 1;
      if (line.count === 0) lines.delete(key);
    }
  }

  return { take, count: (key) => lines.get(key)?.count ?? 0 };
}
