// SIGKILL while conversations are held back: after each restart the order is what it was, and nothing is lost.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startChildServer } from '../support/child-server.ts';
import { message, messagesOf, type SeenMessage } from '../support/conversations.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

const people = Array.from({ length: 6 }, (_, index) => `1202555010${index}`);
/** Messages of these are refused until the end. */
const blocked = new Set(people.slice(0, 2));
const rounds = 2;

let directory: string;
let receiver: TestReceiver;
let isRefusing = true;
/** What was answered with 200, in the order of the answers. */
const taken: SeenMessage[] = [];

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wahook-order-crash-'));
  receiver = await startReceiver();
  receiver.answer = (post, response) => {
    const seen = messagesOf(post);
    const isRefused = isRefusing && seen.some(({ from }) => blocked.has(from));
    if (!isRefused) taken.push(...seen);
    response.writeHead(isRefused ? 503 : 200).end();
  };
});

afterAll(async () => {
  await receiver.close();
  await rm(directory, { recursive: true, force: true });
});

const settings = [
  '--retry-profile',
  'test',
  '--breaker-failures',
  '100000',
  '--delivery-credit-events',
  '64',
];
const startServer = () => startChildServer({ directory, forwardTo: receiver.url, settings });

async function post(url: string, target: string, body: unknown): Promise<number> {
  const answer = await request(`${url}${target}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.body.dump();
  return answer.statusCode;
}

/** Each person writes one message after the other, so that there is an order to keep. */
async function writeUntil(url: string, numbers: Map<string, number[]>, stop: () => boolean): Promise<void> {
  await Promise.all(
    people.map(async (from) => {
      const own = numbers.get(from) ?? [];
      numbers.set(from, own);
      for (let no = (own.at(-1) ?? 0) + 100; !stop(); no++) {
        try {
          if ((await post(url, '/api/v1/events', message(from, no))) === 202) own.push(no);
        } catch {
          // The process is gone: not acknowledged.
          return;
        }
      }
    }),
  );
}

it('keeps order and loses nothing over kills while conversations are held', { timeout: 90_000 }, async () => {
  const acknowledged = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    const server = await startServer();
    expect(await post(server.url, `/api/v1/apps/${demo.app.graphId}`, { order: 'conversation' })).toBe(200);
    const before = taken.length;
    const writing = writeUntil(server.url, acknowledged, () => server.process.killed);
    await until(() => taken.length >= before + 80, 30_000);
    await server.end('SIGKILL');
    await writing;
  }
  expect(taken.filter(({ from }) => blocked.has(from))).toEqual([]);

  isRefusing = false;
  const server = await startServer();
  const missing = () =>
    people.flatMap((from) => {
      const seen = new Set(taken.filter((each) => each.from === from).map(({ no }) => no));
      return (acknowledged.get(from) ?? []).filter((no) => !seen.has(no));
    });
  await until(() => missing().length === 0, 40_000).catch(() => {});
  expect(missing()).toEqual([]);
  for (const from of people) {
    const nos = taken.filter((each) => each.from === from).map(({ no }) => no);
    // A kill between sending and settling sends the last one again, never one before it.
    const steps = nos.filter((no, index) => no < (nos[index - 1] ?? 0));
    expect(steps).toEqual([]);
    if (blocked.has(from)) expect(acknowledged.get(from)?.length).toBeGreaterThan(20);
  }
  expect(await server.end('SIGTERM')).toBe(0);
});
