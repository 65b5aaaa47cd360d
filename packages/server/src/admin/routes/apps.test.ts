import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminBench, createActors, startAdmin } from '../test-bench.ts';

let bench: AdminBench;
let actors: Awaited<ReturnType<typeof createActors>>;
beforeAll(async () => {
  bench = await startAdmin();
  actors = await createActors(bench);
});
afterAll(() => bench.stop());

describe('businesses', () => {
  it('are created with an id of their own or a given one, listed and shown', async () => {
    const made = await bench.post('/businesses', { name: 'Quay & Sons', id: '42' });
    expect([made.status, made.json]).toEqual([201, { id: '42', name: 'Quay & Sons' }]);
    expect((await bench.get('/businesses/42')).json).toEqual(made.json);
    const { json } = await bench.get('/businesses');
    expect(json.data).toContainEqual(made.json);
    expect(json.data.find((each: { id: string }) => each.id !== '42').id).toMatch(/^\d{16}$/);
  });

  it.each([
    [{}, '"name" must be a text'],
    [{ name: '' }, '"name" must be a text'],
    [{ name: 'a\nb' }, '"name" must be a text'],
    [{ name: 'x'.repeat(201) }, '"name" must be a text'],
    [{ name: 'x', id: 42 }, '"id" must be an id: text'],
    [{ name: 'x', id: '0' }, '"id" must be an id: text'],
    [{ name: 'x', id: '1'.repeat(21) }, '"id" must be an id: text'],
  ])('are refused as %j', async (body, reason) => {
    const { status, json } = await bench.post('/businesses', body);
    expect(status).toBe(400);
    expect(json.detail).toContain(reason);
  });

  it('cannot have the id of anything else: Graph has one space of ids', async () => {
    for (const id of Object.values(actors)) {
      const { status, json } = await bench.post('/businesses', { name: 'x', id });
      expect([status, json.code]).toEqual([409, 'already_exists']);
    }
  });
});

