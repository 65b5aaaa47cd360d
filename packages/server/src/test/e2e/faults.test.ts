// Faults that an app is made to live through: what it sees of each, and that it gets everything in the end.
import { createHmac } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { faultNames } from '../../delivery/faults/catalogue.ts';
import { oldSecret } from '../../delivery/faults/faulty-attempt.ts';
import { demo } from '../../demo.ts';
import { letPass } from '../support/let-pass.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { type ReceivedPost, startReceiver, type TestReceiver } from '../support/receiver.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

let clock: TestClock;
let platform: TestPlatform;
let app: TestReceiver;

beforeAll(async () => {
  clock = createTestClock();
  app = await startReceiver();
  platform = await startPlatform({ clock });
  await letPass(clock, platform.subscribeDemo(app.url));
  return async () => {
    await app.close();
    await platform.stop();
  };
});

beforeEach(() => {
  app.posts.length = 0;
  platform.attempts.length = 0;
  // What a careful app does: it refuses what is not signed with its secret.
  app.answer = (post, response) => response.writeHead(isSigned(post) ? 200 : 401).end();
});

afterEach(async () => {
  await call('DELETE');
});

const faultsPath = `/api/v1/apps/${demo.app.graphId}/faults`;

function call(method: 'GET' | 'PUT' | 'DELETE', body?: object) {
  return platform.call(method, faultsPath, {
    token: demo.adminKey,
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function switchOn(faults: Record<string, Record<string, number>>, more: object = {}): Promise<void> {
  expect(await call('PUT', { seed: 7, faults, ...more })).toMatchObject({ status: 200, json: { on: true } });
}

/** Publishes statuses of one message, each in a notification of its own, and answers their seqs. */
async function publish(...statuses: string[]): Promise<number[]> {
  const seqs: number[] = [];
  for (const status of statuses) {
    const answer = await platform.publish({
      waba_id: demo.waba.graphId,
      field: 'messages',
      phone_number_id: demo.phoneNumber.graphId,
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '12025550123', phone_number_id: demo.phoneNumber.graphId },
        statuses: [{ id: 'wamid.1', status, timestamp: '1700000000', recipient_id: '15551234567' }],
      },
    });
    expect(answer.status).toBe(202);
    seqs.push(answer.json.first_seq);
  }
  return seqs;
}

function signatureOf(body: Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function isSigned({ headers, body }: ReceivedPost): boolean {
  return headers['x-hub-signature-256'] === signatureOf(body, demo.app.secret);
}

const isFair = (post: ReceivedPost) => isSigned(post) && post.headers['content-type'] === 'application/json';
const statusesOf = (post: ReceivedPost): string[] =>
  [...post.body.toString().matchAll(/"status":"(\w+)"/g)].map((match) => match[1] ?? '');
const seen = () => app.posts.map((post) => statusesOf(post).join('+'));
const deliveryOf = async (seq: number | undefined) => {
  const [found] = await platform.store.deliveries.list({ seq: seq ?? 0, limit: 1 });
  return found ? platform.store.deliveries.get(found.id) : null;
};

/** Lets time pass until all of them are delivered, and answers the first of their deliveries. */
async function delivered(seqs: readonly number[], stepMs = 1_000) {
  await until(async () => {
    clock.advance(stepMs);
    const all = await Promise.all(seqs.map(deliveryOf));
    return all.every((each) => each?.state === 'delivered');
  });
  return deliveryOf(seqs[0]);
}

/** `fault:reason` of each attempt. */
async function storyOf(seq: number | undefined): Promise<string[]> {
  const attempts = (await deliveryOf(seq))?.attempts ?? [];
  return attempts.map(({ faults, reason }) => `${faults.join(' ')}:${reason}`);
}

it('drop: the first attempt never arrives, and its retry does', async () => {
  await switchOn({ drop: {} });
  const seqs = await publish('sent');
  await delivered(seqs);
  expect(await storyOf(seqs[0])).toEqual(['drop:fault_drop', ':ok']);
  expect(seen()).toEqual(['sent']);
});

it('reset and slow_body: a broken body is tried again, a slow one arrives', async () => {
  await switchOn({ reset: {} });
  const seqs = await publish('sent');
  await delivered(seqs);
  expect(await storyOf(seqs[0])).toEqual(['reset:fault_reset', ':ok']);
  expect(seen()).toEqual(['sent']);
  await switchOn({ slow_body: { bytes_per_second: 4_000 } });
  const slow = await publish('read');
  await delivered(slow);
  expect(await storyOf(slow[0])).toEqual(['slow_body:ok']);
  expect(seen()).toEqual(['sent', 'read']);
  expect(app.posts.every(isSigned)).toBe(true);
});

it.each([
  ['bad_signature', 'bad_signature_accepted'],
  ['old_secret', 'old_secret_accepted'],
])('%s: refused, the next attempt is in order; accepted, it is told', async (fault, reason) => {
  await switchOn({ [fault]: {} });
  const refused = await publish('sent');
  await delivered(refused);
  expect(await storyOf(refused[0])).toEqual([`${fault}:http_401`, ':ok']);
  const [forged, fair] = app.posts;
  expect(forged?.body).toEqual(fair?.body);
  expect(forged?.headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/);
  const old = signatureOf(forged?.body ?? Buffer.of(), oldSecret(demo.app.secret));
  expect(forged?.headers['x-hub-signature-256'] === old).toBe(fault === 'old_secret');
  app.answer = (_post, response) => response.end();
  const accepted = await publish('read');
  await delivered(accepted);
  expect(await storyOf(accepted[0])).toEqual([`${fault}:${reason}`]);
});

it('content_type: the true bytes under a wrong name, as often as asked for, and told to the app if it wants', async () => {
  await switchOn({ content_type: { attempts: 2 } }, { mark: true });
  app.answer = (post, response) =>
    response.writeHead(post.headers['content-type'] === 'application/json' ? 200 : 415).end();
  const seqs = await publish('sent');
  await delivered(seqs);
  const heads = app.posts.map(({ headers }) => [headers['content-type'], headers['x-wahook-fault']]);
  expect(heads).toEqual([
    ['text/plain', 'content_type'],
    ['text/plain', 'content_type'],
    ['application/json', undefined],
  ]);
  expect(new Set(app.posts.map(({ body }) => body.toString())).size).toBe(1);
});

it('a bad attempt that ends after the time to give up is followed by a fair one', async () => {
  await switchOn({ content_type: { attempts: 20 } });
  app.answer = (post, response) => {
    if (isFair(post)) return response.end();
    // Slow beyond the seven days that it has left.
    clock.set(8 * 86_400_000);
    return response.writeHead(415).end();
  };
  const seqs = await publish('sent');
  await until(async () => {
    clock.advance(1_000);
    return ((await deliveryOf(seqs[0]))?.attemptCount ?? 0) > 0;
  });
  await until(async () => {
    clock.advance(1_000);
    return (await deliveryOf(seqs[0]))?.state !== 'retrying';
  });
  expect(await storyOf(seqs[0])).toEqual(['content_type:http_415', ':ok']);
});

it('duplicate: what was delivered comes once more, later, with the same bytes', async () => {
  await switchOn({ duplicate: { copies: 2, from_ms: 5_000, to_ms: 5_000 } });
  const seqs = await publish('sent');
  await delivered(seqs, 10);
  expect(app.posts).toHaveLength(1);
  await until(() => {
    clock.advance(1_000);
    return app.posts.length === 3;
  });
  expect(new Set(app.posts.map(({ body }) => body.toString())).size).toBe(1);
  expect(app.posts.every(isSigned)).toBe(true);
  expect(await deliveryOf(seqs[0])).toMatchObject({ attemptCount: 1, faults: ['duplicate'] });
  await delivered(await publish('read'), 10);
  await call('DELETE');
  clock.advance(60_000);
  // What was still to come went with the fault.
  await switchOn({ drop: { probability: 0 } });
  await delivered(await publish('played'));
  expect(seen()).toEqual(['sent', 'sent', 'sent', 'read', 'played']);
});

it('delay and reorder: later ones overtake, and all arrive', async () => {
  await switchOn({ delay: { from_ms: 30_000, to_ms: 30_000 } });
  const [late] = await publish('sent');
  await switchOn({ reorder: { wait_ms: 60_000 } });
  const others = await publish('delivered', 'read');
  await until(() => app.posts.length === 2);
  expect(seen()[0]).toBe('sent');
  await until(() => {
    clock.advance(10);
    return app.posts.length === 3;
  });
  expect(seen()).toEqual(['sent', 'read', 'delivered']);
  await delivered([late ?? 0, ...others]);
  expect((await deliveryOf(others[0]))?.faults).toEqual(['reorder']);
});

it('delay: what is postponed goes when the time is over, or when the fault is switched off', async () => {
  await switchOn({ delay: { from_ms: 30_000, to_ms: 40_000 } });
  const seqs = await publish('sent');
  await delivered(seqs);
  expect(await storyOf(seqs[0])).toEqual(['delay:ok']);
  const { acceptedAt = 0, firstAttemptAt } = (await deliveryOf(seqs[0])) ?? {};
  expect((firstAttemptAt ?? 0) - acceptedAt).toBeGreaterThanOrEqual(30_000);
  await publish('read');
  await call('DELETE');
  await until(() => app.posts.length === 2);
});

it('batch: several notifications come as one', async () => {
  await switchOn({ batch: { size: 3 } });
  const seqs = await publish('sent', 'delivered', 'read', 'played');
  await until(() => app.posts.length === 1);
  await delivered(seqs);
  expect(seen()).toEqual(['sent+delivered+read', 'played']);
  expect((await deliveryOf(seqs[2]))?.seqs).toEqual(seqs.slice(0, 3));
});

it('huge, unknown_field, drift: something comes beside the true one, signed, and nothing of it is stored', async () => {
  await switchOn({ huge: { probability: 1, bytes: 200_000 }, unknown_field: {}, drift: {} });
  app.answer = (post, response) => {
    const isKnown = statusesOf(post).join() === 'sent';
    response.writeHead(isKnown ? 200 : 500).end();
  };
  const seqs = await publish('sent');
  const [before] = await platform.store.events.list({ limit: 1 });
  await delivered(seqs);
  await until(() => {
    clock.advance(100);
    return app.posts.length >= 4;
  });
  expect(app.posts.every(isSigned)).toBe(true);
  const sizes = app.posts.map(({ body }) => body.length);
  expect(Math.max(...sizes)).toBeGreaterThan(199_000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(200_000);
  for (const { body } of app.posts)
    expect(JSON.parse(body.toString()).object).toBe('whatsapp_business_account');
  expect(app.posts.some(({ body }) => body.includes('"field":"customer_presence_update"'))).toBe(true);
  expect(await platform.store.events.list({ limit: 1 })).toEqual([before]);
  expect(await deliveryOf(seqs[0])).toMatchObject({ state: 'delivered', attemptCount: 1 });
  await until(async () => (await call('GET')).json.extras.length >= 3);
  const { extras } = (await call('GET')).json;
  const mine = extras.filter((each: { beside: string }) => each.beside === `1-${seqs[0]}`);
  expect(mine).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ fault: 'huge', status: 500, reason: 'http_500' }),
      expect.objectContaining({ fault: 'unknown_field', reason: 'http_500' }),
      expect.objectContaining({ fault: 'drift' }),
    ]),
  );
});

