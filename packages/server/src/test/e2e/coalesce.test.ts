// Coalescing over a real store and real sockets: what has piled up travels together, retries are the same bytes, and
// a notification that is refused comes apart again without losing or ageing anything.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { changesMax } from '@wahook/receiver/protocol/limits';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import type { StoredDelivery } from '../../store/store.ts';
import { changeDemoApp, message, messagesOf, numbersOf, range } from '../support/conversations.ts';
import { letPass } from '../support/let-pass.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { type ReceivedPost, startReceiver, type TestReceiver } from '../support/receiver.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

const anna = '12025550101';
const secondMs = 1_000;
const dayMs = 24 * 60 * 60 * secondMs;

let clock: TestClock;
let directory: string;
let platform: TestPlatform;
let receiver: TestReceiver;
/** What was answered with 200, and how others are answered. */
let taken: ReceivedPost[];
let statusFor: (post: ReceivedPost) => number;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wahook-coalesce-'));
  clock = createTestClock();
  taken = [];
  statusFor = () => 200;
  receiver = await startReceiver();
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

async function start(
  config: Record<string, string> = {},
  change: Parameters<typeof changeDemoApp>[1] = { coalesce: true },
): Promise<void> {
  platform = await startPlatform({ clock, directory, config: { breakerFailures: '100000', ...config } });
  await letPass(clock, platform.subscribeDemo(receiver.url));
  await changeDemoApp(platform, change);
}

async function publish(...nos: number[]): Promise<void> {
  for (const no of nos) expect((await platform.publish(message(anna, no))).status).toBe(202);
}

const oneAtATime = { deliveryWindow: '1' };

/** The one slot is taken by message 0 until the answer; what is published meanwhile piles up. */
async function behindOne(work: () => Promise<void>): Promise<void> {
  const before = receiver.answer;
  let end = () => {};
  receiver.answer = (post, response) => {
    receiver.answer = before;
    taken.push(post);
    end = () => response.end();
  };
  await publish(0);
  await until(() => receiver.posts.length === 1);
  await work();
  end();
}

async function deliveries(): Promise<StoredDelivery[]> {
  return platform.store.deliveries.list({ limit: 1_000 });
}

const isSettled = async () => (await platform.store.deliveries.backlog()).length === 0;

