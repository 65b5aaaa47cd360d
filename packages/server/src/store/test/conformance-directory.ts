// Businesses, apps, WABAs, numbers, tokens, subscriptions, the snapshot for routing, facts of the installation.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import type { NewAppSubscription } from '../nouns.ts';
import type { Store } from '../store.ts';
import { bytesOf } from './samples.ts';

export function directoryChapter(bench: Bench): void {
  nounCases(bench);
  subscriptionCases(bench);
  routesCases(bench);
  installationCases(bench);
}

/** One business with an app and a WABA. */
async function seed(store: Store) {
  const business = await store.businesses.create({ graphId: '100', name: 'Lantern Books' });
  const app = await store.apps.create({
    graphId: '200',
    name: 'Lantern Desk',
    businessId: business.id,
    mode: 'live',
    secret: 'sesame',
  });
  const waba = await store.wabas.create({ graphId: '300', name: 'Lantern Books', businessId: business.id });
  return { business, app, waba };
}

function subscriptionOf(appId: number, overrides: Partial<NewAppSubscription> = {}): NewAppSubscription {
  return {
    appId,
    callbackUrl: 'https://lantern.example/hook',
    verifyToken: 'lantern-verify',
    includeValues: true,
    active: true,
    verifiedAt: 5_000,
    fields: [{ name: 'messages', version: 'v25.0' }],
    ...overrides,
  };
}