it('every one of many comes twice, also while more than a hundred wait for it', async () => {
  await switchOn({ duplicate: { from_ms: 60_000, to_ms: 60_000 } });
  const statuses = Array.from({ length: 110 }, (_, index) => `twice${index}`);
  await Promise.all(statuses.map((status) => publish(status)));
  await until(() => app.posts.length >= 110);
  await until(() => {
    clock.advance(1_000);
    return app.posts.length >= 220;
  });
  for (const status of statuses)
    expect(app.posts.flatMap(statusesOf).filter((each) => each === status)).toHaveLength(2);
});

it('with everything on at once, each event arrives as it should', async () => {
  const some = { probability: 0.4 };
  const faults = {
    ...Object.fromEntries(faultNames.map((name) => [name, some])),
    slow_body: { ...some, bytes_per_second: 20_000 },
    huge: { ...some, bytes: 10_000 },
    burst: { probability: 0.05 },
  };
  // What it takes is settled, so it must not take what is not as it should be.
  app.answer = (post, response) => response.writeHead(isFair(post) ? 200 : 401).end();
  await switchOn(faults, { seed: 11 });
  const statuses = Array.from({ length: 25 }, (_, index) => `s${index}`);
  const seqs = await publish(...statuses);
  await delivered(seqs);
  const arrived = new Set(app.posts.filter(isFair).flatMap(statusesOf));
  for (const status of statuses) expect(arrived).toContain(status);
  const carried = await Promise.all(seqs.map(async (seq) => (await deliveryOf(seq))?.faults ?? []));
  expect(new Set(carried.flat()).size).toBeGreaterThan(8);
  expect(platform.attempts.filter(({ kind }) => kind === 'bug')).toEqual([]);
});

