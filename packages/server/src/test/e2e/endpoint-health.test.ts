// What is known of one endpoint and said about it: limits that hold from now on, health that outlives a restart,
// and the end of patience with one that has been dead for hours.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { letPass } from '../support/let-pass.ts';
import { type Answer, startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

const secondMs = 1_000;
const hourMs = 3_600 * secondMs;
const dayMs = 24 * hourMs;
/** A breaker that opens at the third failure, whenever that is. */
const quick = { breakerFailures: '3', breakerAfterMs: '0', deliveryWindow: '1' };

let directory: string;
let clock: TestClock;
let platform: TestPlatform;
let receiver: TestReceiver;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wahook-health-'));
  clock = createTestClock();
  receiver = await startReceiver();
});

afterEach(async () => {
  await receiver.close();
  await platform.stop();
  await rm(directory, { recursive: true });
});

async function start(config: Record<string, string> = {}): Promise<void> {
  platform = await startPlatform({ directory, clock, config });
}

async function subscribe(): Promise<void> {
  await letPass(clock, platform.subscribeDemo(receiver.url));
}

async function publish(count: number): Promise<void> {
  for (let no = 0; no < count; no++) {
    const value = { event: `E${no}` };
    const answer = await platform.publish({ waba_id: demo.waba.graphId, field: 'account_update', value });
    expect(answer.status).toBe(202);
  }
}

async function endpoint() {
  return (await platform.call('GET', '/api/v1/endpoints', { token: demo.adminKey })).json.data[0];
}

function edit(change: object): Promise<Answer> {
  const body = JSON.stringify(change);
  return platform.call('POST', '/api/v1/endpoints/1', { token: demo.adminKey, body });
}

const deliveries = () => platform.store.deliveries.list({ limit: 1_000 });

/** Publishes to an endpoint that fails, until its breaker is open and nothing is in flight. */
async function openBreaker(events: number): Promise<void> {
  receiver.answer = (_post, response) => response.writeHead(503).end();
  await publish(events);
  await until(async () => {
    const shown = await endpoint();
    clock.advance(1);
    return shown.breaker === 'open' && shown.in_flight === 0;
  });
}

describe('a limit of one endpoint', () => {
  it('holds from the moment it is set, and goes when it is taken back, without a restart', async () => {
    await start();
    await subscribe();
    expect((await edit({ rate_per_second: 10 })).json).toMatchObject({ id: 1, rate_per_second: 10 });
    const startedAt = clock.now();
    await publish(20);
    await until(async () => {
      expect(receiver.posts.length).toBeLessThanOrEqual(1 + ((clock.now() - startedAt) / secondMs) * 10);
      if ((await endpoint()).in_flight === 0) clock.advance(100);
      return (await deliveries()).length === 20;
    });
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(1_900);
    await edit({ rate_per_second: null });
    await publish(20);
    await until(async () => (await deliveries()).length === 40);
  });

  it('holds for live events and replays together', async () => {
    await start();
    await subscribe();
    await publish(30);
    await until(async () => (await deliveries()).length === 30);
    await edit({ rate_per_second: 10 });
    receiver.posts.length = 0;
    const startedAt = clock.now();
    const body = JSON.stringify({ source: 'events', to_endpoint_id: 1 });
    for (let no = 0; no < 2; no++) {
      const started = await platform.call('POST', '/api/v1/replays', { token: demo.adminKey, body });
      expect(started.status).toBe(201);
    }
    await publish(20);
    await until(async () => {
      // The first of each way may go at once.
      expect(receiver.posts.length).toBeLessThanOrEqual(4 + ((clock.now() - startedAt) / secondMs) * 10);
      if (platform.attempts.filter(({ kind }) => kind === 'attempt').length === receiver.posts.length + 30)
        clock.advance(50);
      return receiver.posts.length === 80;
    }, 10_000);
    const isReplay = receiver.posts.map(({ headers }) => headers['x-wahook-replay'] !== undefined);
    // Live events did not wait for history.
    expect(isReplay.slice(0, 26).filter((each) => !each)).toHaveLength(20);
  });

  it('bounds its window', async () => {
    await start();
    await subscribe();
    await edit({ window_max: 2 });
    const held: (() => void)[] = [];
    receiver.answer = (_post, response) => held.push(() => response.end());
    await publish(8);
    await until(() => held.length === 2);
    expect(await endpoint()).toMatchObject({ in_flight: 2, window: 2, window_max: 2 });
    receiver.answer = (_post, response) => response.end();
    for (const release of held) release();
    await until(async () => (await deliveries()).length === 8);
  });

  it('is refused where it makes no sense, and written down where it does', async () => {
    await start();
    await subscribe();
    expect((await edit({ rate_per_second: -1 })).json).toMatchObject({ code: 'bad_request' });
    expect((await edit({ window_max: 0 })).status).toBe(400);
    const missing = await platform.call('POST', '/api/v1/endpoints/99', { token: demo.adminKey, body: '{}' });
    expect(missing.json).toMatchObject({ code: 'unknown_endpoint' });
    await edit({ rate_per_second: 5 });
    await edit({ rate_per_second: 5 });
    const entries = await platform.store.audit.list({ limit: 10 });
    expect(entries.filter((entry) => entry.action === 'endpoint.edited')).toMatchObject([
      {
        subject: demo.app.graphId,
        details: { endpoint: 1, rate_per_second: 5, rate_per_second_before: null },
      },
    ]);
  });
});

