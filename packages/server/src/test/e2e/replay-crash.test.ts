// SIGKILL in the middle of a replay: it goes on where it was, and everything it was to send arrives.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { type ChildServer, startChildServer } from '../support/child-server.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

const eventsWanted = 600;
const bodyLength = 50;

let directory: string;
let receiver: TestReceiver;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wahook-replay-crash-'));
  receiver = await startReceiver();
});

afterAll(async () => {
  await receiver.close();
  await rm(directory, { recursive: true, force: true });
});

const start = () => startChildServer({ directory, forwardTo: receiver.url });

async function api({ url }: ChildServer, method: 'GET' | 'POST', target: string, body?: unknown) {
  const answer = await request(`${url}/api/v1${target}`, {
    method,
    headers: { authorization: `Bearer ${demo.adminKey}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // Answers are read by a test that knows their shape.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  return (await answer.body.json()) as any;
}

const replayedPosts = (id: number) =>
  receiver.posts.filter((post) => post.headers['x-wahook-replay'] === String(id));

/** Numbers of the events that came in replayed notifications, with repetitions. */
function replayed(id: number): number[] {
  return replayedPosts(id).map((post) => JSON.parse(post.body.toString()).entry[0].changes[0].value.n);
}

it('goes on where it was after two kills', { timeout: 60_000 }, async () => {
  let server = await start();
  for (let from = 0; from < eventsWanted; from += bodyLength) {
    await Promise.all(
      Array.from({ length: bodyLength }, (_, index) => {
        const event = { waba_id: demo.waba.graphId, field: 'account_update', value: { n: from + index } };
        return api(server, 'POST', '/events', event);
      }),
    );
  }
  await until(() => receiver.posts.length >= eventsWanted, 20_000);
  const asked = { source: 'events', to_app_id: demo.app.graphId, rate_per_second: 500 };
  const { id } = await api(server, 'POST', '/replays', asked);

  for (const killAt of [100, 300]) {
    // No answer beyond, or a busy machine could see the end of the replay before the kill.
    receiver.answer = (_post, response) => {
      if (replayedPosts(id).length <= killAt) response.writeHead(200).end();
    };
    await until(() => replayedPosts(id).length >= killAt, 20_000);
    await server.end('SIGKILL');
    expect(new Set(replayed(id)).size).toBeLessThan(eventsWanted);
    receiver.answer = (_post, response) => response.end();
    server = await start();
  }
  const finished = await until(async () => {
    const replay = await api(server, 'GET', `/replays/${id}`);
    return replay.state === 'done' && replay;
  }, 30_000);
  expect(finished).toMatchObject({ events: eventsWanted, delivered: eventsWanted, waiting: 0, dead: 0 });
  const numbers = replayed(id);
  expect(new Set(numbers).size).toBe(eventsWanted);
  // Only what was in flight, or not yet settled, at a kill comes twice.
  expect(numbers.length - eventsWanted).toBeLessThan(200);
  expect(await server.end('SIGTERM')).toBe(0);
});
