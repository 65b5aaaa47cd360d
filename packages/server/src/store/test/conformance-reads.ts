// Lists: newest first, filtered, in pages that neither repeat nor miss anything.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import type { Store } from '../store.ts';
import { acceptOwed, acceptRequest, newEvent, retrying, settlement } from './samples.ts';

export function readsChapter(bench: Bench): void {
  eventCases(bench);
  deliveryCases(bench);
}

function eventCases(bench: Bench): void {
  it('filters events by WABA, field and phone number, in pages', async () => {
    const { store } = bench;
    const events = Array.from({ length: 30 }, (_, index) =>
      newEvent({
        wabaId: index % 2 === 0 ? 1 : null,
        field: index % 3 === 0 ? 'flows' : 'messages',
        phoneNumber: index % 5 === 0 ? null : '400',
      }),
    );
    await store.events.accept(acceptRequest({ events }));
    const seqs = async (filter: Parameters<Store['events']['list']>[0]) =>
      (await store.events.list(filter)).map((event) => event.seq);
    expect(await seqs({ limit: 3 })).toEqual([30, 29, 28]);
    expect(await seqs({ limit: 3, beforeSeq: 28 })).toEqual([27, 26, 25]);
    expect(await seqs({ limit: 3, beforeSeq: 2 })).toEqual([1]);
    expect(await seqs({ limit: 3, beforeSeq: 1 })).toEqual([]);
    expect(await seqs({ limit: 2, wabaId: 1 })).toEqual([29, 27]);
    expect(await seqs({ limit: 100, wabaId: 1, field: 'flows' })).toEqual([25, 19, 13, 7, 1]);
    expect(await seqs({ limit: 100, wabaId: 1, field: 'flows', phoneNumber: '400' })).toEqual([
      25, 19, 13, 7,
    ]);
    expect(await seqs({ limit: 100, wabaId: 2 })).toEqual([]);
  });

  it('gets one event, or null', async () => {
    const { store } = bench;
    await acceptOwed(store, [1]);
    expect(await store.events.get(1)).toEqual((await store.events.list({ limit: 1 }))[0]);
    expect(await store.events.get(2)).toBeNull();
  });

  it('never answers more than a thousand rows', async () => {
    const { store } = bench;
    await acceptOwed(store, ...Array.from({ length: 1_001 }, () => [1]));
    const all = Array.from({ length: 1_001 }, (_, index) => settlement([index + 1]));
    await store.deliveries.settle(all);
    expect(await store.events.list({ limit: 5_000 })).toHaveLength(1_000);
    expect(await store.deliveries.list({ limit: 5_000 })).toHaveLength(1_000);
  });
}

function deliveryCases(bench: Bench): void {
  /** Two apps with a queue each; answers their ids. */
  async function seedApps(store: Store) {
    const { id: businessId } = await store.businesses.create({ graphId: '100', name: 'Lantern Books' });
    const apps: { appId: number; queueId: number }[] = [];
    for (const graphId of ['200', '201']) {
      const { id: appId } = await store.apps.create({
        graphId,
        name: 'App',
        businessId,
        mode: 'live',
        secret: 's',
      });
      const callback = { callbackUrl: 'https://a.example/', verifyToken: 'v', verifiedAt: 1 };
      await store.subscriptions.saveApp({
        appId,
        ...callback,
        includeValues: true,
        active: true,
        fields: [],
      });
      const endpoint = (await store.routes.load()).endpoints.find((one) => one.appId === appId);
      apps.push({ appId, queueId: endpoint?.queueId ?? 0 });
    }
    return apps;
  }

  it('filters deliveries by app, state and event', async () => {
    const { store } = bench;
    const [one, two] = await seedApps(store);
    if (!one || !two) throw new Error('Two apps were seeded.');
    const both = [one.queueId, two.queueId];
    await acceptOwed(store, both, both, [one.queueId]);
    await store.deliveries.settle([
      settlement([1, 2], { queueId: one.queueId }),
      retrying([1], 5_000, { queueId: two.queueId }),
      settlement([2], { queueId: two.queueId, state: 'dead', reason: 'http_410' }),
      settlement([3], { queueId: one.queueId, state: 'cancelled', attempt: null }),
    ]);
    const ids = async (filter: Omit<Parameters<Store['deliveries']['list']>[0], 'limit'>) =>
      (await store.deliveries.list({ limit: 10, ...filter })).map((delivery) => delivery.id);
    const id = (app: { queueId: number }, seq: number) => `${app.queueId}-${seq}`;
    expect(await ids({})).toEqual([id(one, 3), id(two, 2), id(two, 1), id(one, 1)]);
    expect(await ids({ appId: one.appId })).toEqual([id(one, 3), id(one, 1)]);
    expect(await ids({ state: 'delivered' })).toEqual([id(one, 1)]);
    expect(await ids({ state: 'dead' })).toEqual([id(two, 2)]);
    expect(await ids({ state: 'retrying', appId: one.appId })).toEqual([]);
    expect(await ids({ state: 'retrying', appId: two.appId })).toEqual([id(two, 1)]);
    expect(await ids({ seq: 1 })).toEqual([id(two, 1), id(one, 1)]);
    expect(await ids({ seq: 2 })).toEqual([id(two, 2), id(one, 1)]);
    expect(await ids({ seq: 2, appId: one.appId })).toEqual([id(one, 1)]);
    expect(await ids({ seq: 2, state: 'dead' })).toEqual([id(two, 2)]);
    expect(await ids({ seq: 9 })).toEqual([]);
    expect(await ids({ appId: 99 })).toEqual([]);
    expect((await store.deliveries.get(id(two, 2)))?.appId).toBe(two.appId);
  });

  it('misses nothing between pages where deliveries share a seq', async () => {
    const { store } = bench;
    const queueIds = [1, 2, 3];
    await acceptOwed(store, ...Array.from({ length: 7 }, () => queueIds));
    const settlements = Array.from({ length: 7 }, (_, index) =>
      queueIds.map((queueId) => settlement([index + 1], { queueId })),
    );
    await store.deliveries.settle(settlements.flat());
    const seen: string[] = [];
    let beforeSeq: number | undefined;
    for (;;) {
      const page = await store.deliveries.list({ limit: 4, ...(beforeSeq !== undefined && { beforeSeq }) });
      seen.push(...page.map((delivery) => delivery.id));
      beforeSeq = page.at(-1)?.firstSeq;
      if (beforeSeq === undefined) break;
    }
    expect(seen).toHaveLength(21);
    expect(new Set(seen).size).toBe(21);
  });

  it('answers null for a delivery it does not know, and for an id that is none', async () => {
    for (const id of ['1-1', '', '1', '1-', '-1', 'x-y', '1-1-1', `1-${'9'.repeat(20)}`]) {
      expect(await bench.store.deliveries.get(id)).toBeNull();
    }
  });
}
