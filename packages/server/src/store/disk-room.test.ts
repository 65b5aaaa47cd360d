import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../test/support/until.ts';
import { integer, one } from './rows.ts';
import { openTestStore, type TestStore } from './test/open-store.ts';
import { acceptRequest, attempt, newEvent, settlement } from './test/samples.ts';
import type { Faults } from './transaction.ts';

const ballastBytes = 100_000;
const lowBytes = 1_000_000;

let test: TestStore;
let faults: Faults;

async function open(freeBytes: number, options: { diskLowBytes?: number; ballastBytes?: number } = {}) {
  faults = { freeBytes };
  test = await openTestStore({ faults, diskLowBytes: lowBytes, ballastBytes, ...options });
}
afterEach(async () => {
  delete faults.pagesMax;
  await test.dispose();
});

const body = () => acceptRequest({ events: [newEvent({ change: new Uint8Array(3_000) })] });
const ballastFile = () => join(test.directory, 'wahook.ballast');
const sizeOfBallast = () =>
  stat(ballastFile()).then(
    ({ size }) => size,
    () => null,
  );
const kinds = () => test.notices.map((notice) => notice.kind);

/** Looks come once a second, each a moment later than its timer. */
async function lookUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  await until(() => {
    test.clock.advance(1_000);
    return condition();
  });
}

async function fillUp(): Promise<void> {
  const pages = test.behind((database) =>
    integer(one(database.prepare('pragma page_count').get()), 'page_count'),
  );
  faults.pagesMax = pages + 10;
  for (;;) if ((await test.store.events.accept(body())).kind !== 'accepted') return;
}

describe('a disk that is nearly full', () => {
  it('gets no new events, still takes settlements, and recovers by itself', async () => {
    await open(50_000_000);
    await test.store.events.accept(body());
    faults.freeBytes = lowBytes - 1;
    await lookUntil(() => kinds().includes('disk_low'));
    expect(await test.store.events.accept(body())).toMatchObject({ kind: 'failed', reason: 'disk_full' });
    await test.store.deliveries.settle([settlement([1])]);
    expect(await test.store.deliveries.get('1-1')).toMatchObject({ state: 'delivered' });
    faults.freeBytes = lowBytes * 2;
    await lookUntil(() => kinds().includes('disk_enough'));
    expect(await test.store.events.accept(body())).toMatchObject({ kind: 'accepted', firstSeq: 2 });
    expect(kinds()).toEqual(['disk_low', 'disk_enough']);
  });

  it('is noticed before the first event', async () => {
    await open(0);
    expect(await test.store.events.accept(body())).toMatchObject({ reason: 'disk_full' });
    expect(await sizeOfBallast()).toBeNull();
  });

  it('takes events down to the last page where no bound is set', async () => {
    await open(0, { diskLowBytes: 0, ballastBytes: 0 });
    expect(await test.store.events.accept(body())).toMatchObject({ kind: 'accepted' });
  });
});

describe('the ballast', () => {
  it('is held from the start, private, once, and of the size that is set', async () => {
    await open(50_000_000);
    expect(await sizeOfBallast()).toBe(ballastBytes);
    expect((await stat(ballastFile())).mode & 0o777).toBe(0o600);
    const content = await readFile(ballastFile());
    await test.reopen();
    expect((await readFile(ballastFile())).equals(content)).toBe(true);
    await test.store.close();
    await writeFile(ballastFile(), 'cut off while it was written');
    await test.reopen();
    expect(await sizeOfBallast()).toBe(ballastBytes);
  });

  it('is given up when the disk is full, and held again when there is room for it', async () => {
    await open(50_000_000);
    await fillUp();
    expect(await sizeOfBallast()).toBeNull();
    delete faults.pagesMax; // the room that it has set free
    faults.freeBytes = ballastBytes;
    await test.store.deliveries.settle([
      settlement([1], { attempt: attempt({ excerpt: new Uint8Array(20_000) }) }),
    ]);
    expect(await test.store.events.accept(body())).toMatchObject({ reason: 'disk_full' });
    await lookUntil(() => true);
    expect(await test.store.events.accept(body())).toMatchObject({ reason: 'disk_full' });
    faults.freeBytes = 50_000_000;
    await lookUntil(() => kinds().includes('disk_enough'));
    expect(await sizeOfBallast()).toBe(ballastBytes);
    expect(await test.store.events.accept(body())).toMatchObject({ kind: 'accepted' });
    expect(kinds()).toEqual(['ballast_given_up', 'disk_full', 'disk_enough', 'disk_recovered']);
  });

  it('lets pruning make room on a full disk', async () => {
    await open(50_000_000);
    await fillUp();
    for (const seq of [1, 2]) await test.store.deliveries.settle([settlement([seq])]);
    const pruned = await test.store.upkeep.prune({
      now: test.clock.now(),
      eventAgeMs: 0,
      deadAgeMs: 0,
      auditAgeMs: null,
      dedupeWindowMs: 0,
      bytesMax: 1,
      stripBodies: false,
    });
    expect(pruned.events).toBe(2);
  });

  it('goes when the setting is taken away', async () => {
    await open(50_000_000);
    await test.store.close();
    await rm(join(test.directory, 'nothing'), { force: true });
    const second = test;
    await open(50_000_000, { ballastBytes: 0 });
    expect(await sizeOfBallast()).toBeNull();
    await second.dispose();
  });
});
