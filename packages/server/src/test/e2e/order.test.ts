// Order over a real store and real sockets: what fails holds back its own conversation or number and nothing else,
// and goes on in order, through restarts and changes of mind.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { changeDemoApp, message, messagesOf, numbersOf, range } from '../support/conversations.ts';
import { letPass } from '../support/let-pass.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { type ReceivedPost, startReceiver, type TestReceiver } from '../support/receiver.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

const anna = '12025550101';
const ben = '12025550102';
const secondMs = 1_000;
const dayMs = 24 * 60 * 60 * secondMs;

let clock: TestClock;
let directory: string;
let platform: TestPlatform;
let receiver: TestReceiver;
/** Numbers of messages that are answered with this status. */
let refused: Map<number, number>;
/** What was answered with 200. */
let taken: ReceivedPost[];

beforeEach(async () => {
  clock = createTestClock();
  directory = await mkdtemp(path.join(tmpdir(), 'wahook-order-'));
  refused = new Map();
  receiver = await startReceiver();
  taken = [];
  receiver.answer = (post, response) => {
    const status = statusFor(post);
    if (status === 200) taken.push(post);
    response.writeHead(status).end();
  };
});

afterEach(async () => {
  await receiver.close();
  await platform.stop();
  await rm(directory, { recursive: true, force: true });
});

function statusFor(post: ReceivedPost): number {
  return (
    messagesOf(post)
      .map(({ no }) => refused.get(no) ?? 200)
      .find((status) => status !== 200) ?? 200
  );
}

/** The breaker stays closed, whatever fails. */
const patient = { breakerFailures: '100000' };

async function start(config: Record<string, string> = {}): Promise<void> {
  platform = await startPlatform({ clock, directory, config: { ...patient, ...config } });
}

async function subscribe(change: Parameters<typeof changeDemoApp>[1]): Promise<void> {
  await letPass(clock, platform.subscribeDemo(receiver.url));
  await changeDemoApp(platform, change);
}

async function publish(from: string, nos: readonly number[]): Promise<void> {
  for (const no of nos) expect((await platform.publish(message(from, no))).status).toBe(202);
}

const delivered = (from: string) => numbersOf(taken, from);

async function settled(count: number): Promise<void> {
  await until(async () => {
    const all = await platform.store.deliveries.list({ limit: 1_000, state: 'delivered' });
    return all.reduce((sum, { events }) => sum + events, 0) === count;
  });
}

