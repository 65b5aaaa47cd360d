// SIGKILL while events are accepted and delivered: every acknowledged event is delivered after the restart.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startChildServer } from '../support/child-server.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

const eventsWanted = 2000;
const senders = 32;

let directory: string;
let receiver: TestReceiver;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wahook-crash-'));
  receiver = await startReceiver();
});

afterAll(async () => {
  await receiver.close();
  await rm(directory, { recursive: true, force: true });
});

const startServer = () => startChildServer({ directory, forwardTo: receiver.url });

/** Publishes numbered events from many senders until `stop` says so; answers the numbers that were acknowledged. */
async function publishUntil(url: string, from: number, stop: () => boolean): Promise<number[]> {
  const acknowledged: number[] = [];
  let next = from;
  async function sender(): Promise<void> {
    while (!stop()) {
      const n = next++;
      const body = JSON.stringify({ waba_id: demo.waba.graphId, field: 'account_update', value: { n } });
      try {
        const answer = await request(`${url}/api/v1/events`, {
          method: 'POST',
          headers: { authorization: `Bearer ${demo.adminKey}` },
          body,
        });
        await answer.body.dump();
        if (answer.statusCode === 202) acknowledged.push(n);
      } catch {
        // The process is gone: not acknowledged.
        return;
      }
    }
  }
  await Promise.all(Array.from({ length: senders }, sender));
  return acknowledged;
}

function receivedNumbers(): number[] {
  return receiver.posts.flatMap((post) =>
    JSON.parse(post.body.toString()).entry.map(
      (entry: { changes: { value: { n: number } }[] }) => entry.changes[0]?.value.n,
    ),
  );
}

describe('kill -9', () => {
  it('loses nothing that was acknowledged, over three kills', { timeout: 60_000 }, async () => {
    const acknowledged: number[] = [];
    let next = 0;
    // Some that arrive are not acknowledged before the kill, hence the margin.
    for (const killAt of [600, 1300, eventsWanted + 100]) {
      const server = await startServer();
      const publishing = publishUntil(server.url, next, () => server.process.killed);
      // Killed in full flight: some are accepted and not yet sent, some sent and not yet settled.
      await until(() => new Set(receivedNumbers()).size >= killAt, 20_000);
      const gone = server.end('SIGKILL');
      acknowledged.push(...(await publishing));
      await gone;
      next = Math.max(...acknowledged) + 1000;
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(eventsWanted);

    const server = await startServer();
    const missing = () => {
      const received = new Set(receivedNumbers());
      return acknowledged.filter((n) => !received.has(n));
    };
    await until(() => missing().length === 0, 20_000).catch(() => {});
    expect(missing()).toEqual([]);
    // At least once, not at will: a duplicate needs a kill between sending and settling.
    expect(receiver.posts.length - new Set(receivedNumbers()).size).toBeLessThan(acknowledged.length / 4);
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