it('faults alone trouble no endpoint, and end when their time is over', async () => {
  await switchOn({ drop: { attempts: 20 } }, { for_seconds: 3_600 });
  const seqs = await publish('sent', 'delivered', 'read');
  for (const seq of seqs) {
    await until(async () => {
      clock.advance(10_000);
      return ((await deliveryOf(seq))?.attemptCount ?? 0) >= 5;
    });
  }
  const health = await platform.call('GET', '/api/v1/endpoints', { token: demo.adminKey });
  expect(health.json.data[0]).toMatchObject({ breaker: 'closed', failures: 0 });
  expect(app.posts).toHaveLength(0);
  await until(async () => {
    clock.advance(600_000);
    return !(await call('GET')).json.on;
  });
  await delivered(seqs, 600_000);
  expect(seen().sort()).toEqual(['delivered', 'read', 'sent']);
});

it('shows what is on, what attempts carried and what changed', async () => {
  const off = await call('GET');
  expect(off.json).toMatchObject({ allowed: true, on: false, faults: {} });
  expect(off.json.available.map((each: { name: string }) => each.name)).toContain('drift');
  await switchOn({ drop: { probability: 0.5 } }, { for_seconds: 600 });
  const shown = (await call('GET')).json;
  expect(shown).toMatchObject({ on: true, seed: 7, faults: { drop: { probability: 0.5, attempts: 1 } } });
  expect(Date.parse(shown.expires_at) - clock.now()).toBe(600_000);
  const apps = await platform.call('GET', '/api/v1/apps', { token: demo.adminKey });
  expect(apps.json.data.find((each: { id: string }) => each.id === demo.app.graphId).faults).toEqual([
    'drop',
  ]);
  const audit = await platform.call('GET', '/api/v1/audit', { token: demo.adminKey });
  expect(audit.json.data[0]).toMatchObject({
    action: 'faults.set',
    subject: demo.app.graphId,
    details: { faults: 'drop probability=0.5 attempts=1', seed: 7 },
  });
});

