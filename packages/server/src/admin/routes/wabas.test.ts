import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminBench, createActors, startAdmin } from '../test-bench.ts';

let bench: AdminBench;
let actors: Awaited<ReturnType<typeof createActors>>;
beforeAll(async () => {
  bench = await startAdmin();
  actors = await createActors(bench);
});
afterAll(() => bench.stop());

describe('accounts', () => {
  it('are listed with their owner', async () => {
    const { json } = await bench.get('/wabas');
    expect(json.data).toEqual([
      {
        id: actors.waba,
        name: 'Lantern Books',
        business_id: actors.business,
        business_name: 'Lantern Books',
      },
    ]);
  });

  it.each([
    [{ business_id: '1', name: 'x' }, 404, 'unknown_business'],
    [{ business_id: 1, name: 'x' }, 400, 'bad_request'],
    [{ name: 'x' }, 400, 'bad_request'],
    [{}, 400, 'bad_request'],
  ])('are refused as %j', async (body, status, code) => {
    const answer = await bench.post('/wabas', body);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it('let partners and users work on them, and take the tasks away again', async () => {
    const partner = await bench.post(`/wabas/${actors.waba}/partners`, {
      business_id: actors.stranger,
      tasks: ['MANAGE', 'DEVELOP', 'MANAGE'],
    });
    expect([partner.status, partner.json]).toEqual([
      200,
      { business_id: actors.stranger, tasks: ['MANAGE', 'DEVELOP'] },
    ]);
    await bench.post(`/wabas/${actors.waba}/users`, { user_id: actors.user, tasks: ['MESSAGING'] });
    const shown = await bench.get(`/wabas/${actors.waba}`);
    expect(shown.json).toMatchObject({
      partners: [{ business_id: actors.stranger, tasks: expect.arrayContaining(['MANAGE', 'DEVELOP']) }],
      users: [{ id: actors.user, name: 'Service', tasks: ['MESSAGING'] }],
      phone_numbers: [{ id: actors.number, display_phone_number: '12025550123', registered: true }],
      subscribed_apps: [],
      overrides: [],
    });
    await bench.post(`/wabas/${actors.waba}/partners`, { business_id: actors.stranger, tasks: [] });
    await bench.post(`/wabas/${actors.waba}/users`, { user_id: actors.user, tasks: [] });
    const bare = await bench.get(`/wabas/${actors.waba}`);
    expect(bare.json).toMatchObject({ partners: [], users: [] });
    expect((await bench.audit()).slice(0, 2)).toMatchObject([
      { action: 'waba.user_removed', details: { tasks: '', tasks_before: 'MESSAGING' } },
      { action: 'waba.partner_removed', details: { business_id: actors.stranger } },
    ]);
  });

  it('show who is subscribed and which overrides there are', async () => {
    const app = await bench.store.apps.find(actors.app);
    const waba = await bench.store.wabas.find(actors.waba);
    const [appId, wabaId] = [app?.id ?? 0, waba?.id ?? 0];
    await bench.store.subscriptions.addWaba({ appId, wabaId, at: bench.clock.now() });
    await bench.store.subscriptions.saveOverride({
      appId,
      wabaId,
      phoneNumberId: null,
      url: 'https://eu.example/webhook',
      verifyToken: 'secret-of-the-override',
    });
    const { json, text } = await bench.get(`/wabas/${actors.waba}`);
    expect(json.subscribed_apps).toMatchObject([{ app_id: actors.app, app_name: 'Lantern Desk' }]);
    expect(json.overrides).toEqual([
      {
        app_id: actors.app,
        level: 'waba',
        phone_number_id: null,
        callback_url: 'https://eu.example/webhook',
      },
    ]);
    expect(text).not.toContain('secret-of-the-override');
  });

  it.each([
    ['partners', { tasks: ['MANAGE'] }, 400],
    ['partners', { business_id: '1', tasks: ['MANAGE'] }, 404],
    ['partners', { business_id: '1', tasks: ['manage'] }, 400],
    ['partners', { business_id: '1', tasks: 'MANAGE' }, 400],
    ['users', { user_id: '1', tasks: ['MANAGE'] }, 404],
    ['users', { user_id: '1' }, 400],
  ])('refuse %s %j', async (edge, body, status) => {
    expect((await bench.post(`/wabas/${actors.waba}/${edge}`, body)).status).toBe(status);
  });

  it('do not make their owner a partner', async () => {
    const answer = await bench.post(`/wabas/${actors.waba}/partners`, {
      business_id: actors.business,
      tasks: ['MANAGE'],
    });
    expect([answer.status, answer.json.code]).toEqual([409, 'not_applicable']);
  });

  it('are unknown by another id, on every edge', async () => {
    for (const answer of [
      await bench.get('/wabas/1'),
      await bench.get('/wabas/1/phone_numbers'),
      await bench.post('/wabas/1/partners', { business_id: actors.stranger, tasks: [] }),
      await bench.post('/wabas/1/phone_numbers', { display_phone_number: '12025550123' }),
    ])
      expect([answer.status, answer.json.code]).toEqual([404, 'unknown_waba']);
  });
});

describe('phone numbers', () => {
  it('are added with the name of the account, and edited', async () => {
    const path = `/wabas/${actors.waba}/phone_numbers`;
    const made = await bench.post(path, { display_phone_number: '12025550199', registered: false });
    expect(made.json).toMatchObject({
      waba_id: actors.waba,
      display_phone_number: '12025550199',
      verified_name: 'Lantern Books',
      registered: false,
    });
    const edited = await bench.post(`/phone_numbers/${made.json.id}`, { registered: true });
    expect(edited.json).toEqual({ ...made.json, registered: true });
    expect((await bench.audit())[0]).toMatchObject({
      action: 'phone_number.edited',
      details: { registered_before: false, registered: true },
    });
    expect((await bench.get(path)).json.data).toContainEqual(edited.json);
  });

  it.each(['+12025550123', '1202', '0123456789', '1 202 555 0123', 12025550123])(
    'are refused as %j',
    async (number) => {
      const { status, json } = await bench.post(`/wabas/${actors.waba}/phone_numbers`, {
        display_phone_number: number,
      });
      expect(status).toBe(400);
      expect(json.detail).toContain('5 to 15 digits without plus');
    },
  );

  it('are unknown by another id', async () => {
    const { status, json } = await bench.post('/phone_numbers/1', { registered: true });
    expect([status, json.code]).toEqual([404, 'unknown_phone_number']);
  });
});
