// Faults of apps: kept as they were set, told to routing, and written beside the attempts that carried them.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import { type AppFaults, type FaultExtra, faultExtrasMax } from '../faults.ts';
import { seed } from './directory-samples.ts';
import { acceptOwed, attempt, retrying, settlement } from './samples.ts';

function faultsOf(appId: number, change: Partial<AppFaults> = {}): AppFaults {
  const faults = { drop: { probability: 0.25, attempts: 1 }, delay: { probability: 1, from_ms: 5 } };
  return { appId, seed: 7, isMarked: true, setAt: 1_000, expiresAt: 9_000, faults, ...change };
}

function extraOf(appId: number, firstSeq: number): FaultExtra {
  const end = { at: 3_000, durationMs: 12, bytes: 400, status: 500, reason: 'http_500' };
  return { appId, fault: 'drift', queueId: 1, firstSeq, ...end };
}

export function faultsChapter(bench: Bench): void {
  it('keeps one set an app over a restart, the latest, until it is cleared', async () => {
    const { app } = await seed(bench.store);
    expect(await bench.store.faults.get(app.id)).toBeNull();
    await bench.store.faults.set(faultsOf(app.id));
    const store = await bench.subject.reopen();
    expect(await store.faults.get(app.id)).toEqual(faultsOf(app.id));
    const later = faultsOf(app.id, { seed: 8, isMarked: false, expiresAt: null, faults: { reset: {} } });
    await store.faults.set(later);
    expect((await store.routes.load()).faults).toEqual([later]);
    expect(await store.faults.clear(app.id)).toEqual({ cleared: true });
    expect(await store.faults.clear(app.id)).toEqual({ cleared: false });
    expect((await store.routes.load()).faults).toEqual([]);
    await expect(store.faults.set(faultsOf(99))).rejects.toMatchObject({ code: 'missing' });
  });

  it('tells routing when a set changes, and of nothing else about faults', async () => {
    const { app } = await seed(bench.store);
    const { faults, routes } = bench.store;
    const versions: number[] = [];
    const stop = routes.onChange((version) => versions.push(version));
    await faults.set(faultsOf(app.id));
    await faults.noteExtras([extraOf(app.id, 1)]);
    await faults.clear(app.id);
    await faults.clear(app.id);
    expect(versions).toHaveLength(2);
    stop();
  });

  it('keeps the latest extras of each app, and none of apps that are gone', async () => {
    const { app } = await seed(bench.store);
    const { faults } = bench.store;
    const many = Array.from({ length: faultExtrasMax + 3 }, (_, index) => extraOf(app.id, index + 1));
    await faults.noteExtras(many.slice(0, 2));
    await faults.noteExtras([...many.slice(2), extraOf(99, 1)]);
    await faults.noteExtras([]);
    const kept = await faults.extras({ appId: app.id, limit: 1_000 });
    expect(kept).toEqual(many.slice(3).reverse());
    expect(await faults.extras({ appId: app.id, limit: 1 })).toEqual(many.slice(-1));
    expect(await faults.extras({ appId: 99, limit: 1 })).toEqual([]);
  });

  it('writes beside each attempt which faults it carried, and beside the delivery each of them once', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1], [1]);
    await store.deliveries.settle([
      retrying([1], 3_000, { attempt: attempt({ status: null, faults: ['delay', 'drop'] }) }),
      retrying([2], 3_000),
      settlement([3], { attempt: attempt({ faults: ['duplicate'] }) }),
    ]);
    const again = { attempt: attempt({ no: 2, faults: ['drop', 'reset'] }) };
    await store.deliveries.settle([retrying([1], 4_000, again), retrying([2], 4_000, again)]);
    await store.deliveries.settle([settlement([1], { attempt: attempt({ no: 3 }) })]);
    const first = await store.deliveries.get('1-1');
    expect(first?.faults).toEqual(['delay', 'drop', 'reset']);
    expect(first?.attempts.map(({ faults }) => faults)).toEqual([['delay', 'drop'], ['drop', 'reset'], []]);
    expect((await store.deliveries.get('1-2'))?.attempts.map(({ faults }) => faults)).toEqual([
      [],
      ['drop', 'reset'],
    ]);
    const listed = await store.deliveries.list({ limit: 10 });
    expect(listed.map(({ id, faults }) => [id, faults])).toEqual([
      ['1-3', ['duplicate']],
      ['1-2', ['drop', 'reset']],
      ['1-1', ['delay', 'drop', 'reset']],
    ]);
  });
}
