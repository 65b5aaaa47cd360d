// The audit log, and `why` over HTTP. What `why` says is tested beside routing/why.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminBench, createActors, startAdmin } from '../test-bench.ts';

let bench: AdminBench;
let actors: Awaited<ReturnType<typeof createActors>>;
beforeAll(async () => {
  bench = await startAdmin();
  actors = await createActors(bench);
});
afterAll(() => bench.stop());

describe('the audit log', () => {
  it('is read newest first, by subject and page by page', async () => {
    const all = await bench.get('/audit');
    expect(all.json.data.map((entry: { action: string }) => entry.action)).toEqual([
      'user.created',
      'phone_number.created',
      'waba.created',
      'app.created',
      'business.created',
      'business.created',
    ]);
    expect(all.json.data[0]).toMatchObject({ actor: 'key:root', at: expect.stringMatching(/Z$/) });
    const first = await bench.get('/audit?limit=2');
    const second = await bench.get(`/audit?limit=2&before=${first.json.paging.before}`);
    expect([...first.json.data, ...second.json.data]).toEqual(all.json.data.slice(0, 4));
    const ofApp = await bench.get(`/audit?subject=${actors.app}`);
    expect(ofApp.json.data).toMatchObject([{ action: 'app.created', subject: actors.app }]);
    expect(ofApp.json.paging).toBeUndefined();
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'before=0', 'page=2'])('refuses ?%s', async (query) => {
    expect((await bench.get(`/audit?${query}`)).json.code).toBe('bad_request');
  });
});

describe('GET /routing', () => {
  const ask = (query: Record<string, string>) =>
    bench.get(`/routing?${new URLSearchParams({ waba_id: actors.waba, field: 'messages', ...query })}`);

  it('says of one app what is met and what would mend the rest', async () => {
    const { status, json } = await ask({ app_id: actors.app });
    expect(status).toBe(200);
    expect(json).toMatchObject({ waba_id: actors.waba, field: 'messages', phone_number_id: null });
    expect(json.data).toMatchObject([
      {
        app_id: actors.app,
        receives: false,
        reason: 'no_callback',
        endpoint: null,
        conditions: [
          { id: 'callback', met: false, mend: expect.stringContaining(`POST /${actors.app}/subscriptions`) },
          { id: 'active', met: true, mend: null },
          { id: 'field', met: false },
          { id: 'waba', met: false },
          { id: 'permission', met: false, mend: expect.stringContaining('wahook apps review') },
          { id: 'live', met: true },
          { id: 'endpoint', met: true },
        ],
      },
    ]);
  });

  it('sees what was changed a moment ago', async () => {
    const isLive = async () => {
      const { json } = await ask({ app_id: actors.app });
      return json.data[0].conditions.find((each: { id: string }) => each.id === 'live').met;
    };
    for (const mode of ['development', 'live']) {
      await bench.post(`/apps/${actors.app}`, { mode });
      expect(await isLive()).toBe(mode === 'live');
    }
  });

  it('answers for every app when none is named', async () => {
    await bench.post('/apps', { name: 'Second', business_id: actors.stranger });
    const { json } = await ask({ phone_number_id: actors.number, origin: 'test' });
    expect(json.data).toHaveLength(2);
  });

  it.each([
    [{ waba_id: '1' }, 404, 'unknown_waba'],
    [{ app_id: '1' }, 404, 'unknown_app'],
    [{ phone_number_id: '1' }, 404, 'unknown_phone_number'],
    [{ field: 'no_such_field' }, 400, 'bad_request'],
    [{ waba_id: 'x' }, 400, 'bad_request'],
    [{ origin: 'meta' }, 400, 'bad_request'],
    [{ extra: 'x' }, 400, 'bad_request'],
  ])('refuses %j', async (query, status, code) => {
    const answer = await ask(query);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });
});