it('names everything that is wrong with what is asked for', async () => {
  const refused = await call('PUT', {
    seed: -1,
    mark: 'yes',
    speed: 3,
    faults: { drop: { probability: 2, often: 1 }, delay: { from_ms: 9, to_ms: 3 }, melt: {} },
  });
  expect(refused.status).toBe(400);
  for (const named of [
    '"seed"',
    '"mark"',
    '"speed"',
    'drop.probability',
    'drop.often',
    'delay.from_ms',
    '"melt"',
  ])
    expect(refused.json.detail).toContain(named);
  expect((await call('PUT', { faults: {} })).json.detail).toContain('DELETE');
});

it('spares the order that an app was promised', async () => {
  const path = `/api/v1/apps/${demo.app.graphId}`;
  const token = demo.adminKey;
  await platform.call('POST', path, { token, body: '{"order":"conversation"}' });
  expect(await call('PUT', { faults: { reorder: {}, drop: {} } })).toMatchObject({
    status: 409,
    json: { code: 'not_applicable' },
  });
  await platform.call('POST', path, { token, body: '{"order":"none"}' });
});

it('a switch reaches the delivery thread, and what it notes reaches the store', async () => {
  const threaded = await startPlatform({ hasThreads: true });
  try {
    await threaded.subscribeDemo(app.url);
    const put = (body: object) =>
      threaded.call('PUT', faultsPath, { token: demo.adminKey, body: JSON.stringify(body) });
    await put({ seed: 1, faults: { reset: {}, unknown_field: {} } });
    const published = { waba_id: demo.waba.graphId, field: 'account_update', value: { event: 'X' } };
    const { first_seq: seq } = (await threaded.publish(published)).json;
    const delivery = async () => {
      const [found] = await threaded.store.deliveries.list({ seq, limit: 1 });
      return found?.state === 'delivered' ? threaded.store.deliveries.get(found.id) : null;
    };
    await until(delivery);
    const attempts = (await delivery())?.attempts.map(({ faults }) => faults.join(' '));
    expect(attempts).toEqual(['reset', 'unknown_field']);
    await until(
      async () => (await threaded.call('GET', faultsPath, { token: demo.adminKey })).json.extras.length > 0,
    );
    expect(threaded.attempts.map(({ kind }) => kind)).toContain('extra');
  } finally {
    await threaded.stop();
  }
});

it('are refused on a server that does not allow them, and what is kept of them is passed over', async () => {
  const strict = await startPlatform({ config: { allowFaults: 'false' } });
  try {
    const demoApp = await strict.store.apps.find(demo.app.graphId);
    await strict.subscribeDemo(app.url);
    const faults = { drop: { probability: 1, attempts: 20 } };
    await strict.store.faults.set({
      ...{ appId: demoApp?.id ?? 0, seed: 1, isMarked: false, setAt: 0, expiresAt: null },
      faults,
    });
    const refused = await strict.call('PUT', faultsPath, {
      token: demo.adminKey,
      body: JSON.stringify({ faults }),
    });
    expect(refused).toMatchObject({ status: 403, json: { code: 'faults_not_allowed' } });
    expect(refused.json.detail).toContain('allow_faults');
    await strict.publish({ waba_id: demo.waba.graphId, field: 'account_update', value: { event: 'X' } });
    await until(() => app.posts.length === 1);
    const shown = await strict.call('GET', faultsPath, { token: demo.adminKey });
    expect(shown.json).toMatchObject({ allowed: false, on: false });
  } finally {
    await strict.stop();
  }
});