describe('apps', () => {
  it('are created in development, with a secret of 128 bits that is shown once', async () => {
    const made = await bench.post('/apps', { name: 'Fresh', business_id: actors.business });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      name: 'Fresh',
      business_id: actors.business,
      business_name: 'Lantern Books',
      mode: 'development',
      link: null,
      icon: null,
      require_app_secret: false,
      order: 'none',
      coalesce: false,
      secret: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const app = await bench.store.apps.find(made.json.id);
    expect(await bench.store.apps.secret(app?.id ?? 0)).toBe(made.json.secret);
    for (const { text } of [await bench.get('/apps'), await bench.get(`/apps/${made.json.id}`)])
      expect(text).not.toContain(made.json.secret);
    expect(JSON.stringify(await bench.audit())).not.toContain(made.json.secret);
  });

  it('take the secret and id of an app that exists elsewhere', async () => {
    const secret = '0123456789abcdef0123456789abcdef';
    const made = await bench.post('/apps', {
      name: 'Moved',
      business_id: actors.business,
      id: '777',
      secret,
    });
    expect(made.json).toMatchObject({ id: '777', secret });
  });

  it.each([
    ['a-secret-that-everybody-may-read', 'not in the documentation'],
    ['too-short', '32 to 128 printable ASCII characters'],
    ['with blanks in it, whatever its length may be', '32 to 128 printable ASCII characters'],
  ])('do not take the secret %j', async (secret, reason) => {
    const { status, json } = await bench.post('/apps', { name: 'x', business_id: actors.business, secret });
    expect(status).toBe(400);
    expect(json.detail).toContain(reason);
    expect(json.detail).not.toContain(secret);
  });

  it('are edited member by member, with old and new in the audit log', async () => {
    const { json: app } = await bench.post('/apps', { name: 'Before', business_id: actors.business });
    const edited = await bench.post(`/apps/${app.id}`, {
      name: 'After',
      mode: 'live',
      link: 'https://a.example/',
      order: 'conversation',
      coalesce: true,
    });
    expect(edited.json).toMatchObject({
      name: 'After',
      mode: 'live',
      link: 'https://a.example/',
      icon: null,
      order: 'conversation',
      coalesce: true,
    });
    expect((await bench.audit())[0]).toMatchObject({
      action: 'app.edited',
      subject: app.id,
      details: {
        name_before: 'Before',
        name: 'After',
        mode_before: 'development',
        mode: 'live',
        order: 'conversation',
      },
    });
    const removed = await bench.post(`/apps/${app.id}`, { link: null });
    expect(removed.json).toMatchObject({ name: 'After', link: null });
  });

  it('record nothing when nothing changes', async () => {
    const before = (await bench.audit()).length;
    expect((await bench.post(`/apps/${actors.app}`, { mode: 'live' })).status).toBe(200);
    expect(await bench.audit()).toHaveLength(before);
  });

  it.each([
    [{ mode: 'test' }, '"mode" must be one of development, live'],
    [{ link: 'javascript:alert(1)' }, '"link" must be an https address'],
    [{ icon: 'http://a.example/x.png' }, '"icon" must be an https address'],
    [{ require_app_secret: 'yes' }, '"require_app_secret" must be true or false'],
    [{ order: 'strict' }, '"order" must be one of none, conversation, number'],
    [{ coalesce: 1 }, '"coalesce" must be true or false'],
    [{ secret: 'x'.repeat(40) }, '"secret" means nothing here'],
    [{ name: null }, '"name" must be a text'],
  ])('are not edited as %j', async (body, reason) => {
    const { status, json } = await bench.post(`/apps/${actors.app}`, body);
    expect(status).toBe(400);
    expect(json.detail).toContain(reason);
  });

  it.each(['1', 'x', '%00', `${'9'.repeat(30)}`, '..%2Fkeys'])('are unknown as %s', async (id) => {
    for (const answer of [
      await bench.get(`/apps/${id}`),
      await bench.post(`/apps/${id}`, { mode: 'live' }),
      await bench.get(`/apps/${id}/permissions`),
      await bench.get(`/apps/${id}/shares`),
    ])
      expect([answer.status, answer.json.code]).toEqual([404, 'unknown_app']);
  });

  it('need a business that exists', async () => {
    const { status, json } = await bench.post('/apps', { name: 'x', business_id: '1' });
    expect([status, json.code]).toEqual([404, 'unknown_business']);
  });
});

describe('App Review', () => {
  const permission = 'whatsapp_business_messaging';
  const step = (body: object) => bench.post(`/apps/${actors.app}/permissions/${permission}`, body);

  it('goes from request to approval and revocation, and starts again', async () => {
    const states = [];
    for (const body of [
      { step: 'request' },
      { step: 'submit' },
      { step: 'reject', reason: 'The recording shows no message.' },
      { step: 'request' },
      { step: 'submit' },
      { step: 'approve', access: 'standard' },
      { step: 'approve', access: 'advanced' },
      { step: 'revoke', reason: 'Policy.' },
    ]) {
      const { status, json } = await step(body);
      expect(status).toBe(200);
      states.push([json.state, json.access, json.reason]);
    }
    expect(states).toEqual([
      ['requested', null, null],
      ['submitted', null, null],
      ['rejected', null, 'The recording shows no message.'],
      ['requested', null, null],
      ['submitted', null, null],
      ['approved', 'standard', null],
      ['approved', 'advanced', null],
      ['revoked', null, 'Policy.'],
    ]);
    const { json } = await bench.get(`/apps/${actors.app}/permissions`);
    expect(json.data).toMatchObject([
      { permission: 'whatsapp_business_management', state: 'not_requested' },
      { permission, state: 'revoked', reason: 'Policy.', at: expect.any(String) },
    ]);
    expect((await bench.audit())[0]).toMatchObject({
      action: 'permission.revoked',
      details: { permission, state_before: 'approved', state: 'revoked', reason: 'Policy.' },
    });
  });

  it('refuses a step that cannot follow, and says what must come before', async () => {
    const { status, json } = await step({ step: 'approve', access: 'advanced' });
    expect([status, json.code]).toEqual([409, 'review_step_refused']);
    expect(json.detail).toContain('cannot approve a permission that is revoked');
  });

  it.each([
    [{}, '"step" must be one of'],
    [{ step: 'approve' }, '"access" must be one of standard, advanced'],
    [{ step: 'approve', access: 'full' }, '"access" must be one of standard, advanced'],
    [{ step: 'submit', access: 'advanced' }, '"access" belongs to the step approve'],
    [{ step: 'request', reason: 'please' }, '"reason" belongs to'],
    [{ step: 'reject' }, '"reason" must say why'],
    [{ step: 'revoke', reason: '' }, '"reason" must be a text'],
  ])('refuses %j', async (body, reason) => {
    const { status, json } = await step(body);
    expect(status).toBe(400);
    expect(json.detail).toContain(reason);
  });

  it('knows two permissions', async () => {
    const { status, json } = await bench.post(`/apps/${actors.app}/permissions/ads_read`, {
      step: 'request',
    });
    expect([status, json.code]).toEqual([404, 'unknown_permission']);
  });
});

