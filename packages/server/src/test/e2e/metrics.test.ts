// GET /metrics, from one thread and from three: the numbers fit what happened, and tell nothing of anybody.
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../base/clock.ts';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { createTestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

let platform: TestPlatform;
let receiver: TestReceiver;

afterEach(async () => {
  await receiver.close();
  await platform.stop();
});

async function start(hasThreads: boolean, clock?: Clock): Promise<void> {
  receiver = await startReceiver();
  platform = await startPlatform({ hasThreads, ...(clock && { clock }) });
  await platform.subscribeDemo(receiver.url);
}

async function publish(count: number, from: string): Promise<void> {
  for (let no = 0; no < count; no++) {
    const value = {
      messaging_product: 'whatsapp',
      metadata: { phone_number_id: demo.phoneNumber.graphId },
      contacts: [{ wa_id: from, profile: { name: 'Ada Lantern' } }],
      messages: [{ from, id: `wamid.${no}`, type: 'text', text: { body: 'a word' } }],
    };
    const answer = await platform.publish({ waba_id: demo.waba.graphId, field: 'messages', value });
    expect(answer.status).toBe(202);
  }
}

async function scrape(): Promise<{ text: string; numbers: Map<string, number> }> {
  const { status, text, headers } = await platform.call('GET', '/metrics', { token: demo.adminKey });
  expect(status).toBe(200);
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  const numbers = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || /^# (HELP|TYPE) \w+ /.test(line)) continue;
    const [, name, value] = /^([a-z_]+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`this is no line of metrics: ${line}`);
    expect(numbers.has(name), name).toBe(false);
    numbers.set(name, Number(value));
  }
  return { text, numbers };
}

describe.each([
  ['one thread', false],
  ['three threads', true],
])('the metrics of %s', (_name, hasThreads) => {
  it('count what was accepted, tried and committed, and what is owed', async () => {
    await start(hasThreads);
    await publish(5, '15550001111');
    await until(() => receiver.posts.length === 5);
    receiver.answer = (_post, response) => response.writeHead(503).end();
    await publish(1, '15550001111');
    const { numbers } = await until(async () => {
      const found = await scrape();
      const failed = found.numbers.get('wahook_delivery_outcomes_total{state="retrying",reason="http_503"}');
      // Each thread tells of itself in its own time.
      const committed = found.numbers.get('wahook_commit_size_sum{kind="events"}');
      return failed !== undefined && (!hasThreads || committed === 6) && found;
    });
    expect(numbers.get('wahook_events_accepted_total{origin="publish"}')).toBe(6);
    expect(numbers.get('wahook_delivery_outcomes_total{state="delivered",reason="ok"}')).toBe(5);
    expect(numbers.get('wahook_events_delivered_total')).toBe(5);
    expect(numbers.get('wahook_attempt_duration_seconds_count{result="delivered"}')).toBe(5);
    expect(numbers.get('wahook_attempt_duration_seconds_bucket{le="+Inf",result="delivered"}')).toBe(5);
    expect(numbers.get('wahook_rescued_events_total')).toBe(0);
    expect(numbers.get('wahook_endpoints{state="closed"}')).toBe(1);
    expect(numbers.get('wahook_event_loop_delay_seconds{thread="main",quantile="0.99"}')).toBeLessThan(10);
    expect(numbers.has('wahook_backlog{state="retrying"}')).toBe(true);
    const threads = hasThreads ? ['main', 'delivery', 'database'] : ['main'];
    for (const thread of threads) {
      expect(numbers.has(`wahook_event_loop_delay_seconds{thread="${thread}",quantile="0.5"}`)).toBe(true);
    }
    if (!hasThreads) return;
    expect(numbers.get('wahook_commit_duration_seconds_count')).toBeGreaterThan(0);
    expect(numbers.get('wahook_disk_low')).toBe(0);
  });
});

describe('the metrics', () => {
  it('say why bodies were refused', async () => {
    await start(false);
    await platform.publish({ waba_id: '999', field: 'messages', value: {} });
    const { numbers } = await scrape();
    const refused = [...numbers].filter(([name]) => name.startsWith('wahook_accepts_refused_total{'));
    expect(refused).toEqual([['wahook_accepts_refused_total{origin="publish",reason="unknown_waba"}', 1]]);
  });

  it('hold neither people nor secrets nor endpoints, and no more series for more of them', async () => {
    await start(false);
    await publish(1, '15550001111');
    await until(() => receiver.posts.length === 1);
    const before = await scrape();
    for (const from of ['15550002222', '15550003333', '15550004444']) await publish(1, from);
    await until(() => receiver.posts.length === 4);
    const after = await scrape();
    expect([...after.numbers.keys()]).toEqual([...before.numbers.keys()]);
    const told = [demo.app.graphId, demo.app.secret, demo.waba.graphId, demo.adminKey, demo.accessToken];
    for (const text of [...told, demo.phoneNumber.graphId, '1555', 'Ada', '127.0.0.1', 'wamid']) {
      expect(after.text).not.toContain(text);
    }
  });

  it('count odd statuses by their hundred, so that an endpoint cannot make series', async () => {
    await start(false);
    let status = 430;
    receiver.answer = (_post, response) => response.writeHead(status++).end();
    await publish(4, '15550001111');
    const { numbers } = await until(async () => {
      const found = await scrape();
      const counted = found.numbers.get('wahook_delivery_outcomes_total{state="retrying",reason="http_4xx"}');
      return (counted ?? 0) >= 4 && found;
    });
    const reasons = [...numbers.keys()].filter((name) => name.includes('reason="http_4'));
    expect(reasons).toEqual(['wahook_delivery_outcomes_total{state="retrying",reason="http_4xx"}']);
  });

  it('count the backlog anew when the clock was set back', async () => {
    const clock = createTestClock();
    await start(false, clock);
    receiver.answer = (_post, response) => response.writeHead(503).end();
    const backlog = async () => (await scrape()).numbers.get('wahook_backlog{state="retrying"}');
    expect(await backlog()).toBe(0);
    await publish(1, '15550001111');
    await until(() => receiver.posts.length === 1);
    await until(async () => {
      clock.advance(-3_600_000);
      return (await backlog()) === 1;
    }, 3_000);
  });

  it('are for keys that may read', async () => {
    await start(false);
    expect((await platform.call('GET', '/metrics')).json).toMatchObject({ code: 'admin_key_required' });
    const create = async (scopes: string[]) => {
      const body = JSON.stringify({ label: scopes.join(), scopes });
      return (await platform.call('POST', '/api/v1/keys', { token: demo.adminKey, body })).json.key;
    };
    const publisher = await platform.call('GET', '/metrics', { token: await create(['publish']) });
    expect(publisher.json).toMatchObject({ code: 'scope_missing' });
    expect((await platform.call('GET', '/metrics', { token: await create(['read']) })).status).toBe(200);
  });
});
