import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminBench, createActors, startAdmin } from '../test-bench.ts';

let bench: AdminBench;
let actors: Awaited<ReturnType<typeof createActors>>;
beforeAll(async () => {
  bench = await startAdmin();
  actors = await createActors(bench);
});
afterAll(() => bench.stop());

const create = (body: object = {}) =>
  bench.post('/tokens', { app_id: actors.app, user_id: actors.user, ...body });

describe('users', () => {
  it('are created as system users without special role, listed and shown', async () => {
    const made = await bench.post('/users', { name: 'Ada', business_id: actors.business, kind: 'user' });
    expect([made.status, made.json]).toEqual([
      201,
      {
        id: expect.stringMatching(/^\d{16}$/),
        name: 'Ada',
        kind: 'user',
        role: 'employee',
        business_id: actors.business,
        business_name: 'Lantern Books',
      },
    ]);
    expect((await bench.get(`/users/${made.json.id}`)).json).toEqual(made.json);
    expect((await bench.get('/users')).json.data).toHaveLength(2);
    expect((await bench.get('/users/1')).json.code).toBe('unknown_user');
  });

  it.each([
    [{ name: 'x' }, 400],
    [{ name: 'x', business_id: '1' }, 404],
    [{ name: 'x', business_id: '1', kind: 'robot' }, 400],
    [{ name: 'x', business_id: '1', role: 'owner' }, 400],
  ])('are refused as %j', async (body, status) => {
    expect((await bench.post('/users', body)).status).toBe(status);
  });
});

describe('tokens', () => {
  it('are made of 192 bits, shown once and kept as a hash', async () => {
    const { status, json } = await create();
    expect(status).toBe(201);
    expect(json).toMatchObject({
      token: expect.stringMatching(/^EAA[0-9a-f]{48}$/),
      kind: 'system_user',
      state: 'active',
      scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
      expires_at: null,
    });
    expect(await bench.store.tokens.find(json.token)).toMatchObject({ id: json.id });
    const listed = await bench.get(`/tokens?app_id=${actors.app}`);
    expect(listed.json.data[0]).toMatchObject({ id: json.id, user_name: 'Service' });
    expect(listed.text).not.toContain(json.token);
    expect(JSON.stringify(await bench.audit())).not.toContain(json.token);
  });

  it('may be brought along, narrowed to accounts and limited in time', async () => {
    const token = `EAA${'brought-along'.repeat(4)}`;
    const made = await create({
      token,
      scopes: ['whatsapp_business_management'],
      granular_scopes: [{ scope: 'whatsapp_business_management', target_ids: [actors.waba] }],
      expires_at: new Date(bench.clock.now() + 60_000).toISOString(),
      kind: 'business_integration',
    });
    expect(made.json).toMatchObject({
      token,
      kind: 'business_integration',
      state: 'active',
      granular_scopes: [{ scope: 'whatsapp_business_management', target_ids: [actors.waba] }],
    });
    bench.clock.advance(60_000);
    const { json } = await bench.get('/tokens');
    expect(json.data.find((each: { id: number }) => each.id === made.json.id).state).toBe('expired');
    const again = await create({ token });
    expect([again.status, again.json.code]).toEqual([409, 'already_exists']);
    expect(again.text).not.toContain(token);
  });

  it('are revoked once, and the first time counts', async () => {
    const { json } = await create();
    const first = await bench.post(`/tokens/${json.id}/revoke`);
    expect(first.json).toMatchObject({ state: 'revoked', revoked_at: expect.any(String) });
    bench.clock.advance(60_000);
    expect((await bench.post(`/tokens/${json.id}/revoke`)).json.revoked_at).toBe(first.json.revoked_at);
    const entries = (await bench.audit()).filter((entry) => entry.action === 'token.revoked');
    expect(entries).toMatchObject([{ subject: actors.app, details: { token_id: json.id } }]);
  });

  it.each([
    [{ app_id: '1' }, 404, 'unknown_app'],
    [{ user_id: '1' }, 404, 'unknown_user'],
    [{ token: 'EAAshort' }, 400, 'bad_request'],
    [{ token: `EAA${'x'.repeat(40)}|secret` }, 400, 'bad_request'],
    [{ token: `EAA${'x'.repeat(10_240)}` }, 400, 'bad_request'],
    [{ kind: 'user' }, 409, 'not_applicable'],
    [{ kind: 'page' }, 400, 'bad_request'],
    [{ scopes: ['ads_read'] }, 400, 'bad_request'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, 400, 'bad_request'],
    [{ expires_at: 1735689600 }, 400, 'bad_request'],
    [{ expires_at: 'tomorrow' }, 400, 'bad_request'],
    [{ expires_at: '2026-02-31T25:00:00Z' }, 400, 'bad_request'],
    [{ granular_scopes: [{ scope: 'public_profile', target_ids: ['1'] }] }, 400, 'bad_request'],
    [
      { granular_scopes: [{ scope: 'whatsapp_business_management', target_ids: ['1'] }] },
      404,
      'unknown_waba',
    ],
    [{ granular_scopes: [{ scope: 'whatsapp_business_management', target_ids: [] }] }, 400, 'bad_request'],
    [{ granular_scopes: [{ scope: 'whatsapp_business_management' }] }, 400, 'bad_request'],
    [{ granular_scopes: [null] }, 400, 'bad_request'],
  ])('are refused as %j', async (body, status, code) => {
    const answer = await create(body);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it.each(['99999', 'x', '1.5'])('are unknown as %s', async (id) => {
    const { status, json } = await bench.post(`/tokens/${id}/revoke`);
    expect([status, json.code]).toEqual([404, 'unknown_token']);
  });

  it('are listed by app, which must exist', async () => {
    expect((await bench.get('/tokens?app_id=1')).json.code).toBe('unknown_app');
    expect((await bench.get('/tokens?app_id=x')).status).toBe(400);
    expect((await bench.get('/tokens?user=1')).json.detail).toContain('"user" means nothing here');
    expect((await bench.get('/tokens?app_id=1&app_id=2')).json.detail).toContain('more than once');
  });
});