describe('sharing', () => {
  it('lends an app to another business and takes it back', async () => {
    const shared = await bench.post(`/apps/${actors.app}/shares`, { business_id: actors.stranger });
    expect(shared.json.data).toEqual([{ business_id: actors.stranger, business_name: 'Harbour Tea' }]);
    expect((await bench.get(`/apps/${actors.app}/shares`)).json).toEqual(shared.json);
    const unshared = await bench.remove(`/apps/${actors.app}/shares/${actors.stranger}`);
    expect([unshared.status, unshared.json.data]).toEqual([200, []]);
    expect((await bench.audit())[0]).toMatchObject({ action: 'app.unshared', subject: actors.app });
  });

  it('means nothing for the owner, and needs a business that exists', async () => {
    const own = await bench.post(`/apps/${actors.app}/shares`, { business_id: actors.business });
    expect([own.status, own.json.code]).toEqual([409, 'not_applicable']);
    const unknown = await bench.post(`/apps/${actors.app}/shares`, { business_id: '1' });
    expect([unknown.status, unknown.json.code]).toEqual([404, 'unknown_business']);
    expect((await bench.remove(`/apps/${actors.app}/shares/1`)).json.code).toBe('unknown_business');
  });
});

describe('the client certificate', () => {
  it('is refused before the callback is verified, then lives on the subscription', async () => {
    const path = `/apps/${actors.app}/subscription`;
    const early = await bench.post(path, { client_certificate: true });
    expect([early.status, early.json.code]).toEqual([409, 'callback_not_verified']);
    expect(early.json.detail).toContain(`POST /${actors.app}/subscriptions`);

    const app = await bench.store.apps.find(actors.app);
    await bench.store.subscriptions.saveApp({
      appId: app?.id ?? 0,
      callbackUrl: 'https://a.example/webhook',
      verifyToken: 'verify-token-of-the-app',
      includeValues: true,
      active: true,
      verifiedAt: bench.clock.now(),
      fields: [{ name: 'messages', version: 'v25.0' }],
    });
    const on = await bench.post(path, { client_certificate: true });
    expect([on.status, on.json]).toEqual([
      200,
      { callback_url: 'https://a.example/webhook', client_certificate: true },
    ]);
    const shown = await bench.get(`/apps/${actors.app}`);
    expect(shown.json.subscription).toMatchObject({
      client_certificate: true,
      fields: [{ name: 'messages', version: 'v25.0' }],
    });
    expect(shown.text).not.toContain('verify-token-of-the-app');
    expect((await bench.audit())[0]).toMatchObject({
      action: 'app.client_certificate',
      details: { client_certificate: true, client_certificate_before: false },
    });
  });
});
