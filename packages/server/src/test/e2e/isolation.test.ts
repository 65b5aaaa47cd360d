// Endpoints kept apart, on a real store and real sockets with an injected clock: what one endpoint does changes
// nothing for another, an open breaker gates everything its queue owes, and recovery brings it back in order.
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directConnect } from '../../delivery/outgoing/address-guard.ts';
import { startRawServer } from '../../delivery/outgoing/test-support/raw-server.ts';
import { demo } from '../../demo.ts';
import type { StoredDelivery } from '../../store/store.ts';
import { letPass } from '../support/let-pass.ts';
import { type PlatformOptions, startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;

let platform: TestPlatform;
let clock: TestClock;
let closers: (() => Promise<void>)[];

async function start(
  config: Record<string, string> = {},
  network: PlatformOptions['network'] = {},
): Promise<void> {
  clock = createTestClock();
  platform = await startPlatform({ clock, config, network });
}

beforeEach(() => {
  closers = [];
});

afterEach(async () => {
  // Whoever still hangs on an endpoint is let go of first.
  for (const close of closers) await close();
  await platform.stop();
});

async function receiver(): Promise<TestReceiver> {
  const started = await startReceiver();
  closers.push(started.close);
  return started;
}

async function publish(count: number): Promise<void> {
  for (let no = 0; no < count; no++) {
    const value = { event: `E${no}` };
    const answer = await platform.publish({ waba_id: demo.waba.graphId, field: 'account_update', value });
    expect(answer.status).toBe(202);
  }
}

async function deliveries(appId?: number): Promise<StoredDelivery[]> {
  return platform.store.deliveries.list({ limit: 1_000, ...(appId !== undefined && { appId }) });
}

async function endpoint(queueId = 1) {
  const answer = await platform.call('GET', '/api/v1/endpoints', { token: demo.adminKey });
  return answer.json.data.find((each: { queue_id: number }) => each.queue_id === queueId);
}

/** A second app of the same business that wants the same events. No handshake: its endpoint would not pass one. */
async function addNeighbour(callbackUrl: string): Promise<number> {
  const { store } = platform;
  const first = await store.apps.find(demo.app.graphId);
  const waba = await store.wabas.find(demo.waba.graphId);
  if (!first || !waba) throw new Error('The demo data is seeded at the start.');
  const { id: appId } = await store.apps.create({
    graphId: '200000000000077',
    name: 'Neighbour',
    secret: '6e65696768626f75722d736563726574',
    businessId: first.businessId,
    mode: 'live',
  });
  const at = clock.now();
  const review = { state: 'approved', access: 'standard' } as const;
  await store.apps.saveReview({ appId, permission: 'whatsapp_business_management', review, at });
  await store.subscriptions.saveApp({
    appId,
    callbackUrl,
    verifyToken: 'neighbour-verify',
    includeValues: true,
    active: true,
    verifiedAt: at,
    fields: [{ name: 'account_update', version: 'v25.0' }],
  });
  await store.subscriptions.addWaba({ appId, wabaId: waba.id, at });
  return appId;
}

type Misbehaviour = (socket: Socket) => void;

/** How an endpoint may treat a request; none of them ends it well. */
const misbehaviours: [string, Misbehaviour][] = [
  ['hangs', () => {}],
  ['drips bytes', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nx')],
  ['resets', (socket) => socket.resetAndDestroy()],
  ['answers 500', (socket) => socket.write('HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n')],
  ['answers nonsense', (socket) => socket.write('nonsense\r\n\r\n')],
];

describe('a neighbour changes nothing', () => {
  const events = 120;

  /** What the healthy app's endpoint saw, and how its deliveries went. */
  async function expectUntouched(healthy: TestReceiver): Promise<void> {
    await publish(events);
    const first = await platform.store.apps.find(demo.app.graphId);
    const own = await until(async () => {
      const all = await deliveries(first?.id);
      return all.length === events && all;
    });
    expect(own.filter((each) => each.state !== 'delivered' || each.attemptCount !== 1)).toEqual([]);
    expect(new Set(healthy.posts.map((post) => post.body.toString())).size).toBe(events);
    expect(healthy.posts).toHaveLength(events);
  }

  it.each(misbehaviours)('that %s', async (_name, misbehave) => {
    await start();
    const healthy = await receiver();
    const server = await startRawServer({ onRequest: misbehave });
    closers.push(server.close);
    await letPass(clock, platform.subscribeDemo(healthy.url));
    const neighbour = await addNeighbour(`http://127.0.0.1:${server.port}/`);
    await expectUntouched(healthy);
    expect(server.requests.length).toBeGreaterThan(0);
    for (const each of await deliveries(neighbour)) expect(each.state).toBe('retrying');
    expect((await endpoint(2)).in_flight).toBeLessThanOrEqual(32);
  });

  it.each([
    ['whose name leads nowhere', 'http://nowhere.example:8080/'],
    ['that listens no more', 'http://127.0.0.1:1/'],
  ])('%s', async (_name, url) => {
    await start({}, { resolve: async () => [] });
    const healthy = await receiver();
    await letPass(clock, platform.subscribeDemo(healthy.url));
    const neighbour = await addNeighbour(url);
    await expectUntouched(healthy);
    for (const each of await deliveries(neighbour)) expect(each.state).toBe('retrying');
  });

  it.each<[string, PlatformOptions['network']]>([
    ['whose name is never resolved', { resolve: () => new Promise(() => {}) }],
    [
      'whose addresses swallow every packet',
      {
        resolve: async () => ['93.184.216.1', '93.184.216.2'],
        connect: (address, port) => (address.startsWith('93.') ? new Socket() : directConnect(address, port)),
      },
    ],
  ])('%s; its attempts end at their deadline', async (_name, network) => {
    const deadlineMs = 1_500;
    await start({ attemptDeadlineMs: String(deadlineMs), deliveryWindow: '4' }, network);
    const healthy = await receiver();
    await letPass(clock, platform.subscribeDemo(healthy.url));
    const neighbour = await addNeighbour('http://silent.example:8080/');
    await expectUntouched(healthy);
    const [tried] = await until(async () => {
      const ended = await deliveries(neighbour);
      return ended.length > 0 && ended;
    });
    expect(tried).toMatchObject({ state: 'retrying', reason: 'timeout' });
    const { attempts } = (await platform.store.deliveries.get(tried?.id ?? '')) ?? { attempts: [] };
    expect(attempts[0]?.durationMs).toBeGreaterThanOrEqual(deadlineMs);
    expect(attempts[0]?.durationMs).toBeLessThan(deadlineMs + 1_000);
  });

  it('with more due retries than delivery holds, which are sent beside those of others', async () => {
    await start({ breakerFailures: '100000' });
    const healthy = await receiver();
    healthy.answer = (_post, response) => response.writeHead(503).end();
    await letPass(clock, platform.subscribeDemo(healthy.url));
    let isHanging = false;
    const server = await startRawServer({
      onRequest: (socket) => isHanging || socket.write('HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n'),
    });
    closers.push(server.close);
    const neighbour = await addNeighbour(`http://127.0.0.1:${server.port}/`);
    await publish(events);
    await until(async () => (await deliveries()).length === 2 * events);
    isHanging = true;
    healthy.answer = (_post, response) => response.end();
    const first = await platform.store.apps.find(demo.app.graphId);
    await until(async () => {
      clock.advance(secondMs);
      return (await deliveries(first?.id)).every((each) => each.state === 'delivered');
    });
    for (const each of await deliveries(neighbour)) expect(each.state).toBe('retrying');
  });
});

/** A breaker that opens at the third failure, whenever that is. */
const quick = { breakerFailures: '3', breakerAfterMs: '0', deliveryWindow: '1' };

/** Publishes to an endpoint that fails, until its breaker is open and nothing is in flight. */
async function openBreaker(failing: TestReceiver, events: number): Promise<void> {
  failing.answer = (_post, response) => response.writeHead(503).end();
  await letPass(clock, platform.subscribeDemo(failing.url));
  await publish(events);
  await until(async () => {
    const shown = await endpoint();
    clock.advance(1);
    return shown?.breaker === 'open' && shown.in_flight === 0;
  });
}

describe('an open breaker', () => {
  it('gates first attempts and retries alike: one probe per pause, whatever is owed', async () => {
    await start(quick);
    const failing = await receiver();
    await openBreaker(failing, 20);
    const before = failing.posts.length;
    expect(before).toBeLessThan(8);
    for (const pause of [10, 20, 40, 80]) {
      const tries = failing.posts.length;
      clock.advance(pause * secondMs - 500);
      clock.advance(500);
      await until(async () => failing.posts.length === tries + 1 && (await endpoint()).breaker === 'open');
    }
    expect(failing.posts.length).toBe(before + 4);
    expect(await endpoint()).toMatchObject({ breaker: 'open', last_failure: 'http_503', window: 1 });
  });

  it('closes at the first success, and everything owed arrives once', async () => {
    await start(quick);
    const failing = await receiver();
    await openBreaker(failing, 30);
    failing.posts.length = 0;
    failing.answer = (_post, response) => response.end();
    await until(async () => {
      clock.advance(secondMs);
      const all = await deliveries();
      return all.length === 30 && all.every((each) => each.state === 'delivered');
    });
    expect(new Set(failing.posts.map((post) => post.body.toString())).size).toBe(30);
    expect(failing.posts).toHaveLength(30);
    expect(await endpoint()).toMatchObject({ breaker: 'closed', failing_since: null, failures: 0 });
    const changes = platform.attempts.flatMap((report) => (report.kind === 'breaker' ? [report.change] : []));
    expect(changes).toEqual(['opened', 'closed']);
  });

  it('costs nothing but time: what is owed after 6 days and 23 hours arrives, all of it', async () => {
    await start(quick);
    const failing = await receiver();
    const acceptedAt = clock.now();
    await openBreaker(failing, 40);
    const recoversAt = acceptedAt + 7 * dayMs - 60 * minuteMs;
    while (clock.now() < recoversAt) {
      clock.advance(Math.min(7 * 60 * minuteMs, recoversAt - clock.now()));
      await until(async () => (await endpoint()).in_flight === 0);
    }
    expect(await endpoint()).toMatchObject({ breaker: 'open' });
    failing.answer = (_post, response) => response.end();
    const all = await until(async () => {
      clock.advance(30 * secondMs);
      const found = await deliveries();
      return found.length === 40 && found.every((each) => each.state !== 'retrying') && found;
    });
    // Pulled forward: by the timetable most would have waited for their last try.
    expect(clock.now()).toBeLessThan(acceptedAt + 7 * dayMs);
    expect(all.filter((each) => each.state !== 'delivered')).toEqual([]);
  });

  it('lets what was never tried age out as dead, and what was tried end after a last probe', async () => {
    await start(quick);
    const failing = await receiver();
    await openBreaker(failing, 12);
    // Too rarely for probes to reach all of them.
    await until(async () => {
      clock.advance(dayMs);
      const all = await deliveries();
      return all.length === 12 && all.every((each) => each.state === 'dead');
    });
    const dead = await deliveries();
    const untried = dead.filter((each) => each.reason === 'never_attempted');
    expect(untried.length).toBeGreaterThan(0);
    for (const each of untried) expect(each).toMatchObject({ attemptCount: 0, firstAttemptAt: null });
    for (const each of dead.filter((each) => !untried.includes(each))) {
      expect(['http_503', 'breaker_open']).toContain(each.reason);
      expect(each.attemptCount).toBeGreaterThan(0);
    }
    expect(await platform.store.deliveries.backlog()).toEqual([]);
  });
});

describe('a rate limit', () => {
  it('spreads what is owed to an endpoint over time', async () => {
    await start({ deliveryRateMax: '10' });
    const limited = await receiver();
    await letPass(clock, platform.subscribeDemo(limited.url));
    const startedAt = clock.now();
    await publish(30);
    await until(async () => {
      const sent = limited.posts.length;
      expect(sent).toBeLessThanOrEqual(1 + ((clock.now() - startedAt) / secondMs) * 10);
      if ((await endpoint())?.in_flight === 0) clock.advance(100);
      return (await deliveries()).length === 30;
    });
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(2_900);
  });
});

describe('health', () => {
  it('is told from the delivery thread too', async () => {
    platform = await startPlatform({ hasThreads: true });
    const healthy = await receiver();
    await platform.subscribeDemo(healthy.url);
    await publish(3);
    const shown = await until(async () => {
      const found = await endpoint();
      return found?.last_success_at && found;
    });
    expect(shown).toMatchObject({ breaker: 'closed', failing_since: null, failures: 0 });
  });
});

describe('losing a subscription', () => {
  it('cancels at once what waits behind an open breaker, in memory and on disk', async () => {
    await start({ ...quick, deliveryCreditEvents: '4' });
    const failing = await receiver();
    await openBreaker(failing, 30);
    const tries = failing.posts.length;
    await platform.call('DELETE', `/${demo.waba.graphId}/subscribed_apps`, { token: demo.accessToken });
    // No time passes: neither a retry nor a probe is needed for it.
    const all = await until(async () => {
      const found = await deliveries();
      return found.length === 30 && found.every((each) => each.state === 'cancelled') && found;
    });
    for (const each of all) expect(each.reason).toBe('waba_not_subscribed');
    expect(failing.posts).toHaveLength(tries);
    expect(await platform.store.deliveries.backlog()).toEqual([]);
  });
});
