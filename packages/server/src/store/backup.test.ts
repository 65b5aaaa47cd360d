import { copyFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from './sqlite.ts';
import { openTestStore, type TestStore, testKey } from './test/open-store.ts';
import { acceptOwed } from './test/samples.ts';

let test: TestStore;
let place: string;
beforeEach(async () => {
  test = await openTestStore();
  place = await mkdtemp(join(tmpdir(), 'wahook-backup-'));
});
afterEach(async () => {
  await test.dispose();
  await rm(place, { recursive: true });
});

async function restored(file: string) {
  const directory = join(place, 'restored');
  await rm(directory, { recursive: true, force: true });
  // What docs/operations.md says: a directory with the file in it, under its usual name.
  const store = await openSqliteStore({ directory, clock: test.clock, masterKey: testKey });
  await store.close();
  for (const name of await readdir(directory)) await rm(join(directory, name));
  await copyFile(file, join(directory, 'wahook.db'));
  return openSqliteStore({ directory, clock: test.clock, masterKey: testKey });
}

describe('a backup', () => {
  it('holds what was acknowledged before it, whole bodies only, while events keep coming', async () => {
    let isDone = false;
    let acknowledged = 0;
    const coming = (async () => {
      while (!isDone) {
        const seqs = await acceptOwed(test.store, [1], [1], [1]);
        acknowledged = seqs.at(-1) ?? 0;
      }
    })();
    while (acknowledged < 30) await new Promise(setImmediate);
    const before = acknowledged;
    const { bytes } = await test.store.upkeep.backup(join(place, 'copy.db'));
    const after = acknowledged;
    isDone = true;
    await coming;
    const found = await stat(join(place, 'copy.db'));
    expect(found).toMatchObject({ size: bytes });
    expect(found.mode & 0o777).toBe(0o600);
    const store = await restored(join(place, 'copy.db'));
    const [newest] = await store.events.list({ limit: 1 });
    expect(newest?.seq).toBeGreaterThanOrEqual(before);
    expect(newest?.seq).toBeLessThanOrEqual(after + 3);
    expect((newest?.seq ?? 1) % 3).toBe(0);
    const pending = (await store.deliveries.backlog()).map((queue) => queue.pending);
    expect(pending).toEqual([newest?.seq]);
    await store.close();
  });

  it('never overwrites, and leaves nothing behind when it fails', async () => {
    await writeFile(join(place, 'there.db'), 'mine');
    await expect(test.store.upkeep.backup(join(place, 'there.db'))).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(test.store.upkeep.backup(join(place, 'no', 'such.db'))).rejects.toMatchObject({
      code: 'not_writable',
    });
    expect(await readdir(place)).toEqual(['there.db']);
  });

  it('is refused once the store is closed', async () => {
    await test.store.close();
    await expect(test.store.upkeep.backup(join(place, 'late.db'))).rejects.toMatchObject({ code: 'closed' });
  });
});