describe('order by conversation', () => {
  it('holds back only the conversation whose message fails, on disk, and then goes on in order', async () => {
    await start();
    await subscribe({ order: 'conversation' });
    refused.set(1, 503);
    await publish(anna, [1]);
    await until(() => receiver.posts.length === 1);
    await publish(anna, range(2, 30));
    await publish(ben, range(100, 30));
    await settled(30);
    expect(numbersOf(receiver.posts, ben)).toEqual(range(100, 30));
    expect(new Set(numbersOf(receiver.posts, anna))).toEqual(new Set([1]));
    await until(async () => (await platform.store.held.queues()).length === 1);
    await until(async () => {
      const { events } = await platform.store.held.read({ queueId: 1, strand: null, afterSeq: 0, limit: 99 });
      return events.length === 30;
    });
    refused.clear();
    clock.advance(dayMs / 24);
    await settled(61);
    expect(delivered(anna)).toEqual(range(1, 31));
    expect(await platform.store.deliveries.backlog()).toEqual([]);
    expect(await platform.store.feed.sweep()).toBe(0);
  });

  it('keeps one request of a conversation in flight, and as many conversations as the window holds', async () => {
    await start();
    await subscribe({ order: 'conversation' });
    const open: (() => void)[] = [];
    receiver.answer = (_post, response) => open.push(() => response.end());
    for (const no of range(0, 5)) {
      await publish(anna, [no]);
      await publish(ben, [100 + no]);
    }
    for (let round = 0; round < 5; round++) {
      await until(() => open.length === 2);
      expect(receiver.posts).toHaveLength(2 * (round + 1));
      for (const end of open.splice(0)) end();
    }
    await settled(10);
    expect(numbersOf(receiver.posts, anna)).toEqual(range(0, 5));
    expect(numbersOf(receiver.posts, ben)).toEqual(range(100, 5));
  });

  it('lets a blocked conversation of any length take neither credit nor turns', async () => {
    await start({ deliveryCreditEvents: '8' });
    await subscribe({ order: 'conversation' });
    refused.set(0, 503);
    const all = range(0, 60).map((no) => message(anna, no));
    await platform.publish(all);
    await publish(anna, range(60, 40));
    await publish(ben, range(200, 10));
    await settled(10);
    refused.clear();
    clock.advance(dayMs / 24);
    await settled(110);
    expect(delivered(anna)).toEqual(range(0, 100));
  });

  it('cuts a body that several conversations share, so that each goes its own way', async () => {
    await start();
    await subscribe({ order: 'conversation' });
    refused.set(1, 400);
    await platform.publish([message(anna, 1), message(ben, 2), message(anna, 3), message(ben, 4)]);
    await settled(2);
    expect(receiver.posts.map((post) => messagesOf(post).map(({ no }) => no))).toContainEqual([2, 4]);
    expect(delivered(anna)).toEqual([]);
  });

  it('goes on when the one in front is dead', async () => {
    await start({ retryProfile: 'test' });
    await subscribe({ order: 'conversation' });
    refused.set(1, 500);
    await publish(anna, [1]);
    await until(() => receiver.posts.length > 0);
    clock.advance(30 * secondMs);
    await publish(anna, [2, 3]);
    await until(async () => {
      clock.advance(secondMs);
      return delivered(anna).length === 2;
    });
    expect(delivered(anna)).toEqual([2, 3]);
    const [first] = (await platform.store.deliveries.list({ limit: 9 })).slice(-1);
    expect(first).toMatchObject({ state: 'dead' });
  });

  it('goes on when somebody else has ended the one in front', async () => {
    await start();
    await subscribe({ order: 'conversation' });
    refused.set(0, 503);
    await publish(anna, range(0, 5));
    await until(async () => (await platform.store.held.queues()).length === 1);
    const end = { state: 'cancelled', reason: 'test', nextAt: null, attempt: null } as const;
    const [delivery] = await platform.store.deliveries.list({ limit: 1 });
    if (!delivery) throw new Error('The first one has failed.');
    await platform.store.deliveries.settle([{ ...delivery, ...end, seqs: [delivery.firstSeq] }]);
    await until(() => {
      clock.advance(30 * secondMs);
      return delivered(anna).length === 4;
    });
    expect(delivered(anna)).toEqual(range(1, 4));
  });

  it('keeps the order through a restart, whichever way it was waiting', async () => {
    await start({ deliveryCreditEvents: '16' });
    await subscribe({ order: 'conversation' });
    refused.set(0, 503);
    await publish(anna, range(0, 20));
    await publish(ben, range(100, 3));
    await settled(3);
    await platform.stop();
    // What is started again finds some of it held and some of it, published while it fails, still pending.
    await start({ deliveryCreditEvents: '16' });
    await publish(anna, range(20, 20));
    await publish(ben, range(103, 3));
    await settled(6);
    expect(delivered(anna)).toEqual([]);
    refused.clear();
    await until(async () => {
      clock.advance(10 * secondMs);
      return (await platform.store.deliveries.backlog()).length === 0;
    });
    expect(delivered(anna)).toEqual(range(0, 40));
    expect(delivered(ben)).toEqual([100, 101, 102, 103, 104, 105]);
  });

  it('sends what waited in memory before what waited on disk, after a restart', async () => {
    await start({ deliveryCreditEvents: '16' });
    await subscribe({ order: 'conversation' });
    const answer = receiver.answer;
    let answerFirst = () => {};
    receiver.answer = (post, response) => {
      answerFirst = () => answer(post, response);
    };
    await publish(anna, range(0, 20));
    await until(async () => (await platform.store.held.queues()).length === 1);
    const stopped = platform.stop();
    receiver.answer = answer;
    answerFirst();
    await stopped;
    await start({ deliveryCreditEvents: '16' });
    await until(async () => (await platform.store.deliveries.backlog()).length === 0);
    expect(delivered(anna)).toEqual(range(0, 20));
  });

  it('cancels what is held when the app unsubscribes', async () => {
    await start();
    await subscribe({ order: 'conversation' });
    refused.set(0, 503);
    await publish(anna, range(0, 10));
    await until(async () => (await platform.store.held.queues()).length === 1);
    await platform.call('DELETE', `/${demo.waba.graphId}/subscribed_apps`, { token: demo.accessToken });
    await until(async () => (await platform.store.deliveries.backlog()).length === 0);
    const all = await platform.store.deliveries.list({ limit: 99 });
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['cancelled']));
    expect(new Set(numbersOf(receiver.posts))).toEqual(new Set([0]));
  });
});

