// The switch that sends retries to all apps: duplicates for whoever tests with them, and no chain reaction.
import { afterEach, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { letPass } from '../support/let-pass.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

const neighbourSecret = '6e65696768626f75722d736563726574';

let clock: TestClock;
let platform: TestPlatform;
let first: TestReceiver;
let second: TestReceiver;

afterEach(async () => {
  await first.close();
  await second.close();
  await platform.stop();
});

async function start(config: Record<string, string>): Promise<void> {
  clock = createTestClock();
  first = await startReceiver();
  second = await startReceiver();
  platform = await startPlatform({ clock, config });
  await letPass(clock, platform.subscribeDemo(first.url));
  await addNeighbour();
}

/** A second app of the same business that wants the same events. */
async function addNeighbour(): Promise<void> {
  const { store } = platform;
  const app = await store.apps.find(demo.app.graphId);
  const waba = await store.wabas.find(demo.waba.graphId);
  const { id: appId } = await store.apps.create({
    graphId: '200000000000077',
    name: 'Neighbour',
    secret: neighbourSecret,
    businessId: app?.businessId ?? 0,
    mode: 'live',
  });
  const at = clock.now();
  const review = { state: 'approved', access: 'standard' } as const;
  await store.apps.saveReview({ appId, permission: 'whatsapp_business_management', review, at });
  await store.subscriptions.saveApp({
    appId,
    callbackUrl: second.url,
    verifyToken: 'neighbour-verify',
    includeValues: true,
    active: true,
    verifiedAt: at,
    fields: [{ name: 'account_update', version: 'v25.0' }],
  });
  await store.subscriptions.addWaba({ appId, wabaId: waba?.id ?? 0, at });
}

async function publish(): Promise<void> {
  const answer = await platform.publish({
    waba_id: demo.waba.graphId,
    field: 'account_update',
    value: { event: 'X' },
  });
  expect(answer.status).toBe(202);
}

const deliveries = () => platform.store.deliveries.list({ limit: 10 });
const repeats = () => platform.attempts.filter((report) => report.kind === 'repeat');

/** Lets time pass until every delivery has been tried so often, or is delivered. */
async function untilTried(times: number): Promise<void> {
  await until(async () => {
    clock.advance(1_000);
    const all = await deliveries();
    return all.length === 2 && all.every((each) => each.state === 'delivered' || each.attemptCount >= times);
  });
}

describe('retries to all apps', () => {
  it('reach an app that had its notification already, signed for it, and leave its delivery alone', async () => {
    await start({ retryToAllApps: 'true' });
    let failures = 2;
    first.answer = (_post, response) => response.writeHead(failures-- > 0 ? 503 : 200).end();
    await publish();
    await untilTried(3);
    await until(() => repeats().length === 2);
    expect(first.posts).toHaveLength(3);
    expect(second.posts).toHaveLength(3);
    expect(new Set(second.posts.map((post) => post.body.toString())).size).toBe(1);
    expect(new Set(second.posts.map((post) => post.headers['x-hub-signature-256'])).size).toBe(1);
    expect(second.posts[0]?.headers['x-hub-signature-256']).not.toBe(
      first.posts[0]?.headers['x-hub-signature-256'],
    );
    const [shown] = (await deliveries()).filter((each) => each.queueId === 2);
    expect(shown).toMatchObject({ state: 'delivered', attemptCount: 1 });
    expect(repeats()).toMatchObject([
      { causedBy: '1-1', attempt: { queueId: 2, verdict: { reason: 'ok' } } },
      { causedBy: '1-1' },
    ]);
  });

  it('cause no others, though both apps fail', async () => {
    await start({ retryToAllApps: 'true', breakerFailures: '100000' });
    for (const receiver of [first, second]) {
      // Says nothing about load: an endpoint whose window has shrunk gets no repeats while it is busy.
      receiver.answer = (_post, response) => response.writeHead(404).end();
    }
    await publish();
    await untilTried(4);
    const all = await until(async () => {
      const found = await deliveries();
      const retries = found.reduce((sum, each) => sum + each.attemptCount - 1, 0);
      return repeats().length === retries && found;
    });
    // One for each retry of the other, and nothing beyond.
    const [one, other] = all.sort((a, b) => a.queueId - b.queueId).map((each) => each.attemptCount);
    expect(first.posts).toHaveLength((one ?? 0) + (other ?? 0) - 1);
    expect(second.posts).toHaveLength((one ?? 0) + (other ?? 0) - 1);
  });

  it('do not happen unless somebody wants them', async () => {
    await start({});
    let failures = 2;
    first.answer = (_post, response) => response.writeHead(failures-- > 0 ? 503 : 200).end();
    await publish();
    await untilTried(3);
    expect([first.posts.length, second.posts.length]).toEqual([3, 1]);
    expect(repeats()).toEqual([]);
  });

  it('spare an app that has left', async () => {
    await start({ retryToAllApps: 'true' });
    let failures = 3;
    first.answer = (_post, response) => response.writeHead(failures-- > 0 ? 503 : 200).end();
    second.answer = (_post, response) => response.end();
    await publish();
    await until(() => second.posts.length >= 1);
    const app = await platform.store.apps.find('200000000000077');
    await platform.store.subscriptions.removeApp(app?.id ?? 0);
    await until(async () => {
      const answer = await platform.call('GET', '/api/v1/endpoints', { token: demo.adminKey });
      return answer.json.data.length === 1;
    });
    const before = second.posts.length;
    await until(async () => {
      clock.advance(1_000);
      return (await deliveries()).find((each) => each.queueId === 1)?.state === 'delivered';
    });
    expect(second.posts).toHaveLength(before);
  });
  it('are not caused by a replay, which has one receiver', async () => {
    await start({ retryToAllApps: 'true' });
    await publish();
    await until(async () => (await deliveries()).length === 2);
    let failures = 1;
    const answers: number[] = [];
    first.answer = (_post, response) => {
      answers.push(failures-- > 0 ? 503 : 200);
      response.writeHead(answers.at(-1) ?? 200).end();
    };
    first.posts.length = 0;
    second.posts.length = 0;
    const body = JSON.stringify({ source: 'events', to_app_id: demo.app.graphId });
    const started = await platform.call('POST', '/api/v1/replays', { token: demo.adminKey, body });
    expect(started.status).toBe(201);
    await until(async () => {
      clock.advance(1_000);
      return (await platform.store.replays.get(started.json.id))?.state === 'done';
    });
    expect(answers).toEqual([503, 200]);
    expect(first.posts.map((post) => post.headers['x-wahook-replay'])).toEqual(['1', '1']);
    expect(second.posts).toEqual([]);
  });
});
