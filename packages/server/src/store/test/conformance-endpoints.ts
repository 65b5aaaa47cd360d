// Single endpoints: what each may be sent, whether it is sent anything, and how it was doing.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import type { KeptHealth } from '../endpoints.ts';
import type { Store } from '../store.ts';
import { seed, subscriptionOf, unlimited } from './directory-samples.ts';

async function prepare(store: Store) {
  const { app, waba } = await seed(store);
  const { endpointId } = await store.subscriptions.saveApp(subscriptionOf(app.id));
  const place = { appId: app.id, wabaId: waba.id, phoneNumberId: null };
  const override = await store.subscriptions.saveOverride({
    ...place,
    url: 'https://waba.example/',
    verifyToken: 'token',
  });
  return { app, place, endpointId, override };
}

const open: KeptHealth = {
  queueId: 1,
  open: { pauseMs: 20_000, probeAt: 7_000 },
  failures: 12,
  failingSince: 1_000,
  lastSuccessAt: 900,
  lastFailureAt: 6_000,
  lastFailure: 'timeout',
};
const well: KeptHealth = { ...open, open: null, failures: 0, failingSince: null };

export function endpointsChapter(bench: Bench): void {
  it('limits one endpoint, what is not named stays, and null goes back to the settings', async () => {
    const { endpoints, routes } = bench.store;
    const { endpointId, override } = await prepare(bench.store);
    expect(await endpoints.get(endpointId)).toMatchObject(unlimited);
    expect(await endpoints.limit(endpointId, { ratePerSecond: 20 })).toMatchObject({ ratePerSecond: 20 });
    expect(await endpoints.limit(endpointId, { windowMax: 2 })).toMatchObject({ ratePerSecond: 20 });
    const shown = (await routes.load()).endpoints.map((each) => [
      each.id,
      each.ratePerSecond,
      each.windowMax,
    ]);
    expect(shown).toEqual([
      [endpointId, 20, 2],
      [override.id, null, null],
    ]);
    expect(await endpoints.limit(endpointId, { ratePerSecond: null, windowMax: null })).toMatchObject(
      unlimited,
    );
    expect(await endpoints.limit(endpointId, { ratePerSecond: 0 })).toMatchObject({ ratePerSecond: 0 });
    await expect(endpoints.limit(99, { windowMax: 1 })).rejects.toMatchObject({ code: 'missing' });
    expect(await endpoints.get(99)).toBeNull();
  });

  it('deactivates an open endpoint once, over a restart, and activates it again', async () => {
    const { endpointId, override, place } = await prepare(bench.store);
    const { endpoints } = bench.store;
    expect(await endpoints.deactivate(endpointId, 6_000)).toEqual({ changed: true });
    expect(await endpoints.deactivate(endpointId, 7_000)).toEqual({ changed: false });
    const store = await bench.subject.reopen();
    expect(await store.endpoints.get(endpointId)).toMatchObject({ deactivatedAt: 6_000, state: 'open' });
    expect(await store.subscriptions.app(place.appId)).toMatchObject({ active: true, deactivatedAt: 6_000 });
    expect(await store.endpoints.get(override.id)).toMatchObject({ deactivatedAt: null });
    expect(await store.endpoints.activate(endpointId)).toEqual({ changed: true });
    expect(await store.endpoints.activate(endpointId)).toEqual({ changed: false });
    expect(await store.subscriptions.app(place.appId)).toMatchObject({ deactivatedAt: null });
    await store.subscriptions.removeOverride(place);
    expect(await store.endpoints.deactivate(override.id, 6_000)).toEqual({ changed: false });
  });

  it('activates by a handshake after the deactivation, and by no older one', async () => {
    const { app, endpointId, override, place } = await prepare(bench.store);
    const { endpoints, subscriptions } = bench.store;
    await endpoints.deactivate(endpointId, 6_000);
    await subscriptions.saveApp(subscriptionOf(app.id, { fields: [], verifiedAt: 5_000 }));
    expect(await endpoints.get(endpointId)).toMatchObject({ deactivatedAt: 6_000 });
    await subscriptions.saveApp(subscriptionOf(app.id, { verifiedAt: 6_500 }));
    expect(await endpoints.get(endpointId)).toMatchObject({ deactivatedAt: null });
    await endpoints.deactivate(override.id, 6_000);
    await subscriptions.saveOverride({ ...place, url: 'https://waba.example/', verifyToken: 'token' });
    expect(await endpoints.get(override.id)).toMatchObject({ deactivatedAt: null });
  });

  it('tells routing of each change, and of nothing else', async () => {
    const { endpointId } = await prepare(bench.store);
    const { endpoints, routes } = bench.store;
    const versions: number[] = [];
    const stop = routes.onChange((version) => versions.push(version));
    await endpoints.limit(endpointId, { windowMax: 3 });
    await endpoints.deactivate(endpointId, 1);
    await endpoints.deactivate(endpointId, 2);
    await endpoints.activate(endpointId);
    await endpoints.activate(endpointId);
    await endpoints.keepHealth([{ ...well, queueId: 1 }]);
    expect(versions).toHaveLength(3);
    stop();
  });

  it('keeps the health of queues over a restart, the latest of each, and none of queues that are gone', async () => {
    const { override, endpointId } = await prepare(bench.store);
    const own = await bench.store.endpoints.get(endpointId);
    const mine = { ...open, queueId: own?.queueId ?? 0 };
    const other = { ...well, queueId: override.queueId };
    expect(await bench.store.endpoints.health()).toEqual([]);
    await bench.store.endpoints.keepHealth([{ ...well, queueId: mine.queueId }, other]);
    await bench.store.endpoints.keepHealth([mine, { ...well, queueId: 999 }]);
    await bench.store.endpoints.keepHealth([]);
    const store = await bench.subject.reopen();
    expect(await store.endpoints.health()).toEqual([mine, other]);
    await store.endpoints.keepHealth([{ ...well, queueId: mine.queueId }]);
    expect((await store.endpoints.health())[0]).toEqual({ ...well, queueId: mine.queueId });
  });
}
