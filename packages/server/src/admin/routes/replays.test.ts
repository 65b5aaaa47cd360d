// Replays as a caller sees them: the count before, where it would go, and every refusal.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, acceptRequest, newEvent, settlement } from '../../store/test/samples.ts';
import { until } from '../../test/support/until.ts';
import { type AdminBench, createActors, startAdmin } from '../test-bench.ts';

let bench: AdminBench;
let actors: Awaited<ReturnType<typeof createActors>>;
let appId: number;

/** An app whose callback has one dead letter, and whose override has two more. */
beforeAll(async () => {
  bench = await startAdmin();
  actors = await createActors(bench);
  const { store, clock } = bench;
  appId = (await store.apps.find(actors.app))?.id ?? 0;
  const waba = await store.wabas.find(actors.waba);
  const wabaId = waba?.id ?? 0;
  for (const permission of ['whatsapp_business_messaging', 'whatsapp_business_management'] as const) {
    const review = { state: 'approved', access: 'standard' } as const;
    await store.apps.saveReview({ appId, permission, review, at: 1 });
  }
  await store.subscriptions.saveApp({
    ...{ appId, callbackUrl: 'https://lantern.example/webhook', verifyToken: 'lantern-verify' },
    ...{ includeValues: true, active: true, verifiedAt: clock.now() },
    fields: [{ name: 'messages', version: 'v25.0' }],
  });
  await store.subscriptions.addWaba({ appId, wabaId, at: 1 });
  const place = { appId, wabaId, phoneNumberId: null };
  await store.subscriptions.saveOverride({ ...place, url: 'https://waba.example/', verifyToken: 'v' });
  const { version } = await store.routes.load();
  const eventOf = (queueId: number, field = 'messages') =>
    newEvent({ wabaId, entryId: actors.waba, field, queueIds: [queueId] });
  for (const events of [[eventOf(1)], [eventOf(2), eventOf(2)], [eventOf(1, 'flows')]]) {
    const request = acceptRequest({ events, routesVersion: version, acceptedAt: 60_000 });
    const { firstSeq } = accepted(await store.events.accept(request));
    const seqs = events.map((_, index) => firstSeq + index);
    const queueId = events[0]?.queueIds[0] ?? 0;
    const dead = { queueId, state: 'dead', reason: 'http_503', acceptedAt: 60_000 } as const;
    await store.deliveries.settle([settlement(seqs, dead)]);
  }
  await until(async () => (await bench.get('/endpoints')).json.data.length === 2);
});
afterAll(() => bench.stop());

const preview = (body: object) => bench.post('/replays/preview', body);

