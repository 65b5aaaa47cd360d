// One coarse timer for the time limits of everything in flight. A timer or AbortSignal of its own for each
// request would halve the sending rate; this costs a Set entry, and the limit is kept to within one check.
// The timer runs only while something is in flight.

export interface Deadlines {
  /** Calls `expire` once the time for an attempt has passed, unless the returned function was called before. */
  start(expire: () => void): () => void;
}

export function createDeadlines(options: {
  deadlineMs: number;
  checkEveryMs: number;
  /** Monotonic. */
  now: () => number;
}): Deadlines {
  const running = new Set<{ dueAt: number; expire: () => void }>();
  let timer: NodeJS.Timeout | null = null;

  function check(): void {
    const now = options.now();
    // All have the same duration, so the Set's order is the order in which they fall due.
    for (const deadline of running) {
      if (deadline.dueAt > now) break;
      running.delete(deadline);
      deadline.expire();
    }
    if (running.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  }

  return {
    start(expire) {
      const deadline = { dueAt: options.now() + options.deadlineMs, expire };
      running.add(deadline);
      timer ??= setInterval(check, options.checkEveryMs);
      return () => running.delete(deadline);
    },
  };
}
