// Dead letters and replays under an injected clock: weeks pass in milliseconds, on a real store and real sockets.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let platform: TestPlatform;
let receiver: TestReceiver;
let clock: TestClock;

beforeEach(async () => {
  clock = createTestClock();
  receiver = await startReceiver();
  // Dead letters are what is looked at here, so retention keeps them.
  platform = await startPlatform({ clock, config: { recoveryPerSecond: '100' } });
  await subscribe(receiver.url);
});

afterEach(async () => {
  await platform.stop();
  await receiver.close();
});

/** A handshake waits on the clock for a moment, so time has to pass. */
async function subscribe(url: string): Promise<void> {
  let subscribed = false;
  const subscribing = platform.subscribeDemo(url).finally(() => {
    subscribed = true;
  });
  await until(() => {
    clock.advance(20);
    return subscribed;
  });
  await subscribing;
}

async function api(method: 'GET' | 'POST', path: string, body?: unknown, headers = {}) {
  const answer = await platform.call(method, `/api/v1${path}`, {
    token: demo.adminKey,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: answer.json };
}

async function publish(count: number, field = 'account_update'): Promise<void> {
  for (let no = 1; no <= count; no++) {
    const value = { event: `E${no}` };
    const { status } = await api('POST', '/events', { waba_id: demo.waba.graphId, field, value });
    expect(status).toBe(202);
  }
}

/** Lets time pass until the condition holds, in steps that leave the server its turns. */
async function passUntil(condition: () => boolean | Promise<boolean>, stepMs = 100): Promise<void> {
  await until(async () => {
    if (await condition()) return true;
    clock.advance(stepMs);
    return false;
  }, 20_000);
}

async function passFor(ms: number, stepMs: number): Promise<void> {
  const end = clock.now() + ms;
  await passUntil(() => clock.now() >= end, Math.min(stepMs, ms));
}

const states = async () => (await platform.store.deliveries.list({ limit: 100 })).map(({ state }) => state);
const fail = (): void => {
  receiver.answer = (_post, response) => response.writeHead(503).end();
};
const recover = (): void => {
  receiver.posts.length = 0;
  receiver.answer = (_post, response) => response.end();
};
const numbersReceived = () =>
  receiver.posts.map((post) => JSON.parse(post.body.toString()).entry[0].changes[0].value.event);

async function killEndpointFor7Days(count: number): Promise<void> {
  fail();
  await publish(count);
  await passUntil(async () => {
    const all = await states();
    return all.length === count && all.every((state) => state === 'dead');
  }, hourMs);
}

async function replayState(id: number): Promise<string> {
  return (await api('GET', `/replays/${id}`)).json.state;
}

const allDead = { app_id: demo.app.graphId };

describe('a week', () => {
  it('brings everything to an endpoint that was down for 6 days and 23 hours', {
    timeout: 60_000,
  }, async () => {
    fail();
    await publish(20);
    await until(async () => (await states()).length > 0);
    await passFor(6 * dayMs + 23 * hourMs, hourMs);
    expect(await states()).not.toContain('dead');
    recover();
    await passUntil(async () => {
      const all = await states();
      return all.length === 20 && all.every((state) => state === 'delivered');
    }, minuteMs);
    expect(new Set(numbersReceived()).size).toBe(20);
    expect((await api('GET', '/dead-letters')).json.data).toEqual([]);
  });

  it('leaves everything in dead letters after 7 days, and a replay brings it, with its mark', {
    timeout: 60_000,
  }, async () => {
    const acceptedAt = new Date(clock.now()).toISOString();
    await killEndpointFor7Days(20);
    const firstBodies = new Set(receiver.posts.map((post) => post.body.toString()));
    const letters = (await api('GET', `/dead-letters?app_id=${demo.app.graphId}`)).json;
    expect(letters.complete).toBe(true);
    expect(letters.data.reduce((sum: number, group: { events: number }) => sum + group.events, 0)).toBe(20);
    expect(letters.data[0]).toMatchObject({
      ...{ app_id: demo.app.graphId, waba_id: demo.waba.graphId, field: 'account_update' },
      ...{ endpoint_id: 1, oldest_at: acceptedAt },
    });

    recover();
    const preview = await api('POST', '/replays/preview', allDead);
    expect(preview.json).toMatchObject({
      ...{ events: 20, sendable: 20, stripped: 0, refused: [], notifications: 20, complete: true },
      to: { endpoint_id: 1, app_id: demo.app.graphId, callback_url: receiver.url },
      ...{ rate_per_second: 50, estimated_seconds: 1 },
    });
    expect(receiver.posts).toEqual([]);

    const started = await api('POST', '/replays', allDead);
    expect(started).toMatchObject({ status: 201, json: { state: 'running', events: 20 } });
    const { id } = started.json;
    await passUntil(async () => (await replayState(id)) === 'done');
    expect((await api('GET', `/replays/${id}`)).json).toMatchObject({
      ...{ delivered: 20, retrying: 0, dead: 0, cancelled: 0, waiting: 0, left: 0 },
    });
    expect(numbersReceived().sort()).toEqual(Array.from({ length: 20 }, (_, no) => `E${no + 1}`).sort());
    // As a retry would have sent them.
    const bodies = receiver.posts.map((post) => post.body.toString());
    expect(firstBodies.size).toBeGreaterThan(0);
    expect(bodies).toEqual(expect.arrayContaining([...firstBodies]));
    for (const post of receiver.posts) {
      expect(post.headers).toMatchObject({ 'x-wahook-replay': String(id) });
      expect(Date.parse(String(post.headers['x-wahook-accepted-at']))).toBeLessThan(clock.now() - 6 * dayMs);
    }
    expect((await api('GET', '/dead-letters')).json.data).toEqual([]);
    const again = await api('POST', '/replays', allDead);
    expect(again).toMatchObject({ status: 409, json: { code: 'nothing_to_replay' } });
    const replayed = (await api('GET', `/deliveries?replay_id=${id}`)).json.data;
    expect(replayed).toHaveLength(20);
    expect(replayed[0]).toMatchObject({ kind: 'replay', replay_id: id, state: 'delivered' });
    const original = (await api('GET', '/deliveries?state=dead&limit=1')).json.data[0];
    expect(original).toMatchObject({ kind: 'live', replay_id: null, replayed_by: id });
    expect(original.accepted_at).toBe(replayed[0].accepted_at);
    const audit = (await api('GET', '/audit?limit=1')).json.data[0];
    expect(audit).toMatchObject({
      action: 'replay.started',
      subject: demo.app.graphId,
      details: { replay: id },
    });
    expect(await platform.store.feed.sweep()).toBe(0);
  });
});

describe('a replay', () => {
  it('keeps its rate, lets live traffic pass, and stops when it is cancelled', {
    timeout: 30_000,
  }, async () => {
    await killEndpointFor7Days(12);
    recover();
    const { json } = await api('POST', '/replays', { ...allDead, rate_per_second: 1 });
    const startedAt = clock.now();
    await passUntil(() => receiver.posts.length >= 3);
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(2_000);
    const sent = receiver.posts.length;
    await publish(5, 'flows');
    // Time stands still, and yet live events arrive.
    await until(() => receiver.posts.length === sent + 5);
    expect(receiver.posts.slice(sent).every(({ headers }) => headers['x-wahook-replay'] === undefined)).toBe(
      true,
    );

    const cancelled = await api('POST', `/replays/${json.id}/cancel`);
    expect(cancelled).toMatchObject({ status: 200, json: { state: 'cancelled', end_reason: 'asked' } });
    const total = receiver.posts.length;
    await passUntil(async () => (await api('GET', `/replays/${json.id}`)).json.waiting === 0);
    await passFor(10_000, 500);
    expect(receiver.posts.length).toBeLessThanOrEqual(total + 1);
    const after = (await api('GET', `/replays/${json.id}`)).json;
    expect(after.delivered + after.cancelled).toBe(12);
    expect(after.delivered).toBeLessThan(6);
    const rest = (await api('GET', `/deliveries?replay_id=${json.id}&state=cancelled`)).json.data;
    expect(rest[0]).toMatchObject({ reason: 'replay_cancelled' });
    expect(await api('POST', `/replays/${json.id}/cancel`)).toMatchObject({ status: 409 });
    // What was not sent is a dead letter still.
    expect((await api('POST', '/replays/preview', allDead)).json.events).toBe(12 - after.delivered);
  });

  it('waits while the endpoint is failing, and ages from its own start', { timeout: 30_000 }, async () => {
    await killEndpointFor7Days(3);
    fail();
    const { json } = await api('POST', '/replays', allDead);
    await passUntil(async () => (await api('GET', `/replays/${json.id}`)).json.retrying > 0, 1_000);
    await passFor(6 * dayMs, hourMs);
    expect(await replayState(json.id)).toBe('running');
    recover();
    await passUntil(async () => (await replayState(json.id)) === 'done', minuteMs);
    expect((await api('GET', `/replays/${json.id}`)).json).toMatchObject({ delivered: 3, dead: 0 });
  });

  it('dies visibly when the endpoint stays down, and its letters can be replayed again', {
    timeout: 30_000,
  }, async () => {
    await killEndpointFor7Days(3);
    const { json } = await api('POST', '/replays', allDead);
    await passUntil(async () => (await replayState(json.id)) === 'done', hourMs);
    expect((await api('GET', `/replays/${json.id}`)).json).toMatchObject({ delivered: 0, dead: 3 });
    recover();
    const second = (await api('POST', '/replays', allDead)).json;
    expect(second.events).toBe(3);
    await passUntil(async () => (await replayState(second.id)) === 'done', 1_000);
    expect(receiver.posts).toHaveLength(3);
    expect((await api('POST', '/replays/preview', allDead)).json.events).toBe(0);
  });

  it('reaches an app that subscribed after the fact, with what happened before', {
    timeout: 30_000,
  }, async () => {
    // An app that was not there when the events came: the demo app, unsubscribed.
    await platform.call('DELETE', `/${demo.waba.graphId}/subscribed_apps`, { token: demo.accessToken });
    await publish(4);
    await publish(2, 'flows');
    await subscribe(receiver.url);
    expect(receiver.posts).toEqual([]);
    const history = {
      ...{ source: 'events', to_app_id: demo.app.graphId },
      ...{ waba_id: demo.waba.graphId, field: 'account_update' },
    };
    const { json } = await api('POST', '/replays', history, { 'idempotency-key': 'once' });
    expect(json).toMatchObject({ events: 4, source: 'events', field: 'account_update' });
    expect((await api('POST', '/replays', history, { 'idempotency-key': 'once' })).json.id).toBe(json.id);
    await passUntil(async () => (await replayState(json.id)) === 'done');
    expect(numbersReceived().sort()).toEqual(['E1', 'E2', 'E3', 'E4']);
  });

  it('cancels with the reason what the app may no longer get', { timeout: 30_000 }, async () => {
    await killEndpointFor7Days(6);
    recover();
    const { json } = await api('POST', '/replays', { ...allDead, rate_per_second: 1 });
    await passUntil(() => receiver.posts.length >= 1);
    await platform.call('DELETE', `/${demo.waba.graphId}/subscribed_apps`, { token: demo.accessToken });
    await passUntil(async () => (await replayState(json.id)) === 'done', 500);
    const after = (await api('GET', `/replays/${json.id}`)).json;
    expect(after.delivered + after.cancelled).toBe(6);
    const [last] = (await api('GET', `/deliveries?replay_id=${json.id}&state=cancelled`)).json.data;
    expect(last).toMatchObject({ reason: 'waba_not_subscribed' });
    expect(await api('POST', '/replays', allDead)).toMatchObject({
      ...{ status: 409, json: { code: 'nothing_to_replay' } },
    });
  });
});
