// A process with the store open, killed with SIGKILL: what it acknowledged is there, and so is the directory.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestClock } from '../test/support/test-clock.ts';
import type { StoreNotice } from './notice.ts';
import { openSqliteStore } from './sqlite.ts';
import { testKey } from './test/open-store.ts';

const program = fileURLToPath(new URL('./test/accepting-process.ts', import.meta.url));
const acknowledgementsWanted = 500;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wahook-crash-'));
});
afterAll(() => rm(directory, { recursive: true }));

function start(): ChildProcess {
  const args = ['--conditions=source', '--import', 'tsx', program, directory];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

const open = (onNotice?: (notice: StoreNotice) => void) =>
  openSqliteStore({ directory, clock: createTestClock(), masterKey: testKey, ...(onNotice && { onNotice }) });

/** The seqs that the process has printed as acknowledged when it is killed. */
async function killAfterAcknowledgements(
  child: ChildProcess,
  beforeKill: () => Promise<void>,
): Promise<number[]> {
  if (!child.stdout) throw new Error('The process was started with a pipe.');
  const seqs: number[] = [];
  const ended = once(child, 'exit');
  let isKilled = false;
  for await (const line of createInterface({ input: child.stdout })) {
    seqs.push(Number(line));
    if (seqs.length < acknowledgementsWanted || isKilled) continue;
    await beforeKill();
    child.kill('SIGKILL');
    isKilled = true;
  }
  await ended;
  return seqs;
}

describe('kill -9', () => {
  it('loses nothing acknowledged, and frees the directory that was refused to others before', async () => {
    const child = start();
    const acknowledged = await killAfterAcknowledgements(child, async () => {
      await expect(open()).rejects.toMatchObject({
        code: 'in_use',
        message: expect.stringContaining(`process ${child.pid}`),
      });
    });
    expect(acknowledged.length).toBeGreaterThanOrEqual(acknowledgementsWanted);

    const notices: StoreNotice[] = [];
    const store = await open((notice) => notices.push(notice));
    try {
      expect(notices.map((notice) => notice.kind)).toEqual(['unclean_start']);
      const found = await Promise.all(
        acknowledged.flatMap((seq) => [store.events.get(seq), store.events.get(seq + 1)]),
      );
      expect(found.filter((event) => event === null)).toEqual([]);
      // Every event is either owed still or has its delivery: no half of a transaction is left.
      const last = (await store.events.list({ limit: 1 }))[0]?.seq ?? 0;
      const [backlog] = await store.deliveries.backlog();
      let delivered = 0;
      for (let seq = 1; seq <= last; seq += 2) if (await store.deliveries.get(`1-${seq}`)) delivered += 1;
      expect((backlog?.pending ?? 0) + delivered).toBe(last);
    } finally {
      await store.close();
    }
  });
});