describe('health', () => {
  it('is known after a restart before anything is sent, and a dead endpoint gets one probe', async () => {
    await start(quick);
    await subscribe();
    await openBreaker(20);
    const before = await endpoint();
    await platform.stop();
    const tries = receiver.posts.length;

    await start({ ...quick, deliveryWindow: '32' });
    const { window, ...known } = await endpoint();
    expect({ ...before, ...known }).toEqual(before);
    expect(window).toBe(1);
    expect(receiver.posts).toHaveLength(tries);
    clock.advance(10 * secondMs);
    await until(async () => receiver.posts.length > tries && (await endpoint()).in_flight === 0);
    expect(receiver.posts).toHaveLength(tries + 1);
    expect(await endpoint()).toMatchObject({ breaker: 'open', failing_since: before.failing_since });
  });

  it('is known after a restart with threads too', async () => {
    await start(quick);
    await subscribe();
    await openBreaker(5);
    const before = await endpoint();
    await platform.stop();
    platform = await startPlatform({ directory, hasThreads: true, config: quick });
    expect(await endpoint()).toMatchObject({ failing_since: before.failing_since, last_failure: 'http_503' });
  });

  it('is written now and then, not with each delivery', async () => {
    await start();
    await subscribe();
    await publish(50);
    await until(async () => (await deliveries()).length === 50);
    expect(await platform.store.endpoints.health()).toEqual([]);
    const at = clock.now();
    clock.advance(30 * secondMs);
    const kept = await until(async () => {
      const found = await platform.store.endpoints.health();
      return found.length > 0 && found;
    });
    expect(kept).toMatchObject([{ queueId: 1, open: null, failures: 0, lastSuccessAt: at }]);
  });
});

