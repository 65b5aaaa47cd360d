// Rate limits: who is counted with whom, what the headers say, and that time frees what restarts do not.
import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../store/store.ts';
import {
  type Answer,
  type Bench,
  type BenchOptions,
  harbour,
  lantern,
  lanternTokens,
  openBench,
} from './test-bench.ts';
import { oauth, subscribedApps, subscriptions, unknownObject } from './test-expectations.ts';

let bench: Bench;
afterEach(() => bench.close());

const limits = { bucCalls: 10, bucCallsActive: 40, appCalls: 5, secretGuesses: 3 };
const exhausted = oauth(
  400,
  80008,
  '(#80008) There have been too many calls to this WhatsApp Business account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
);

async function open(options: BenchOptions = {}): Promise<void> {
  // Each call costs 6 s of time and 3 s of processor time.
  const startWatch = () => () => ({ cpuMs: 3_000, wallMs: 6_000 });
  bench = await openBench({ startWatch, ...options, limits: { ...limits, ...options.limits } });
}

const get = (token = lantern.token, id = lantern.wabaId) => bench.call('GET', `/v25.0/${id}`, { token });

async function repeat(times: number, call: () => Promise<Answer>): Promise<Answer> {
  let answer = await call();
  for (let n = 1; n < times; n++) answer = await call();
  return answer;
}

function usageOf({ headers }: Answer, id = lantern.wabaId): unknown {
  const usage: Record<string, unknown[]> = JSON.parse(headers['x-business-use-case-usage'] ?? '{}');
  return usage[id]?.[0];
}

describe('the budget of an app on a WABA', () => {
  it('shows in true percentages how much is used, on every call it covers', async () => {
    await open();
    for (let n = 1; n <= 10; n++) {
      const answer = await get();
      expect(answer.status).toBe(200);
      expect(usageOf(answer)).toEqual({
        type: 'whatsapp_business_management',
        call_count: 10 * n,
        total_cputime: Math.floor(n / 2),
        total_time: n,
        estimated_time_to_regain_access: n < 10 ? 0 : 61,
      });
    }
  });

  it('admits the 200th call of an hour and refuses the 201st', async () => {
    await open({ limits: { bucCalls: 200 } });
    expect(await repeat(200, get)).toMatchObject({ status: 200 });
    expect(await get()).toMatchObject(exhausted);
  });

  it('survives a restart, grows with refused calls, and frees when the window has passed', async () => {
    await open();
    await repeat(10, get);
    await bench.restart();
    const refused = await get();
    expect(refused).toMatchObject(exhausted);
    expect(usageOf(refused)).toMatchObject({ call_count: 110, estimated_time_to_regain_access: 61 });
    bench.time.now += 59 * 60_000;
    expect(await get()).toMatchObject(exhausted);
    bench.time.now += 2 * 60_000;
    // Those of an hour ago are gone; the one refused two minutes ago still counts.
    expect(usageOf(await get())).toMatchObject({ call_count: 20, estimated_time_to_regain_access: 0 });
  });

  it('is larger where a number is registered, from the moment it is', async () => {
    await open();
    expect(await repeat(11, get)).toMatchObject(exhausted);
    const number = await addNumber(bench.store);
    expect(await get()).toMatchObject(exhausted);
    await bench.store.phoneNumbers.update(number, { registered: true });
    expect(usageOf(await get())).toMatchObject({ call_count: 32 });
  });

  it('is one for all edges and methods, and counts calls that fail', async () => {
    await open();
    await bench.call('GET', `/${lantern.wabaId}/phone_numbers`, { token: lantern.token });
    await bench.call('POST', subscribedApps, { token: lantern.token });
    await bench.call('DELETE', subscribedApps, { token: lantern.token });
    await bench.call('GET', `/${lantern.wabaId}/assigned_users`, { token: lantern.token });
    const failed = await bench.call('POST', subscribedApps, { token: lanternTokens.messagingOnly });
    expect(failed).toMatchObject({ status: 403 });
    expect(usageOf(failed)).toMatchObject({ call_count: 50 });
  });

  it('counts the parts of a batch one by one', async () => {
    await open();
    const batch = Array(12).fill({ method: 'GET', relative_url: lantern.wabaId });
    const { json } = await bench.call('POST', '/', { token: lantern.token, json: { batch } });
    expect(json).toHaveLength(12);
    expect(json).toMatchObject([...Array(10).fill({ code: 200 }), { code: 400 }, { code: 400 }]);
  });

  it('belongs to one app and one WABA', async () => {
    await open();
    await repeat(11, get);
    expect(await get(harbour.token, harbour.wabaId)).toMatchObject({ status: 200 });
    expect(await bench.call('GET', '/me', { token: lantern.token })).toMatchObject({ status: 200 });
  });

  it('can answer 429', async () => {
    await open({ limits: { bucCalls: 1, throttleStatus: 429 } });
    expect(await repeat(2, get)).toMatchObject({ ...exhausted, status: 429 });
  });
});

