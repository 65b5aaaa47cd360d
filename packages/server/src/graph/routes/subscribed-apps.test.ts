// The contract of /{waba-id}/subscribed_apps, case by case, against a real store.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, type Call, harbour, lantern, lanternTokens, openBench } from '../test-bench.ts';
import { oauth, subscribedApps, success, unknownObject } from '../test-expectations.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

describe('/{waba-id}/subscribed_apps', () => {
  const permission = oauth(403, 200, '(#200) You do not have permission to access this field');
  const shown = (appId: string, name: string) => ({
    whatsapp_business_api_data: { id: appId, link: `https://www.facebook.com/games/?app_id=${appId}`, name },
  });
  const as = (token: string, call: Call = {}): Call => ({ token, ...call });

  it('POST subscribes the app of the token, GET lists it, DELETE removes it, each as often as one likes', async () => {
    for (const _ of [1, 2])
      expect(await bench.call('POST', subscribedApps, as(lantern.token))).toMatchObject(success);
    const listed = await bench.call('GET', subscribedApps, as(lantern.token));
    expect(listed.json).toMatchObject({ data: [shown(lantern.appId, 'Lantern Desk')] });
    for (const _ of [1, 2])
      expect(await bench.call('DELETE', subscribedApps, as(lantern.token))).toMatchObject(success);
    expect((await bench.call('GET', subscribedApps, as(lantern.token))).json).toEqual({ data: [] });
  });

  it('GET lists other apps of the WABA too', async () => {
    const [waba] = await bench.store.wabas.list();
    const [business] = await bench.store.businesses.list();
    if (!waba || !business) throw new Error('seeded');
    const second = {
      graphId: '200000000000003',
      name: 'Lantern Lab',
      businessId: business.id,
      secret: 's'.repeat(32),
    };
    const app = await bench.store.apps.create({ ...second, mode: 'development' });
    await bench.store.subscriptions.addWaba({ appId: app.id, wabaId: waba.id, at: 0 });
    await bench.call('POST', subscribedApps, as(lantern.token));
    const listed = await bench.call('GET', subscribedApps, as(lantern.token));
    const both = [shown(lantern.appId, 'Lantern Desk'), shown('200000000000003', 'Lantern Lab')];
    expect(listed.json).toMatchObject({ data: both });
  });

  it.each(['GET', 'POST', 'DELETE'])(
    '%s refuses an app token and a token without the scope',
    async (method) => {
      for (const id of [lantern.wabaId, harbour.wabaId, '300000000000009']) {
        const answer = await bench.call(method, `/${id}/subscribed_apps`, as(lantern.appToken));
        expect(answer).toMatchObject(permission);
      }
      const answer = await bench.call(method, subscribedApps, as(lanternTokens.messagingOnly));
      expect(answer).toMatchObject(permission);
    },
  );

  it.each(['GET', 'POST', 'DELETE'])(
    '%s does not tell a foreign WABA from an unknown one',
    async (method) => {
      const answers = [];
      for (const id of [harbour.wabaId, '300000000000009']) {
        const answer = await bench.call(method, `/${id}/subscribed_apps`, as(lantern.token));
        expect(answer).toMatchObject(unknownObject(method.toLowerCase(), id));
        answers.push(
          JSON.stringify(answer)
            .replaceAll(answer.headers['x-fb-request-id'] ?? '', '')
            .replaceAll(id, ''),
        );
      }
      const [foreign, unknown] = answers.map((answer) => answer.replace(/"x-fb-trace-id":"[^"]*"/, ''));
      expect(foreign).toBe(unknown);
      expect((await bench.call('GET', `/${harbour.wabaId}/subscribed_apps`, as(harbour.token))).json).toEqual(
        { data: [] },
      );
    },
  );

  it('POST takes no notice of subscribed_fields, a parameter of Pages', async () => {
    const call = as(lantern.token, { json: { subscribed_fields: ['messages'] } });
    expect(await bench.call('POST', subscribedApps, call)).toMatchObject(success);
  });
});
