// The load: POSTs over a fixed number of connections, as fast as they are answered or at a fixed rate. It fails with
// the first POST that is not accepted.
import { Connection } from './connection.ts';
import type { Target } from './targets.ts';

export interface Load {
  /** Each POST is sent when the one before it on its connection was answered. Resolves when all were. */
  atOnce(posts: number): Promise<void>;
  /**
   * At a fixed rate, whatever the answers take. A POST that finds no connection free waits, and its time of sending
   * is when it was due. Answers how many milliseconds each took from then on.
   */
  atRate(rate: Rate): Promise<number[]>;
}

export interface Rate {
  posts: number;
  perSecond: number;
}

/** Milliseconds since the epoch, finer than Date.now. */
export function wallNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Connections are opened before `run` and closed after it: servers close those that have nothing to say. */
export async function withLoad<Result>(
  target: Target,
  connections: number,
  run: (load: Load) => Promise<Result>,
): Promise<Result> {
  let fail: (error: Error) => void = () => {};
  const broken = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  // It is looked at only while something is sent.
  broken.catch(() => {});
  const opening = Array.from({ length: connections }, () => Connection.open(target, (error) => fail(error)));
  const open = await Promise.all(opening);
  try {
    return await run({
      atOnce: (posts) => Promise.race([sendAll(open, posts), broken]),
      atRate: (rate) => Promise.race([sendSteadily(inUse(open, rate), rate), broken]),
    });
  } finally {
    for (const connection of open) connection.close();
  }
}

/** So many that each has something to send at least every second, or it would be closed for its silence. */
function inUse(open: readonly Connection[], { perSecond }: Rate): readonly Connection[] {
  return open.slice(0, Math.max(1, Math.floor(perSecond)));
}

function sendAll(connections: readonly Connection[], posts: number): Promise<void> {
  return new Promise((resolve) => {
    let toSend = posts;
    let toAnswer = posts;
    const next = (connection: Connection): void => {
      if (toSend === 0) return;
      toSend -= 1;
      connection.post(wallNow(), () => {
        toAnswer -= 1;
        if (toAnswer === 0) resolve();
        else next(connection);
      });
    };
    if (posts === 0) resolve();
    for (const connection of connections) next(connection);
  });
}

async function sendSteadily(
  connections: readonly Connection[],
  { posts, perSecond }: Rate,
): Promise<number[]> {
  const idle = [...connections];
  const due: number[] = [];
  const tookMs: number[] = [];
  const sendDue = (): void => {
    while (due.length > 0) {
      // In turn, the one that has been idle longest.
      const connection = idle.shift();
      if (!connection) return;
      const sentAt = due.shift() ?? wallNow();
      connection.post(sentAt, () => {
        tookMs.push(wallNow() - sentAt);
        idle.push(connection);
        sendDue();
      });
    }
  };
  const startedAt = wallNow();
  for (let made = 0; made < posts || tookMs.length < posts; ) {
    for (; made < posts && startedAt + (made / perSecond) * 1000 <= wallNow(); made++) {
      due.push(startedAt + (made / perSecond) * 1000);
    }
    sendDue();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return tookMs;
}