describe('the preview', () => {
  it('counts, names the endpoint, and says how much may not be sent and why', async () => {
    const answer = await preview({ app_id: actors.app, endpoint_id: 1 });
    expect(answer).toMatchObject({
      status: 200,
      json: {
        ...{ events: 2, sendable: 1, stripped: 0, notifications: 2, complete: true, rate_per_second: 50 },
        refused: [{ reason: 'field_not_subscribed', events: 1 }],
        to: { endpoint_id: 1, app_id: actors.app, level: 'app' },
        oldest_at: '1970-01-01T00:01:00.000Z',
      },
    });
  });

  it('narrows down by account, field, reason, time and seq', async () => {
    const count = async (body: object) =>
      (await preview({ app_id: actors.app, endpoint_id: 1, ...body })).json.events;
    expect(await count({ field: 'flows' })).toBe(1);
    expect(await count({ reason: 'timeout' })).toBe(0);
    expect(await count({ waba_id: actors.waba, last_seq: 1 })).toBe(1);
    expect(await count({ since: '1970-01-01T00:01:01Z' })).toBe(0);
    expect(await count({ until: '1970-01-01T00:01:01Z' })).toBe(2);
  });

  it('asks for one endpoint where there are several, or takes another', async () => {
    const several = await preview({ app_id: actors.app });
    expect(several.status).toBe(400);
    expect(several.json.detail).toContain('1 (2 events), 2 (2 events)');
    const named = { to_app_id: actors.app, to_waba_id: actors.waba };
    expect((await preview({ app_id: actors.app, ...named })).json).toMatchObject({
      ...{ events: 4, to: { endpoint_id: 2, level: 'waba', callback_url: 'https://waba.example/' } },
    });
    expect((await preview({ app_id: actors.app, to_endpoint_id: 1 })).json.to).toMatchObject({
      level: 'app',
    });
  });

  it.each<[string, (body: typeof actors) => object, number, string]>([
    ['no app', () => ({}), 400, '"app_id" must name the app'],
    ['an app that is not there', () => ({ app_id: '999' }), 404, 'No app 999'],
    ['an account that is not there', ({ app }) => ({ app_id: app, waba_id: '999' }), 404, 'Account 999'],
    [
      'a member that means nothing',
      ({ app }) => ({ app_id: app, wabas: [] }),
      400,
      '"wabas" means nothing here',
    ],
    [
      'a state of no use',
      ({ app }) => ({ app_id: app, states: ['delivered'] }),
      400,
      'dead, cancelled, retrying',
    ],
    ['a rate of nothing', ({ app }) => ({ app_id: app, rate_per_second: 0 }), 400, 'from 1 to 1000'],
    [
      'a day without time',
      ({ app }) => ({ app_id: app, since: '2026-01-01' }),
      400,
      '"since" must be a time',
    ],
    [
      'a time that ends before it begins',
      ({ app }) => ({ app_id: app, since: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' }),
      400,
      '"since" must be earlier',
    ],
    [
      'seqs that end before they begin',
      ({ app }) => ({ app_id: app, first_seq: 2, last_seq: 1 }),
      400,
      'larger',
    ],
    ['events for nobody', () => ({ source: 'events' }), 400, 'who gets the events'],
    [
      'events by reason',
      ({ app }) => ({ source: 'events', to_app_id: app, reason: 'x' }),
      400,
      'about deliveries',
    ],
    [
      'an override of no app',
      ({ app, waba }) => ({ app_id: app, to_waba_id: waba }),
      400,
      '"to_app_id" must name',
    ],
    [
      'two targets',
      ({ app }) => ({ app_id: app, to_app_id: app, to_endpoint_id: 1 }),
      400,
      'leave out the other members',
    ],
    [
      'an endpoint that is not there',
      ({ app }) => ({ app_id: app, to_endpoint_id: 99 }),
      404,
      'No endpoint 99',
    ],
    [
      'an override that is not there',
      ({ app, number }) => ({ app_id: app, to_app_id: app, to_phone_number_id: number }),
      409,
      'no override there',
    ],
    [
      'what is still retried, to its own endpoint',
      ({ app }) => ({ app_id: app, endpoint_id: 1, states: ['retrying'] }),
      409,
      'reach their own endpoint',
    ],
  ])('refuses %s', async (_what, body, status, detail) => {
    const answer = await preview(body(actors));
    expect(answer.status).toBe(status);
    expect(answer.json.detail).toContain(detail);
  });
});

describe('a replay', () => {
  it('is refused when nothing would come of it, with the reason', async () => {
    const nothing = await bench.post('/replays', { app_id: actors.app, reason: 'timeout' });
    expect(nothing).toMatchObject({ status: 409, json: { code: 'nothing_to_replay' } });
    const refused = await bench.post('/replays', { app_id: actors.app, endpoint_id: 1, field: 'flows' });
    expect(refused).toMatchObject({ status: 409, json: { code: 'nothing_to_replay' } });
    expect(refused.json.detail).toContain('not subscribed to the field');
  });

  it('is started, listed, shown and cancelled, and each change is on record', async () => {
    const started = await bench.post('/replays', { app_id: actors.app, endpoint_id: 2, rate_per_second: 7 });
    expect(started).toMatchObject({
      status: 201,
      json: {
        ...{ state: 'running', events: 2, left: 2, waiting: 0, delivered: 0, rate_per_second: 7 },
        ...{ source: 'deliveries', states: ['dead'], from_app_id: actors.app, from_endpoint_id: 2 },
        to: { endpoint_id: 2, level: 'waba' },
      },
    });
    const { id } = started.json;
    expect((await bench.get('/replays')).json.data).toMatchObject([{ id }]);
    expect((await bench.get(`/replays/${id}`)).json).toEqual(started.json);
    const cancelled = await bench.post(`/replays/${id}/cancel`);
    expect(cancelled).toMatchObject({ status: 200, json: { state: 'cancelled', end_reason: 'asked' } });
    expect(await bench.post(`/replays/${id}/cancel`)).toMatchObject({ status: 409 });
    const lines = (await bench.audit()).filter(({ action }) => action.startsWith('replay.'));
    expect(lines).toMatchObject([
      { action: 'replay.cancelled', subject: actors.app, details: { replay: id, delivered: 0 } },
      { action: 'replay.started', subject: actors.app, details: { replay: id, events: 2 } },
    ]);
  });

  it('is not there when it is not there', async () => {
    for (const path of ['/replays/99', '/replays/x']) {
      expect(await bench.get(path)).toMatchObject({ status: 404, json: { code: 'unknown_replay' } });
    }
    expect(await bench.post('/replays/99/cancel')).toMatchObject({ status: 404 });
  });

  it('needs a key that may operate; looking needs one that may read', async () => {
    const reader = (await bench.post('/keys', { label: 'reader', scopes: ['read'] })).json.key;
    const body = { app_id: actors.app, endpoint_id: 1 };
    expect(await bench.post('/replays/preview', body, reader)).toMatchObject({ status: 200 });
    expect(await bench.post('/replays', body, reader)).toMatchObject({ status: 403 });
    expect(await bench.post('/replays/1/cancel', {}, reader)).toMatchObject({ status: 403 });
  });
});

it('shows dead letters in groups', async () => {
  const { json } = await bench.get(`/dead-letters?app_id=${actors.app}`);
  expect(json.complete).toBe(true);
  expect(json.data).toHaveLength(3);
  expect(json.data).toEqual(
    expect.arrayContaining([
      {
        ...{ app_id: actors.app, app_name: 'Lantern Desk', endpoint_id: 2, endpoint_state: 'open' },
        ...{ callback_url: 'https://waba.example/', waba_id: actors.waba, field: 'messages' },
        ...{ reason: 'http_503', deliveries: 1, events: 2 },
        ...{ oldest_at: '1970-01-01T00:01:00.000Z', newest_at: '1970-01-01T00:01:00.000Z' },
      },
    ]),
  );
  expect(await bench.get('/dead-letters?app_id=999')).toMatchObject({ status: 404 });
});

it('narrows the list of deliveries down, and refuses what it cannot read', async () => {
  const count = async (query: string) => (await bench.get(`/deliveries?${query}`)).json.data.length;
  expect(await count(`waba_id=${actors.waba}&field=flows&reason=http_503&state=dead`)).toBe(1);
  expect(await count('since=1970-01-01T00:01:00Z&until=1970-01-01T00:01:01Z')).toBe(3);
  expect(await count('until=1970-01-01T00:01:00Z')).toBe(0);
  expect(await count('replay_id=99')).toBe(0);
  expect((await bench.get('/deliveries?since=yesterday')).json.detail).toContain('since must be a time');
  expect((await bench.get('/deliveries?waba_id=999')).json.detail).toContain(
    'no WhatsApp Business Account 999',
  );
});