describe('an endpoint that has failed for too long', () => {
  const config = { ...quick, deactivateAfterHours: '6' };
  const active = async () => {
    const { graphId, secret } = demo.app;
    const answer = await platform.call('GET', `/${graphId}/subscriptions`, { token: `${graphId}|${secret}` });
    return answer.json.data[0].active;
  };

  async function waitForDeactivation(): Promise<void> {
    await until(async () => {
      const shown = await endpoint();
      // Probes take real time: the clock waits for them.
      if (shown.in_flight === 0) clock.advance(secondMs * 300);
      return shown.active === false;
    });
  }

  it('is deactivated, says so everywhere, and gets nothing more; what it was owed waits', async () => {
    await start(config);
    await subscribe();
    const failingSince = clock.now();
    await openBreaker(6);
    expect(await active()).toBe(true);
    await waitForDeactivation();
    expect(clock.now() - failingSince).toBeGreaterThanOrEqual(6 * hourMs);
    const attempts = await Promise.all(
      (await deliveries()).map(({ id }) => platform.store.deliveries.get(id)),
    );
    const late = attempts
      .flatMap((delivery) => delivery?.attempts ?? [])
      .filter(({ startedAt }) => startedAt - failingSince >= 6 * hourMs);
    // The failure that is one too many; another probe may have started before the mark was on disk.
    expect([1, 2]).toContain(late.length);
    expect(await active()).toBe(false);
    // Both follow the change itself.
    const pauses = () => platform.attempts.filter((report) => report.kind === 'pause');
    const latest = async () => (await platform.store.audit.list({ limit: 1 }))[0];
    await until(async () => pauses().length > 0 && (await latest())?.actor === 'wahook');
    expect(pauses()).toMatchObject([{ change: 'paused' }]);
    expect(await latest()).toMatchObject({
      actor: 'wahook',
      action: 'endpoint.deactivated',
      subject: demo.app.graphId,
      details: { endpoint: 1, level: 'app', last_failure: 'http_503' },
    });
    const tries = receiver.posts.length;
    await publish(1);
    clock.advance(dayMs);
    const ask = `/api/v1/routing?waba_id=${demo.waba.graphId}&field=account_update&app_id=${demo.app.graphId}`;
    const why = (await platform.call('GET', ask, { token: demo.adminKey })).json.data[0];
    expect(why).toMatchObject({ receives: false, reason: 'endpoint_deactivated' });
    expect(receiver.posts).toHaveLength(tries);
    const [backlog] = await platform.store.deliveries.backlog();
    expect((backlog?.pending ?? 0) + (backlog?.retrying ?? 0)).toBe(6);
  });

  it('gets what it was owed when its callback has answered a handshake, also after a restart', async () => {
    await start(config);
    await subscribe();
    await openBreaker(6);
    await waitForDeactivation();
    await platform.stop();
    await start(config);
    receiver.posts.length = 0;
    receiver.answer = (_post, response) => response.end();
    clock.advance(hourMs);
    expect(await endpoint()).toMatchObject({ active: false });
    expect(receiver.posts).toEqual([]);
    await subscribe();
    expect(await active()).toBe(true);
    await until(async () => {
      clock.advance(secondMs);
      const all = await deliveries();
      return all.length === 6 && all.every((each) => each.state === 'delivered');
    });
    expect(receiver.posts).toHaveLength(6);
  });

  it('gets it by the word of an operator as well', async () => {
    await start();
    await subscribe();
    await edit({ active: false });
    expect(await endpoint()).toMatchObject({
      active: false,
      deactivated_at: new Date(clock.now()).toISOString(),
    });
    await publish(1);
    expect(await deliveries()).toEqual([]);
    await edit({ active: true });
    await publish(1);
    await until(async () => (await deliveries()).length === 1);
    expect(receiver.posts).toHaveLength(1);
  });

  it('says so and goes on when the store cannot bring its retries forward', async () => {
    await start();
    await subscribe();
    await publish(1);
    await until(async () => (await deliveries()).length === 1);
    await edit({ active: false });
    await until(() => platform.attempts.some((report) => report.kind === 'pause'));
    const error = new Error('The disk is full.');
    platform.store.deliveries.pullForward = () => Promise.reject(error);
    await edit({ active: true });
    await until(() => platform.attempts.some((report) => report.kind === 'bug' && report.error === error));
    await publish(1);
    await until(async () => (await deliveries()).length === 2);
  });

  it('lets what nobody came back for die of its age, visibly', async () => {
    await start(config);
    await subscribe();
    await openBreaker(6);
    await waitForDeactivation();
    const tries = receiver.posts.length;
    await until(async () => {
      clock.advance(dayMs / 2);
      const all = await deliveries();
      return all.length === 6 && all.every((each) => each.state === 'dead');
    });
    const reasons = new Set((await deliveries()).map((each) => each.reason));
    expect([...reasons].every((each) => ['endpoint_deactivated', 'never_attempted'].includes(each))).toBe(
      true,
    );
    expect(reasons).toContain('endpoint_deactivated');
    expect(receiver.posts).toHaveLength(tries);
    expect(await platform.store.deliveries.backlog()).toEqual([]);
  });

  it('goes on being tried when it answers once in between, and when the operator wants no end', async () => {
    await start(config);
    await subscribe();
    await openBreaker(3);
    for (let hours = 0; hours < 5; hours++) clock.advance(hourMs);
    receiver.answer = (_post, response) => response.end();
    await until(async () => {
      clock.advance(secondMs * 30);
      return (await deliveries()).every((each) => each.state === 'delivered');
    });
    await openBreaker(3);
    for (let hours = 0; hours < 4; hours++) {
      clock.advance(hourMs);
      await until(async () => (await endpoint()).in_flight === 0);
    }
    expect(await endpoint()).toMatchObject({ active: true, breaker: 'open' });
  });

  it('goes on while it takes live events, though it fails at all that a replay brings', async () => {
    await start(config);
    await subscribe();
    await publish(3);
    await until(async () => (await deliveries()).length === 3);
    receiver.answer = (post, response) =>
      response.writeHead(post.headers['x-wahook-replay'] === undefined ? 200 : 503).end();
    const started = await platform.call('POST', '/api/v1/replays', {
      token: demo.adminKey,
      body: JSON.stringify({ source: 'events', to_endpoint_id: 1 }),
    });
    expect(started.status).toBe(201);
    const endsAt = clock.now() + 8 * hourMs;
    await until(async () => {
      await publish(1);
      const before = receiver.posts.length;
      for (let step = 0; step < 6; step++) clock.advance(secondMs * 100);
      await until(async () => receiver.posts.length > before && (await endpoint()).in_flight === 0);
      return clock.now() >= endsAt;
    }, 10_000);
    expect(
      receiver.posts.filter((post) => post.headers['x-wahook-replay'] !== undefined).length,
    ).toBeGreaterThan(5);
    expect(await endpoint()).toMatchObject({ active: true, deactivated_at: null });
  });

  it('is deactivated alone when it is an override; the app’s own goes on', async () => {
    await start(config);
    await subscribe();
    const dead = await startReceiver();
    const app = await platform.store.apps.find(demo.app.graphId);
    const waba = await platform.store.wabas.find(demo.waba.graphId);
    await platform.store.subscriptions.saveOverride({
      appId: app?.id ?? 0,
      wabaId: waba?.id ?? 0,
      phoneNumberId: null,
      url: dead.url,
      verifyToken: 'token',
    });
    await dead.close();
    const publishMessage = async () => {
      const answer = await platform.publish({
        waba_id: demo.waba.graphId,
        field: 'messages',
        value: { metadata: { phone_number_id: demo.phoneNumber.graphId } },
      });
      expect(answer.status).toBe(202);
    };
    for (let no = 0; no < 4; no++) await publishMessage();
    const shown = async () =>
      (await platform.call('GET', '/api/v1/endpoints', { token: demo.adminKey })).json.data;
    await until(async () => {
      clock.advance(secondMs * 300);
      return (await shown())[1].active === false;
    });
    expect(await shown()).toMatchObject([{ level: 'app', active: true }, { level: 'waba' }]);
    expect(await active()).toBe(true);
    await publish(1);
    await until(() => receiver.posts.length === 1);
  });
});
