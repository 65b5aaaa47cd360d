// Businesses, apps, users, WABAs, numbers, subscriptions, facts of the installation.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import { seed, subscriptionOf, userOf } from './directory-samples.ts';
import { bytesOf } from './samples.ts';

export function directoryChapter(bench: Bench): void {
  nounCases(bench);
  subscriptionCases(bench);
  installationCases(bench);
}

function nounCases(bench: Bench): void {
  it('finds what was created, and keeps it over a restart', async () => {
    const { business, app, waba, user } = await seed(bench.store);
    const number = { graphId: '400', wabaId: waba.id, displayPhoneNumber: '12025550123' };
    const phoneNumber = await bench.store.phoneNumbers.create(number);
    const store = await bench.subject.reopen();
    expect(await store.businesses.find('100')).toEqual(business);
    expect(await store.apps.find('200')).toEqual(app);
    expect(await store.apps.get(app.id)).toEqual(app);
    expect(await store.wabas.find('300')).toEqual(waba);
    expect(await store.wabas.get(waba.id)).toEqual(waba);
    expect(await store.users.find('500')).toEqual(user);
    expect(await store.users.get(user.id)).toEqual(user);
    expect(user).toEqual({ id: user.id, ...userOf(business.id) });
    expect(await store.phoneNumbers.find('400')).toEqual(phoneNumber);
    expect(phoneNumber).toEqual({
      id: phoneNumber.id,
      ...number,
      verifiedName: 'Lantern Books',
      registered: true,
    });
    expect(app).toEqual({
      id: app.id,
      graphId: '200',
      name: 'Lantern Desk',
      businessId: business.id,
      mode: 'live',
      link: null,
      icon: null,
      requireAppSecret: false,
      order: 'none',
      coalesce: false,
    });
  });

  it('changes of an app what is named, and leaves the rest', async () => {
    const { store } = bench;
    const { app } = await seed(store);
    const shown = { link: 'https://lantern.example/', icon: 'https://lantern.example/icon.png' };
    const changed = await store.apps.update(app.id, {
      ...shown,
      mode: 'development',
      requireAppSecret: true,
      order: 'conversation',
      coalesce: true,
    });
    const flags = { requireAppSecret: true, order: 'conversation', coalesce: true };
    expect(changed).toEqual({ ...app, ...shown, mode: 'development', ...flags });
    expect(await store.apps.update(app.id, { link: null, name: 'Desk' })).toEqual({
      ...changed,
      link: null,
      name: 'Desk',
    });
    expect(await store.apps.update(app.id, {})).toEqual(await store.apps.get(app.id));
    expect(await store.apps.secret(app.id)).toBe('sesame');
    await expect(store.apps.update(99, { name: 'Nobody' })).rejects.toMatchObject({ code: 'missing' });
  });

  it('makes an app with everything that can be edited later', async () => {
    const { store } = bench;
    const { business } = await seed(store);
    const given = { graphId: '201', name: 'Proof', businessId: business.id, mode: 'development' } as const;
    const shown = {
      link: 'https://proof.example/',
      icon: null,
      requireAppSecret: true,
      order: 'number',
      coalesce: true,
    } as const;
    const app = await store.apps.create({ ...given, ...shown, secret: 's' });
    expect(app).toEqual({ id: app.id, ...given, ...shown });
  });

  it('changes of a phone number what is named, and leaves the rest', async () => {
    const { store } = bench;
    const { waba } = await seed(store);
    const number = await store.phoneNumbers.create({
      graphId: '400',
      wabaId: waba.id,
      displayPhoneNumber: '12025550123',
      verifiedName: 'Lantern',
      registered: false,
    });
    expect(number).toMatchObject({ verifiedName: 'Lantern', registered: false });
    const registered = await store.phoneNumbers.update(number.id, { registered: true });
    expect(registered).toEqual({ ...number, registered: true });
    const named = await store.phoneNumbers.update(number.id, { verifiedName: '', registered: false });
    expect(named).toEqual({ ...number, verifiedName: '' });
    expect(await store.phoneNumbers.find('400')).toEqual(named);
    await expect(store.phoneNumbers.update(99, {})).rejects.toMatchObject({ code: 'missing' });
  });

  it('answers null for what it does not know', async () => {
    const { store } = bench;
    expect(await store.businesses.find('1')).toBeNull();
    expect(await store.apps.find('1')).toBeNull();
    expect(await store.apps.get(1)).toBeNull();
    expect(await store.wabas.find('1')).toBeNull();
    expect(await store.wabas.get(1)).toBeNull();
    expect(await store.users.find('1')).toBeNull();
    expect(await store.users.get(1)).toBeNull();
    expect(await store.phoneNumbers.find('1')).toBeNull();
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
    await store.users.create(userOf(business.id, { graphId: '499' }));
    expect(graphIds(await store.users.list())).toEqual(['499', '500']);
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
    await expect(store.users.create(userOf(business.id))).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.users.create(userOf(99, { graphId: '501' }))).rejects.toMatchObject({
      code: 'missing',
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
    const untold = { clientCertificate: false, deactivatedAt: null };
    expect(second).toEqual({ ...shown, endpointId: first.endpointId, ...untold });
    expect(await store.subscriptions.app(app.id)).toEqual(second);
    expect(await store.subscriptions.verifyToken(app.id)).toBe(verifyToken);
    const endpoints = (await store.routes.load()).endpoints;
    expect(endpoints).toEqual([{ ...before, url: 'https://lantern.example/new' }]);
  });

  it('keeps the client certificate switched on until it is switched off', async () => {
    const { store } = bench;
    const { app } = await seed(store);
    const isOn = async () => (await store.subscriptions.app(app.id))?.clientCertificate;
    await expect(store.subscriptions.setClientCertificate(app.id, true)).rejects.toMatchObject({
      code: 'missing',
    });
    await store.subscriptions.saveApp(subscriptionOf(app.id));
    expect(await isOn()).toBe(false);
    await store.subscriptions.setClientCertificate(app.id, true);
    expect((await store.subscriptions.saveApp(subscriptionOf(app.id))).clientCertificate).toBe(true);
    await store.subscriptions.saveApp(subscriptionOf(app.id, { clientCertificate: false }));
    expect(await isOn()).toBe(false);
    await store.subscriptions.removeApp(app.id);
    await store.subscriptions.saveApp(subscriptionOf(app.id, { clientCertificate: true }));
    expect(await isOn()).toBe(true);
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