describe('coalescing', () => {
  it('leaves an endpoint that keeps up with each body by itself', async () => {
    await start();
    for (const no of range(0, 5)) {
      await publish(no);
      await until(() => taken.length === no + 1);
    }
    expect(receiver.posts.map((post) => messagesOf(post).length)).toEqual([1, 1, 1, 1, 1]);
  });

  it('is off until an app asks for it', async () => {
    await start(oneAtATime, {});
    await behindOne(() => publish(...range(1, 5)));
    await until(isSettled);
    expect(receiver.posts.map((post) => messagesOf(post).length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('sends a backlog in notifications of up to 1000 changes, in order, each change once', async () => {
    await start({ ...oneAtATime, deliveryCreditEvents: '5000' });
    await behindOne(async () => {
      for (const from of range(0, 24)) {
        const body = range(1 + from * 100, 100).map((no) => message(anna, no));
        expect((await platform.publish(body)).status).toBe(202);
      }
    });
    await until(isSettled);
    const sizes = receiver.posts.map((post) => messagesOf(post).length);
    expect(sizes).toEqual([1, changesMax, changesMax, 400]);
    expect(numbersOf(receiver.posts)).toEqual(range(0, 2401));
    // All of them of one account and without a time: one entry will do.
    const [, full] = receiver.posts;
    expect(JSON.parse(full?.body.toString() ?? '').entry).toHaveLength(1);
    expect((await deliveries()).map(({ events }) => events)).toEqual([400, 1000, 1000, 1]);
  });

  it('keeps entries apart that differ in account or time', async () => {
    await start(oneAtATime);
    const update = (time: number) => ({
      waba_id: demo.waba.graphId,
      field: 'account_update',
      time,
      value: { event: `T${time}` },
    });
    await behindOne(async () => {
      for (const time of [100, 100, 200, 100]) await platform.publish(update(time));
      await publish(1, 2);
    });
    await until(isSettled);
    const { entry } = JSON.parse(receiver.posts.at(-1)?.body.toString() ?? '');
    const shape = entry.map((each: { time?: number; changes: unknown[] }) => [
      each.time,
      each.changes.length,
    ]);
    expect(shape).toEqual([
      [100, 2],
      [200, 1],
      [100, 1],
      [undefined, 2],
    ]);
  });

  it('sends the same bytes again while it fails with other than a refusal', async () => {
    await start(oneAtATime);
    await behindOne(() => publish(...range(1, 20)));
    statusFor = () => 503;
    await until(() => receiver.posts.length >= 2);
    await publish(99);
    for (const _ of range(0, 3)) {
      const before = receiver.posts.length;
      await until(() => {
        clock.advance(secondMs);
        return receiver.posts.length > before;
      });
    }
    const large = receiver.posts.filter((post) => messagesOf(post).length > 1);
    expect(large.length).toBeGreaterThan(1);
    expect(new Set(large.map((post) => post.body.toString())).size).toBe(1);
  });

  it('stays within a conversation where order is kept', async () => {
    await start(oneAtATime, { coalesce: true, order: 'conversation' });
    await behindOne(async () => {
      for (const no of range(1, 20)) {
        await platform.publish(message(anna, no));
        await platform.publish(message(`1202555020${no % 2}`, 100 + no));
      }
    });
    await until(isSettled);
    for (const post of receiver.posts) expect(new Set(messagesOf(post).map(({ from }) => from)).size).toBe(1);
    expect(numbersOf(receiver.posts, anna)).toEqual(range(0, 21));
    expect(receiver.posts.length).toBeLessThan(10);
  });
});

describe('a coalesced notification that is refused twice', () => {
  const poison = (no: number) => (post: ReceivedPost) =>
    messagesOf(post).some((seen) => seen.no === no) ? 422 : 200;

  it('is split into its bodies: only the one at fault goes on failing', async () => {
    await start(oneAtATime);
    await behindOne(async () => {
      statusFor = poison(7);
      await platform.publish(range(1, 3).map((no) => message(anna, no)));
      await publish(...range(4, 10));
    });
    await until(async () => {
      clock.advance(secondMs);
      return numbersOf(taken).length === 13;
    });
    expect(new Set(numbersOf(taken))).toEqual(new Set(range(0, 14).filter((no) => no !== 7)));
    const bodies = receiver.posts.map((post) => messagesOf(post).map(({ no }) => no));
    expect(bodies.filter((body) => body.length === 13)).toHaveLength(2);
    expect(bodies).toContainEqual([1, 2, 3]);
    const all = await deliveries();
    const retrying = all.filter(({ state }) => state === 'retrying');
    expect(retrying).toMatchObject([{ firstSeq: 8, events: 1, splitFrom: 2 }]);
    const parent = await platform.store.deliveries.get('1-2');
    expect(parent).toMatchObject({ state: 'delivered', events: 3, attemptCount: 3, splitFrom: 2 });
    expect(parent?.attempts.map(({ status }) => status)).toEqual([422, 422, 200]);
    // Each with attempts of its own, and its own time to give up.
    expect(all.find(({ firstSeq }) => firstSeq === 5)).toMatchObject({ attemptCount: 1, splitFrom: 2 });
    statusFor = () => 200;
    await until(async () => {
      clock.advance(60 * secondMs);
      return isSettled();
    });
    expect(await platform.store.feed.sweep()).toBe(0);
  });

  it('keeps the order of its conversation all the same', async () => {
    await start(oneAtATime, { coalesce: true, order: 'conversation' });
    await behindOne(async () => {
      statusFor = poison(3);
      await publish(...range(1, 8));
    });
    await until(async () => {
      clock.advance(secondMs);
      return numbersOf(taken).includes(2);
    });
    await publish(9);
    clock.advance(60 * secondMs);
    expect(numbersOf(taken)).toEqual([0, 1, 2]);
    statusFor = () => 200;
    await until(async () => {
      clock.advance(60 * secondMs);
      return isSettled();
    });
    expect(numbersOf(taken)).toEqual(range(0, 10));
  });

  it('goes on after a restart between the split and what comes of it', async () => {
    await start(oneAtATime);
    await behindOne(async () => {
      statusFor = poison(3);
      await publish(...range(1, 8));
    });
    // Nothing is answered once it has come apart, so nothing of it is settled before the end.
    const large = (post: ReceivedPost) => messagesOf(post).length > 1;
    const answer = receiver.answer;
    receiver.answer = (post, response) => {
      if (large(post)) answer(post, response);
    };
    await until(async () => {
      clock.advance(secondMs);
      return receiver.posts.filter((post) => !large(post)).length === 2;
    });
    expect(receiver.posts.filter(large)).toHaveLength(2);
    await receiver.close();
    await platform.stop();
    receiver = await startReceiver({ port: Number(new URL(receiver.url).port) });
    statusFor = () => 200;
    receiver.answer = answer;
    platform = await startPlatform({ clock, directory, config: oneAtATime });
    await until(async () => {
      clock.advance(secondMs);
      return isSettled();
    });
    expect([...new Set(numbersOf(taken))].sort()).toEqual(range(0, 9));
    for (const post of receiver.posts) expect(large(post)).toBe(false);
  });
});

describe('the give-up time in a coalesced notification', () => {
  it('is that of each event: the last try of the oldest costs a younger one nothing', async () => {
    await start(oneAtATime);
    const acceptedAt = clock.now();
    await behindOne(async () => {
      statusFor = () => 503;
      await publish(1, 2);
      clock.advance(3 * secondMs);
      await publish(3, 4);
    });
    await until(() => receiver.posts.some((post) => messagesOf(post).length === 4));
    // Straight to the end of the first two.
    await until(async () => {
      clock.advance(Math.max(secondMs, Math.min(dayMs / 4, acceptedAt + 7 * dayMs - clock.now())));
      return (await deliveries()).some(({ state }) => state === 'dead');
    });
    const dead = (await deliveries()).filter(({ state }) => state === 'dead');
    expect(dead).toMatchObject([{ firstSeq: 2, events: 2, reason: 'http_503', splitFrom: 2 }]);
    statusFor = () => 200;
    await until(async () => {
      clock.advance(secondMs / 4);
      return isSettled();
    });
    expect(numbersOf(taken).sort()).toEqual([0, 3, 4]);
    for (const each of (await deliveries()).filter(({ firstSeq }) => firstSeq > 2)) {
      expect(each).toMatchObject({ state: 'delivered', splitFrom: 2 });
      expect(each.giveUpAt).toBe(each.acceptedAt + 7 * dayMs);
    }
  });
});
