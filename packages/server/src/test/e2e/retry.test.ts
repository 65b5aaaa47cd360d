// Retries under an injected clock: seven days pass in milliseconds, on a real store and real sockets.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let platform: TestPlatform;
let receiver: TestReceiver;
let clock: TestClock;

beforeEach(async () => {
  clock = createTestClock();
  receiver = await startReceiver();
  platform = await startPlatform({ clock });
  await subscribe(receiver);
});

afterEach(async () => {
  await platform.stop();
  await receiver.close();
});

/** A handshake waits on the clock for a moment, so time has to pass. */
async function subscribe(to: TestReceiver): Promise<void> {
  let subscribed = false;
  const subscribing = platform.subscribeDemo(to.url).finally(() => {
    subscribed = true;
  });
  await until(() => {
    clock.advance(20);
    return subscribed;
  });
  await subscribing;
}

async function publish(): Promise<void> {
  const answer = await platform.publish({
    waba_id: demo.waba.graphId,
    field: 'account_update',
    value: { event: 'X' },
  });
  expect(answer.status).toBe(202);
}

async function delivery() {
  return (await platform.store.deliveries.list({ limit: 1 }))[0];
}

/** Moves the clock to the next try and waits until that try has been recorded. */
async function nextTry(): Promise<void> {
  const before = await until(async () => {
    const current = await delivery();
    return current?.nextAt !== null && current;
  });
  await until(async () => {
    clock.advance(Math.max(0, (before.nextAt ?? 0) - clock.now()));
    const now = await delivery();
    return now !== undefined && now.attemptCount > before.attemptCount;
  });
}

describe('retries', () => {
  it('try again at once, then by the timetable, with the same bytes and signature each time', async () => {
    let failures = 4;
    receiver.answer = (_post, response) => response.writeHead(failures-- > 0 ? 503 : 200).end();
    await publish();
    for (let tries = 0; tries < 4; tries++) await nextTry();

    const done = await delivery();
    expect(done).toMatchObject({ state: 'delivered', attemptCount: 5, reason: 'ok', nextAt: null });
    expect(new Set(receiver.posts.map((post) => post.body.toString())).size).toBe(1);
    expect(new Set(receiver.posts.map((post) => post.headers['x-hub-signature-256'])).size).toBe(1);

    const full = await platform.store.deliveries.get(done?.id ?? '');
    expect(full?.attempts.map(({ no, reason }) => [no, reason])).toEqual([
      [1, 'http_503'],
      [2, 'http_503'],
      [3, 'http_503'],
      [4, 'http_503'],
      [5, 'ok'],
    ]);
    const pauses = full?.attempts
      .slice(1)
      .map((attempt, index) => attempt.startedAt - (full.attempts[index]?.startedAt ?? 0));
    expect(pauses?.[0]).toBe(0);
    expect(pauses?.[1]).toBeGreaterThanOrEqual(8_000);
    expect(pauses?.[1]).toBeLessThanOrEqual(12_000);
  });

  it('show the next one, how many are left, and when the last one will be', async () => {
    receiver.answer = (_post, response) => response.writeHead(503).end();
    const acceptedAt = clock.now();
    await publish();
    await nextTry();
    const id = (await delivery())?.id ?? '';
    const shown = (await platform.call('GET', `/api/v1/deliveries/${id}`, { token: demo.adminKey })).json;
    expect(shown).toMatchObject({ attempts: 2, attempts_left: 16 });
    expect(shown.give_up_at).toBe(new Date(acceptedAt + 7 * dayMs).toISOString());
    expect(Date.parse(shown.next_attempt_at) - acceptedAt).toBeGreaterThanOrEqual(8_000);
    const [listed] = (await platform.call('GET', '/api/v1/deliveries', { token: demo.adminKey })).json.data;
    expect(listed).toMatchObject({ attempts_left: 16, give_up_at: shown.give_up_at });
    receiver.answer = (_post, response) => response.writeHead(200).end();
    await nextTry();
    const done = await platform.call('GET', `/api/v1/deliveries/${id}`, { token: demo.adminKey });
    expect(done.json).toMatchObject({ state: 'delivered', attempts_left: 0, next_attempt_at: null });
  });

  it('make the last one exactly at seven days and are dead after it', async () => {
    receiver.answer = (_post, response) => response.writeHead(500).end();
    const acceptedAt = clock.now();
    await publish();
    for (let tries = 0; tries < 40 && (await delivery())?.state !== 'dead'; tries++) {
      if ((await delivery())?.state === 'retrying') await nextTry();
      else await until(delivery);
    }
    const dead = await delivery();
    expect(dead).toMatchObject({ state: 'dead', reason: 'http_500', lastAttemptAt: acceptedAt + 7 * dayMs });
    const tries = receiver.posts.length;
    clock.advance(3 * dayMs);
    expect(receiver.posts.length).toBe(tries);
  });

  it('count 200 alone as success: 204 and a redirect are tried again', async () => {
    const statuses = [204, 302, 200];
    receiver.answer = (_post, response) =>
      response.writeHead(statuses.shift() ?? 500, { location: `${receiver.url}/elsewhere` }).end();
    await publish();
    await nextTry();
    await nextTry();
    expect(await delivery()).toMatchObject({ state: 'delivered', attemptCount: 3 });
    expect(receiver.posts.map((post) => post.path)).toEqual(['/webhook', '/webhook', '/webhook']);
  });

  it('follow an edited callback URL', async () => {
    receiver.answer = (_post, response) => response.writeHead(500).end();
    await publish();
    await nextTry();
    const second = await startReceiver();
    await subscribe(second);
    await nextTry();
    expect(second.posts).toHaveLength(1);
    expect(await delivery()).toMatchObject({ state: 'delivered' });
    await second.close();
  });

  it('cancel what is owed once the app has unsubscribed, and say why', async () => {
    receiver.answer = (_post, response) => response.writeHead(503).end();
    await publish();
    await nextTry();
    const tries = receiver.posts.length;
    await platform.call('DELETE', `/${demo.waba.graphId}/subscribed_apps`, { token: demo.accessToken });
    await until(async () => {
      clock.advance(minuteMs);
      return (await delivery())?.state === 'cancelled';
    });
    expect(await delivery()).toMatchObject({ reason: 'waba_not_subscribed', nextAt: null });
    expect(receiver.posts).toHaveLength(tries);
  });
});
