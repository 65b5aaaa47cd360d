// What routing reads of the directory, and that it hears of every change of it.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import { seed, subscriptionOf, tokenOf, userOf } from './directory-samples.ts';

export function routesChapter(bench: Bench): void {
  it('answers everything that routing needs in one snapshot', async () => {
    const { store } = bench;
    const { business, app, waba } = await seed(store);
    const phoneNumber = await store.phoneNumbers.create({
      graphId: '400',
      wabaId: waba.id,
      displayPhoneNumber: '1',
    });
    const subscription = await store.subscriptions.saveApp(subscriptionOf(app.id));
    await store.subscriptions.addWaba({ appId: app.id, wabaId: waba.id, at: 7 });
    const review = {
      appId: app.id,
      permission: 'whatsapp_business_messaging',
      review: { state: 'requested' },
      at: 3,
    } as const;
    await store.apps.saveReview(review);
    const other = await store.businesses.create({ graphId: '101', name: 'Harbour Tea' });
    await store.apps.share({ appId: app.id, businessId: other.id });
    const partner = { wabaId: waba.id, businessId: other.id, tasks: ['DEVELOP'] } as const;
    await store.wabas.savePartner(partner);
    const { version, endpoints, ...directory } = await store.routes.load();
    expect(directory).toEqual({
      replays: [],
      faults: [],
      businesses: [business, other],
      apps: [app],
      wabas: [waba],
      phoneNumbers: [phoneNumber],
      reviews: [review],
      shares: [{ appId: app.id, businessId: other.id }],
      partners: [partner],
      appSubscriptions: [subscription],
      wabaSubscriptions: [{ appId: app.id, wabaId: waba.id, at: 7 }],
    });
    const [endpoint] = endpoints;
    expect(endpoint).toMatchObject({
      id: subscription.endpointId,
      appId: app.id,
      level: 'app',
      wabaId: null,
      phoneNumberId: null,
      state: 'open',
    });
    expect((await (await bench.subject.reopen()).routes.load()).version).toBe(version);
  });

  it('tells listeners the new version after each change that routing sees, and only then', async () => {
    const { store } = bench;
    const versions: number[] = [];
    const stop = store.routes.onChange((version) => versions.push(version));
    const { app, waba, user } = await seed(store);
    expect(versions).toEqual([2, 3, 4]);
    expect((await store.routes.load()).version).toBe(4);
    const pair = { appId: app.id, wabaId: waba.id };
    await store.subscriptions.addWaba({ ...pair, at: 1 });
    await store.subscriptions.addWaba({ ...pair, at: 1 });
    await store.subscriptions.removeApp(app.id);
    await store.tokens.create(tokenOf({ app, user }));
    await expect(store.businesses.create({ graphId: '100', name: 'Twin' })).rejects.toThrow();
    expect(versions).toEqual([2, 3, 4, 5]);
    stop();
    await store.subscriptions.removeWaba(pair);
    expect(versions).toEqual([2, 3, 4, 5]);
    expect((await store.routes.load()).version).toBe(6);
  });

  it('tells of every change of what an app may and where its callbacks are', async () => {
    const { store } = bench;
    const { app, business, waba } = await seed(store);
    const other = await store.businesses.create({ graphId: '101', name: 'Harbour Tea' });
    const number = await store.phoneNumbers.create({
      graphId: '400',
      wabaId: waba.id,
      displayPhoneNumber: '1',
    });
    await store.subscriptions.saveApp(subscriptionOf(app.id));
    let version = 0;
    store.routes.onChange((changed) => {
      version = changed;
    });
    const share = { appId: app.id, businessId: other.id };
    const partner = { wabaId: waba.id, businessId: other.id };
    const override = { appId: app.id, wabaId: waba.id, phoneNumberId: null };
    const at = 1;
    const permission = 'whatsapp_business_management';
    const changes = [
      () => store.apps.update(app.id, { mode: 'development' }),
      () => store.apps.saveReview({ appId: app.id, permission, review: { state: 'requested' }, at }),
      () => store.apps.share(share),
      () => store.apps.unshare(share),
      () => store.wabas.savePartner({ ...partner, tasks: ['MANAGE'] }),
      () => store.wabas.savePartner({ ...partner, tasks: [] }),
      () => store.phoneNumbers.update(number.id, { registered: false }),
      () => store.subscriptions.setClientCertificate(app.id, true),
      () => store.subscriptions.saveOverride({ ...override, url: 'https://a.example/', verifyToken: 'v' }),
      () => store.subscriptions.saveOverride({ ...override, url: 'https://b.example/', verifyToken: 'v' }),
      () => store.subscriptions.removeOverride(override),
    ];
    for (const change of changes) {
      const before = (await store.routes.load()).version;
      await change();
      expect(version).toBe(before + 1);
      expect((await store.routes.load()).version).toBe(version);
    }
    await store.subscriptions.removeOverride(override);
    await store.apps.unshare(share);
    await store.users.create(userOf(business.id, { graphId: '501' }));
    expect((await store.routes.load()).version).toBe(version);
  });

  it('goes on when a listener throws', async () => {
    const { store } = bench;
    const versions: number[] = [];
    store.routes.onChange(() => {
      throw new Error('a listener of the test');
    });
    store.routes.onChange((version) => versions.push(version));
    await store.businesses.create({ graphId: '100', name: 'Lantern Books' });
    expect(versions).toEqual([2]);
  });
}
