import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../test/support/until.ts';
import { integer, one } from './rows.ts';
import { openDatabase } from './sqlite-driver.ts';
import { openTestStore, type TestStore } from './test/open-store.ts';
import { acceptRequest, attempt, newEvent, settlement } from './test/samples.ts';
import type { Faults } from './transaction.ts';

// SQLite's own limit on pages answers exactly as a full disk does, in the middle of any write.
let faults: Faults;
let test: TestStore;
beforeEach(async () => {
  faults = {};
  test = await openTestStore({ faults });
});
afterEach(async () => {
  delete faults.pagesMax;
  await test.dispose();
});

const body = () => acceptRequest({ events: [newEvent({ change: new Uint8Array(3_000) })] });

/** Accepts until the disk is full; answers how many were acknowledged. */
async function fillUp(): Promise<number> {
  const pages = test.behind((database) =>
    integer(one(database.prepare('pragma page_count').get()), 'page_count'),
  );
  faults.pagesMax = pages + 20;
  for (let acknowledged = 0; ; acknowledged++) {
    const outcome = await test.store.events.accept(body());
    if (outcome.kind === 'accepted') continue;
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'disk_full' });
    return acknowledged;
  }
}

/** Too large for the room that is left. */
const largeSettlement = (seq: number) =>
  settlement([seq], { attempt: attempt({ excerpt: new Uint8Array(20_000) }) });

describe('a full disk', () => {
  it('refuses events, keeps what was acknowledged, and accepts again when there is room', async () => {
    const acknowledged = await fillUp();
    expect(acknowledged).toBeGreaterThan(5);
    expect(await test.store.events.accept(body())).toMatchObject({ reason: 'disk_full' });
    delete faults.pagesMax;
    expect(await test.store.events.accept(body())).toMatchObject({
      kind: 'accepted',
      firstSeq: acknowledged + 1,
    });
    const store = await test.reopen();
    expect(await store.events.list({ limit: 1_000 })).toHaveLength(acknowledged + 1);
    expect(test.notices.map((notice) => notice.kind)).toEqual(['disk_full', 'disk_recovered']);
  });

  it('keeps settlements and stores them when there is room', async () => {
    await fillUp();
    let isSettled = false;
    const settling = test.store.deliveries.settle([largeSettlement(1), settlement([2])]).then(() => {
      isSettled = true;
    });
    await test.store.events.accept(body());
    test.clock.advance(1_000);
    await test.store.events.accept(body());
    expect(isSettled).toBe(false);
    expect(await test.store.deliveries.get('1-1')).toBeNull();
    delete faults.pagesMax;
    test.clock.advance(5_000);
    await settling;
    expect(await test.store.deliveries.get('1-1')).toMatchObject({ state: 'delivered' });
    expect(await test.store.deliveries.get('1-2')).toMatchObject({ state: 'delivered' });
  });

  it('stores waiting settlements at once when an event finds room again', async () => {
    await fillUp();
    const settling = test.store.deliveries.settle([largeSettlement(1)]);
    await test.store.events.accept(body());
    delete faults.pagesMax;
    await test.store.events.accept(body());
    await settling;
  });

  it('does not keep a settlement that fits from being stored', async () => {
    await fillUp();
    const [outcome] = await Promise.all([
      test.store.events.accept(body()),
      test.store.deliveries.settle([settlement([1])]),
    ]);
    expect(outcome).toMatchObject({ reason: 'disk_full' });
    expect(await test.store.deliveries.get('1-1')).toMatchObject({ state: 'delivered' });
  });

  it('refuses changes of the directory', async () => {
    await fillUp();
    const name = 'x'.repeat(50_000);
    await expect(test.store.businesses.create({ graphId: '1', name })).rejects.toMatchObject({
      code: 'full',
    });
    expect((await test.store.routes.load()).version).toBe(1);
  });

  it('refuses small writes that need room, and counts the others', async () => {
    await fillUp();
    const limit = { budget: 5, windowMs: 1_000, slotMs: 100, now: 1_000 };
    const settling = test.store.deliveries.settle([largeSettlement(1)]);
    const refused = test.store.usage.take({ ...limit, bucket: 'x'.repeat(50_000) });
    await expect(refused).rejects.toMatchObject({ code: 'full' });
    await expect(test.store.usage.take({ ...limit, bucket: 'small' })).resolves.toMatchObject({ calls: 1 });
    delete faults.pagesMax;
    await test.store.events.accept(body());
    await settling;
  });

  it('says which settlements were not stored when the store is closed; they are owed again', async () => {
    await fillUp();
    const settling = test.store.deliveries.settle([largeSettlement(1)]);
    const refused = expect(settling).rejects.toMatchObject({ code: 'full' });
    const acknowledged = (await test.store.deliveries.backlog())[0]?.pending;
    await test.store.close();
    await refused;
    delete faults.pagesMax;
    const store = await test.reopen();
    expect((await store.deliveries.backlog())[0]?.pending).toBe(acknowledged);
  });
});

describe('a database that somebody else has locked', () => {
  it('fails events, keeps settlements, and goes on when the lock is gone', async () => {
    await test.store.events.accept(body());
    const other = openDatabase(test.databaseFile, { readOnly: false, busyTimeoutMs: 0 });
    other.exec('begin immediate');
    const settling = test.store.deliveries.settle([settlement([1])]);
    await until(() => test.notices.length > 0);
    const outcome = await test.store.events.accept(body());
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'storage_error' });
    other.exec('rollback');
    other.close();
    test.clock.advance(5_000);
    await settling;
    expect(await test.store.events.list({ limit: 10 })).toHaveLength(1);
    expect(test.notices.map((notice) => notice.kind)).toEqual(['storage_error', 'storage_error']);
  });
});