function nounCases(bench: Bench): void {
  it('finds what was created, and keeps it over a restart', async () => {
    const { business, app, waba } = await seed(bench.store);
    const number = { graphId: '400', wabaId: waba.id, displayPhoneNumber: '12025550123' };
    const phoneNumber = await bench.store.phoneNumbers.create(number);
    const store = await bench.subject.reopen();
    expect(await store.businesses.find('100')).toEqual(business);
    expect(await store.apps.find('200')).toEqual(app);
    expect(await store.apps.get(app.id)).toEqual(app);
    expect(await store.wabas.find('300')).toEqual(waba);
    expect(await store.phoneNumbers.find('400')).toEqual(phoneNumber);
    expect(phoneNumber).toEqual({ id: phoneNumber.id, ...number });
    expect(app).toEqual({
      id: app.id,
      graphId: '200',
      name: 'Lantern Desk',
      businessId: business.id,
      mode: 'live',
    });
  });

  it('answers null for what it does not know', async () => {
    const { store } = bench;
    expect(await store.businesses.find('1')).toBeNull();
    expect(await store.apps.find('1')).toBeNull();
    expect(await store.apps.get(1)).toBeNull();
    expect(await store.wabas.find('1')).toBeNull();
    expect(await store.phoneNumbers.find('1')).toBeNull();
    expect(await store.tokens.find('1')).toBeNull();
    expect(await store.subscriptions.app(1)).toBeNull();
  });

  it('lists in the order of graph ids, phone numbers of one WABA or of all', async () => {
    const { store } = bench;
    const { business, waba } = await seed(store);
    const other = await store.wabas.create({ graphId: '299', name: 'Other', businessId: business.id });
    for (const [graphId, wabaId] of [
      ['402', waba.id],
      ['401', other.id],
      ['400', waba.id],
    ] as const) {
      await store.phoneNumbers.create({ graphId, wabaId, displayPhoneNumber: '12025550123' });
    }
    const graphIds = (rows: { graphId: string }[]) => rows.map((row) => row.graphId);
    expect(graphIds(await store.wabas.list())).toEqual(['299', '300']);
    expect(graphIds(await store.phoneNumbers.list())).toEqual(['400', '401', '402']);
    expect(graphIds(await store.phoneNumbers.list(waba.id))).toEqual(['400', '402']);
    expect(graphIds(await store.businesses.list())).toEqual(['100']);
    expect(graphIds(await store.apps.list())).toEqual(['200']);
  });

  it('refuses a second row with the same graph id, and a row that refers to nothing', async () => {
    const { store } = bench;
    const { business, app } = await seed(store);
    const newApp = {
      graphId: '200',
      name: 'Twin',
      businessId: business.id,
      mode: 'live',
      secret: 's',
    } as const;
    await expect(store.apps.create(newApp)).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.apps.create({ ...newApp, graphId: '201', businessId: 99 })).rejects.toMatchObject({
      code: 'missing',
    });
    await expect(store.businesses.create({ graphId: '100', name: 'Twin' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(store.wabas.create({ graphId: '301', name: 'x', businessId: 99 })).rejects.toMatchObject({
      code: 'missing',
    });
    await expect(
      store.phoneNumbers.create({ graphId: '400', wabaId: 99, displayPhoneNumber: '1' }),
    ).rejects.toMatchObject({ code: 'missing' });
    await expect(store.subscriptions.saveApp(subscriptionOf(99))).rejects.toMatchObject({ code: 'missing' });
    await expect(store.subscriptions.addWaba({ appId: app.id, wabaId: 99, at: 1 })).rejects.toMatchObject({
      code: 'missing',
    });
    await expect(store.apps.secret(99)).rejects.toMatchObject({ code: 'missing' });
    await expect(store.subscriptions.verifyToken(99)).rejects.toMatchObject({ code: 'missing' });
  });

  it('gives secrets back in clear, each to its own app', async () => {
    const { business, app } = await seed(bench.store);
    const second = {
      graphId: '201',
      name: 'Second',
      businessId: business.id,
      mode: 'development',
      secret: 'mellon ✓',
    } as const;
    const other = await bench.store.apps.create(second);
    const store = await bench.subject.reopen();
    expect(await store.apps.secret(app.id)).toBe('sesame');
    expect(await store.apps.secret(other.id)).toBe('mellon ✓');
  });

  it('finds a token by its text and shows only its ends', async () => {
    const { store } = bench;
    const { app } = await seed(store);
    const token = `EAAlantern${'x'.repeat(30)}tail`;
    const facts = {
      appId: app.id,
      kind: 'system_user',
      scopes: ['a', 'b'],
      createdAt: 1,
      expiresAt: 2,
    } as const;
    const created = await store.tokens.create({ token, ...facts });
    expect(created).toEqual({ id: created.id, ...facts, label: 'EAAlan…tail', revokedAt: null });
    expect(await store.tokens.find(token)).toEqual(created);
    expect(await store.tokens.find(`${token} `)).toBeNull();
    await expect(store.tokens.create({ token, ...facts })).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.tokens.create({ token: 'y', ...facts, appId: 99 })).rejects.toMatchObject({
      code: 'missing',
    });
  });

  it('keeps a token without scopes and without an end', async () => {
    const { store } = bench;
    const { app } = await seed(store);
    const facts = { appId: app.id, kind: 'user', scopes: [], createdAt: 1, expiresAt: null } as const;
    await store.tokens.create({ token: 'plain', ...facts });
    expect(await store.tokens.find('plain')).toMatchObject({ scopes: [], expiresAt: null });
  });
}

function subscriptionCases(bench: Bench): void {
  it('saves an app’s subscription and replaces it without changing endpoint and queue', async () => {
    const { store } = bench;
    const { app } = await seed(store);
    const first = await store.subscriptions.saveApp(subscriptionOf(app.id));
    const [before] = (await store.routes.load()).endpoints;
    const changed = subscriptionOf(app.id, {
      callbackUrl: 'https://lantern.example/new',
      verifyToken: 'second',
      includeValues: false,
      active: false,
      verifiedAt: 6_000,
      fields: [
        { name: 'account_update', version: 'v24.0' },
        { name: 'messages', version: 'v25.0' },
      ],
    });
    const second = await store.subscriptions.saveApp(changed);
    const { verifyToken, ...shown } = changed;
    expect(second).toEqual({ ...shown, endpointId: first.endpointId });
    expect(await store.subscriptions.app(app.id)).toEqual(second);
    expect(await store.subscriptions.verifyToken(app.id)).toBe(verifyToken);
    const endpoints = (await store.routes.load()).endpoints;
    expect(endpoints).toEqual([{ ...before, url: 'https://lantern.example/new' }]);
  });

  it('changes nothing when a save is refused', async () => {
    const { store } = bench;
    const { app } = await seed(store);
    const saved = await store.subscriptions.saveApp(subscriptionOf(app.id));
    const field = { name: 'messages', version: 'v25.0' };
    const twice = subscriptionOf(app.id, { callbackUrl: 'https://other.example/', fields: [field, field] });
    await expect(store.subscriptions.saveApp(twice)).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.subscriptions.app(app.id)).toEqual(saved);
  });

  it('closes the endpoint when an app’s subscription is removed, and opens another one later', async () => {
    const { store } = bench;
    const { app } = await seed(store);
    const first = await store.subscriptions.saveApp(subscriptionOf(app.id));
    await store.subscriptions.removeApp(app.id);
    await store.subscriptions.removeApp(app.id);
    expect(await store.subscriptions.app(app.id)).toBeNull();
    expect((await store.routes.load()).endpoints).toMatchObject([{ id: first.endpointId, state: 'closed' }]);
    const second = await store.subscriptions.saveApp(subscriptionOf(app.id));
    expect(second.endpointId).not.toBe(first.endpointId);
    const endpoints = (await store.routes.load()).endpoints;
    expect(endpoints.map((endpoint) => endpoint.state)).toEqual(['closed', 'open']);
    expect(new Set(endpoints.map((endpoint) => endpoint.queueId)).size).toBe(2);
  });

  it('adds and removes a WABA’s app once', async () => {
    const { store } = bench;
    const { app, waba } = await seed(store);
    const pair = { appId: app.id, wabaId: waba.id };
    expect(await store.subscriptions.addWaba({ ...pair, at: 7 })).toEqual({ created: true });
    expect(await store.subscriptions.addWaba({ ...pair, at: 8 })).toEqual({ created: false });
    expect(await store.subscriptions.listByWaba(waba.id)).toEqual([{ ...pair, at: 7 }]);
    expect(await store.subscriptions.removeWaba(pair)).toEqual({ removed: true });
    expect(await store.subscriptions.removeWaba(pair)).toEqual({ removed: false });
    expect(await store.subscriptions.listByWaba(waba.id)).toEqual([]);
  });
}