describe('ids that the caller cannot see', () => {
  it('share one budget that no header tells of, whether they exist or not', async () => {
    await open();
    for (let n = 0; n < 10; n++) {
      const id = n % 2 ? harbour.wabaId : `39000000000000${n}`;
      const answer = await get(lantern.token, id);
      expect(answer).toMatchObject(unknownObject('get', id));
      expect(answer.headers['x-business-use-case-usage']).toBeUndefined();
    }
    expect(await get(lantern.token, harbour.wabaId)).toMatchObject(exhausted);
    expect(await get(lantern.token, '390000000000011')).toMatchObject(exhausted);
    expect(await get()).toMatchObject({ status: 200 });
  });
});

describe('calls with an app token', () => {
  const limited = {
    status: 400,
    json: { error: { message: '(#4) Application request limit reached', code: 4, is_transient: true } },
  };
  const list = () => bench.call('GET', subscriptions, { token: lantern.appToken });

  it('have a budget of their own, shown in X-App-Usage', async () => {
    await open();
    for (let n = 1; n <= 5; n++) {
      const { status, headers } = await list();
      expect(status).toBe(200);
      const usage = { call_count: 20 * n, total_cputime: Math.floor(n / 2), total_time: n };
      expect(JSON.parse(headers['x-app-usage'] ?? '')).toEqual(usage);
    }
    expect(await list()).toMatchObject(limited);
    expect(await get()).toMatchObject({ status: 200 });
    bench.time.now += 61 * 60_000;
    expect(await list()).toMatchObject({ status: 200 });
  });

  it.each(['app token', 'client_secret', 'input_token'])(
    'a thousand guesses at a secret by %s: few are answered, and the owner is not locked out',
    async (way) => {
      await open({ limits: { appCalls: 10_000 } });
      const guess = (secret: string) => {
        if (way === 'app token') return bench.call('GET', '/me', { token: `${lantern.appId}|${secret}` });
        const query = new URLSearchParams({ client_id: lantern.appId, client_secret: secret });
        query.set('grant_type', 'client_credentials');
        if (way === 'client_secret') return bench.call('GET', '/oauth/access_token', { query: `${query}` });
        const inspected = new URLSearchParams({ input_token: `${lantern.appId}|${secret}` });
        return bench.call('GET', '/debug_token', { token: lantern.token, query: `${inspected}` });
      };
      const answers = await Promise.all(Array.from({ length: 1000 }, (_, n) => guess(`guess-${n}`)));
      const refused = answers.filter((answer) => answer.status === 400 && isCode4(answer.json));
      expect(refused).toHaveLength(997);
      const right = await guess(lantern.secret);
      expect(right.status).toBe(200);
    },
  );

  it('of an unknown app are counted like wrong secrets of a known one', async () => {
    await open();
    const guess = () => bench.call('GET', '/me', { token: '200000000000099|guess' });
    expect(await repeat(3, guess)).toMatchObject({ status: 401 });
    expect(await guess()).toMatchObject(limited);
  });
});

function isCode4(json: unknown): boolean {
  return JSON.stringify(json).includes('"code":4,');
}

async function addNumber(store: Store): Promise<number> {
  const waba = await store.wabas.find(lantern.wabaId);
  const number = { graphId: '400000000000009', displayPhoneNumber: '12025550129', registered: false };
  return (await store.phoneNumbers.create({ ...number, wabaId: waba?.id ?? 0 })).id;
}