describe('order by number', () => {
  it('holds back everything of one number, and nothing of another', async () => {
    await start();
    await subscribe({ order: 'number' });
    refused.set(1, 503);
    await publish(anna, [1]);
    await publish(ben, range(2, 5));
    for (const no of range(50, 5)) await platform.publish(message(ben, no, '400000000000009'));
    await settled(5);
    expect(numbersOf(receiver.posts, ben)).toEqual(range(50, 5));
    refused.clear();
    clock.advance(dayMs / 24);
    await settled(11);
    expect(delivered(ben)).toEqual([...range(50, 5), ...range(2, 5)]);
  });
});

describe('a change of mind', () => {
  const deliverAll = () =>
    until(async () => {
      clock.advance(10 * secondMs);
      return (await platform.store.deliveries.backlog()).length === 0;
    });

  it('releases what is held when order is switched off', async () => {
    await start();
    await subscribe({ order: 'conversation' });
    refused.set(0, 503);
    await publish(anna, range(0, 20));
    await until(async () => (await platform.store.held.queues()).length === 1);
    await changeDemoApp(platform, { order: 'none' });
    await until(() => delivered(anna).length === 19);
    refused.clear();
    await deliverAll();
    expect(delivered(anna).sort((a, b) => a - b)).toEqual(range(0, 20));
  });

  it('applies to what is owed already when order is switched on', async () => {
    await start();
    await subscribe({});
    refused.set(0, 503);
    await publish(anna, [0]);
    await until(async () => (await platform.store.deliveries.list({ limit: 9 })).length === 1);
    await changeDemoApp(platform, { order: 'conversation' });
    await publish(anna, range(1, 5));
    await publish(ben, [100]);
    await settled(1);
    expect(delivered(anna)).toEqual([]);
    refused.clear();
    await deliverAll();
    expect(delivered(anna)).toEqual(range(0, 6));
  });

  it('sorts anew what is held by another order', async () => {
    await start();
    await subscribe({ order: 'conversation' });
    refused.set(0, 503);
    await publish(anna, range(0, 5));
    await until(async () => (await platform.store.held.queues()).length === 1);
    await changeDemoApp(platform, { order: 'number' });
    await publish(ben, range(100, 5));
    await publish(anna, range(5, 5));
    for (const no of range(50, 5)) await platform.publish(message(ben, no, '400000000000009'));
    await settled(5);
    expect(numbersOf(receiver.posts, ben)).toEqual(range(50, 5));
    refused.clear();
    await deliverAll();
    expect(delivered(anna)).toEqual(range(0, 10));
    expect(delivered(ben)).toEqual([...range(50, 5), ...range(100, 5)]);
  });
});