function routesCases(bench: Bench): void {
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
    const { version, endpoints, ...directory } = await store.routes.load();
    expect(directory).toEqual({
      businesses: [business],
      apps: [app],
      wabas: [waba],
      phoneNumbers: [phoneNumber],
      appSubscriptions: [subscription],
      wabaSubscriptions: [{ appId: app.id, wabaId: waba.id, at: 7 }],
    });
    const [endpoint] = endpoints;
    expect(endpoint).toMatchObject({
      id: subscription.endpointId,
      appId: app.id,
      level: 'app',
      state: 'open',
    });
    expect((await (await bench.subject.reopen()).routes.load()).version).toBe(version);
  });

  it('tells listeners the new version after each change that routing sees, and only then', async () => {
    const { store } = bench;
    const versions: number[] = [];
    const stop = store.routes.onChange((version) => versions.push(version));
    const { app, waba } = await seed(store);
    expect(versions).toEqual([2, 3, 4]);
    expect((await store.routes.load()).version).toBe(4);
    const pair = { appId: app.id, wabaId: waba.id };
    await store.subscriptions.addWaba({ ...pair, at: 1 });
    await store.subscriptions.addWaba({ ...pair, at: 1 });
    await store.subscriptions.removeApp(app.id);
    await store.tokens.create({
      token: 't',
      appId: app.id,
      kind: 'user',
      scopes: [],
      createdAt: 1,
      expiresAt: null,
    });
    await expect(store.businesses.create({ graphId: '100', name: 'Twin' })).rejects.toThrow();
    expect(versions).toEqual([2, 3, 4, 5]);
    stop();
    await store.subscriptions.removeWaba(pair);
    expect(versions).toEqual([2, 3, 4, 5]);
    expect((await store.routes.load()).version).toBe(6);
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

function installationCases(bench: Bench): void {
  it('remembers that it holds demo values, and the hash of the admin key', async () => {
    expect(await bench.store.installation.isDemo()).toBe(false);
    expect(await bench.store.installation.adminKeyHash()).toBeNull();
    await bench.store.installation.markDemo();
    await bench.store.installation.saveAdminKeyHash(bytesOf('first'));
    await bench.store.installation.saveAdminKeyHash(bytesOf('second'));
    const store = await bench.subject.reopen();
    expect(await store.installation.isDemo()).toBe(true);
    expect(await store.installation.adminKeyHash()).toEqual(bytesOf('second'));
  });
}
