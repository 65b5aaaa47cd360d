// Callbacks for one WABA or one number: set, moved, drained, set again.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import type { NewOverride } from '../nouns.ts';
import type { Store } from '../store.ts';
import { seed, subscriptionOf, unlimited } from './directory-samples.ts';
import { acceptOwed } from './samples.ts';

export function overridesChapter(bench: Bench): void {
  lifeCases(bench);
  endCases(bench);
  refusalCases(bench);
}

/** The directory with a phone number and the app's own callback. */
async function prepare(store: Store) {
  const directory = await seed(store);
  const { app, waba } = directory;
  const number = await store.phoneNumbers.create({
    graphId: '400',
    wabaId: waba.id,
    displayPhoneNumber: '12025550123',
  });
  await store.subscriptions.saveApp(subscriptionOf(app.id));
  await store.subscriptions.addWaba({ appId: app.id, wabaId: waba.id, at: 1 });
  const place = { appId: app.id, wabaId: waba.id, phoneNumberId: null };
  return { ...directory, number, place, numberPlace: { ...place, phoneNumberId: number.id } };
}

function overrideAt(
  place: Omit<NewOverride, 'url' | 'verifyToken'>,
  url = 'https://waba.example/',
): NewOverride {
  return { ...place, url, verifyToken: `token for ${url}` };
}

function lifeCases(bench: Bench): void {
  it('opens an endpoint with a queue of its own at each place', async () => {
    const { place, numberPlace } = await prepare(bench.store);
    const ofWaba = await bench.store.subscriptions.saveOverride(overrideAt(place));
    const ofNumber = await bench.store.subscriptions.saveOverride(
      overrideAt(numberPlace, 'https://number.example/'),
    );
    expect(ofWaba).toEqual({
      ...place,
      id: ofWaba.id,
      level: 'waba',
      url: 'https://waba.example/',
      state: 'open',
      queueId: ofWaba.queueId,
      ...unlimited,
    });
    expect(ofNumber).toMatchObject({ ...numberPlace, level: 'number', url: 'https://number.example/' });
    const store = await bench.subject.reopen();
    expect(await store.subscriptions.overrides(place.wabaId)).toEqual([ofWaba, ofNumber]);
    const { endpoints } = await store.routes.load();
    expect(endpoints.map((each) => each.level)).toEqual(['app', 'waba', 'number']);
    expect(new Set(endpoints.map((each) => each.queueId)).size).toBe(3);
  });

  it('replaces URL and verify token, and keeps endpoint and queue', async () => {
    const { place } = await prepare(bench.store);
    const first = await bench.store.subscriptions.saveOverride(overrideAt(place));
    const second = await bench.store.subscriptions.saveOverride(overrideAt(place, 'https://new.example/'));
    expect(second).toEqual({ ...first, url: 'https://new.example/' });
    const store = await bench.subject.reopen();
    expect(await store.subscriptions.overrideVerifyToken(first.id)).toBe('token for https://new.example/');
  });

  it('keeps the overrides of apps apart', async () => {
    const { store } = bench;
    const { business, place } = await prepare(store);
    const app = await store.apps.create({
      graphId: '201',
      name: 'Second',
      businessId: business.id,
      mode: 'live',
      secret: 's',
    });
    const first = await store.subscriptions.saveOverride(overrideAt(place));
    const second = await store.subscriptions.saveOverride(overrideAt({ ...place, appId: app.id }));
    await store.subscriptions.removeOverride(place);
    expect(await store.subscriptions.overrides(place.wabaId)).toEqual([second]);
    expect(second.queueId).not.toBe(first.queueId);
  });
}

function endCases(bench: Bench): void {
  const stateOf = async (endpointId: number) => {
    const { endpoints } = await bench.store.routes.load();
    return endpoints.find((each) => each.id === endpointId)?.state;
  };

  it('drains when it is removed, once, and keeps what it is owed', async () => {
    const { store } = bench;
    const { place } = await prepare(store);
    const { id, queueId } = await store.subscriptions.saveOverride(overrideAt(place));
    await acceptOwed(store, [queueId]);
    expect(await store.subscriptions.removeOverride(place)).toEqual({ removed: true });
    expect(await store.subscriptions.removeOverride(place)).toEqual({ removed: false });
    expect(await stateOf(id)).toBe('draining');
    expect(await store.subscriptions.overrides(place.wabaId)).toEqual([]);
    expect(await store.deliveries.backlog()).toEqual([{ queueId, pending: 1, retrying: 0 }]);
    await expect(store.subscriptions.overrideVerifyToken(id)).rejects.toMatchObject({ code: 'missing' });
  });

  it('is a new endpoint when set again, so that what was owed still goes to the old URL', async () => {
    const { store } = bench;
    const { place } = await prepare(store);
    const old = await store.subscriptions.saveOverride(overrideAt(place, 'https://old.example/'));
    await store.subscriptions.removeOverride(place);
    const fresh = await store.subscriptions.saveOverride(overrideAt(place, 'https://new.example/'));
    expect(fresh.id).not.toBe(old.id);
    expect(fresh.queueId).not.toBe(old.queueId);
    const { endpoints } = await store.routes.load();
    expect(endpoints.filter((each) => each.level === 'waba')).toEqual([{ ...old, state: 'draining' }, fresh]);
  });

  it('goes with the app’s subscription to the WABA; that of a number stays', async () => {
    const { store } = bench;
    const { place, numberPlace } = await prepare(store);
    const ofWaba = await store.subscriptions.saveOverride(overrideAt(place));
    const ofNumber = await store.subscriptions.saveOverride(overrideAt(numberPlace));
    expect(await store.subscriptions.removeWaba(place)).toEqual({ removed: true });
    expect(await stateOf(ofWaba.id)).toBe('draining');
    expect(await store.subscriptions.overrides(place.wabaId)).toEqual([ofNumber]);
  });

  it('is closed with the app’s callback, draining or not', async () => {
    const { store } = bench;
    const { app, place, numberPlace } = await prepare(store);
    await store.subscriptions.saveOverride(overrideAt(place));
    await store.subscriptions.removeOverride(place);
    await store.subscriptions.saveOverride(overrideAt(place));
    await store.subscriptions.saveOverride(overrideAt(numberPlace));
    await store.subscriptions.removeApp(app.id);
    const { endpoints } = await store.routes.load();
    expect(endpoints.map((each) => each.state)).toEqual(['closed', 'closed', 'closed', 'closed']);
    await store.subscriptions.saveApp(subscriptionOf(app.id));
    expect(await store.subscriptions.overrides(place.wabaId)).toEqual([]);
  });
}

function refusalCases(bench: Bench): void {
  it('needs an app, a WABA, and a number of that WABA', async () => {
    const { store } = bench;
    const { business, place, numberPlace } = await prepare(store);
    const waba = await store.wabas.create({ graphId: '301', name: 'Other', businessId: business.id });
    const wrong = [
      { ...place, appId: 99 },
      { ...place, wabaId: 99 },
      { ...place, phoneNumberId: 99 },
      { ...numberPlace, wabaId: waba.id },
    ];
    const { version } = await store.routes.load();
    for (const each of wrong) {
      await expect(store.subscriptions.saveOverride(overrideAt(each))).rejects.toMatchObject({
        code: 'missing',
      });
    }
    expect((await store.routes.load()).version).toBe(version);
    await expect(store.subscriptions.overrideVerifyToken(99)).rejects.toMatchObject({ code: 'missing' });
  });
}
