// Databases that came to harm while nobody looked: each is refused, or reported where it can go on, and none is
// replaced by an empty one.
import { cp, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestClock } from '../test/support/test-clock.ts';
import { openWriter } from './connection.ts';
import type { StoreNotice } from './notice.ts';
import { openSqliteStore } from './sqlite.ts';
import type { Store } from './store.ts';
import { openTestStore, type TestStore, testKey } from './test/open-store.ts';
import { acceptRequest, newEvent } from './test/samples.ts';

const pageBytes = 8192;
const eventsWritten = 50;

let source: TestStore;
let directory: string;
let file: string;
let notices: StoreNotice[];
let store: Store | null;

beforeEach(async () => {
  // From nothing: until its first checkpoint a young database is all in its log.
  source = await openTestStore({}, 'nothing');
  directory = await mkdtemp(join(tmpdir(), 'wahook-damage-'));
  file = join(directory, 'wahook.db');
  notices = [];
  store = null;
  const events = Array.from({ length: eventsWritten }, () => newEvent({ change: new Uint8Array(5_000) }));
  await source.store.events.accept(acceptRequest({ events }));
});

afterEach(async () => {
  await store?.close();
  await source.dispose();
  await rm(directory, { recursive: true });
});

/** The directory as a stopped process leaves it. */
async function closed(): Promise<void> {
  await source.store.close();
  await cp(source.directory, directory, { recursive: true });
}

/** The directory as a killed process leaves it: held, and the newest commits in the log. */
async function killed(): Promise<void> {
  await cp(source.directory, directory, { recursive: true });
}

async function reopen(): Promise<Store> {
  const onNotice = (notice: StoreNotice) => notices.push(notice);
  store = await openSqliteStore({ directory, clock: createTestClock(), masterKey: testKey, onNotice });
  return store;
}

async function overwrite(bytes: Uint8Array, position: number): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write(bytes, 0, bytes.length, position);
  await handle.close();
}

const events = async () => (await store?.events.list({ limit: 1_000 }))?.length;

/** Refused by name, and left as it is. */
async function expectRefused(code: string, message: RegExp): Promise<void> {
  const before = await readFile(file);
  await expect(reopen()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(before.equals(await readFile(file))).toBe(true);
}

describe('a sound directory', () => {
  it('is not written to by being opened, so that one which is refused stays as it is', async () => {
    await closed();
    const writer = openWriter(file);
    // Nothing that closing would move into the file.
    expect((await stat(`${file}-wal`)).size).toBe(0);
    writer.close();
  });

  it('opens after a clean end and after a kill, with everything and no alarm', async () => {
    await killed();
    await reopen();
    expect(await events()).toBe(eventsWritten);
    expect(notices.map((each) => each.kind)).toEqual(['unclean_start']);
    await store?.close();
    notices.length = 0;
    await reopen();
    expect(await events()).toBe(eventsWritten);
    expect(notices).toEqual([]);
  });

  it('opens a backup that was put into a new directory', async () => {
    await source.store.upkeep.backup(file);
    await reopen();
    expect(await events()).toBe(eventsWritten);
    expect(notices.map((each) => each.kind)).toEqual(['unclean_start']);
  });
});

describe('a database that is gone', () => {
  it('is not replaced when its file is missing', async () => {
    await closed();
    await rm(file);
    await expect(reopen()).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('is missing'),
    });
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('is not replaced when its file is empty', async () => {
    await closed();
    await truncate(file, 0);
    await expectRefused('corrupt', /is empty, but this directory has held a database/);
  });

  it('is begun anew when somebody says so', async () => {
    await closed();
    await rm(file);
    await rm(join(directory, 'wahook.made'));
    await reopen();
    expect(await events()).toBe(0);
  });

  it('may be a first start that was cut short', async () => {
    await writeFile(file, '');
    await reopen();
    expect(await events()).toBe(0);
  });
});

describe.each([
  ['a clean end', closed],
  ['a kill', killed],
])('a damaged database after %s', (_name, leave) => {
  /** As a checkpoint leaves it: the log may hold nothing that would mend the file. */
  async function whole(): Promise<number> {
    if (leave === killed)
      source.behind((database) => database.prepare('pragma wal_checkpoint(truncate)').get());
    await leave();
    return (await stat(file)).size;
  }

  it('is refused when its file is cut off', async () => {
    const size = await whole();
    await truncate(file, size - 20 * pageBytes);
    await expectRefused('corrupt', /cut off|damaged/);
  });

  it('is refused when it is cut off in the middle of a page', async () => {
    const size = await whole();
    await truncate(file, size - 100);
    await expectRefused('corrupt', /cut off|damaged/);
  });

  it('is refused when a page is zero', async () => {
    const size = await whole();
    await overwrite(new Uint8Array(pageBytes), size - 20 * pageBytes);
    await expectRefused('corrupt', /damaged/);
  });

  it('is refused when its first page is zero, or garbage', async () => {
    await whole();
    await overwrite(new Uint8Array(pageBytes), 0);
    await expectRefused('not_a_store', /not a database/);
    await overwrite(new Uint8Array(pageBytes).fill(0x5a), 0);
    await expectRefused('not_a_store', /not a database/);
  });
});

describe('the log of the newest commits', () => {
  /** A file that is sound by itself, and commits after it that stand in the log alone. */
  async function killedLater(): Promise<void> {
    source.behind((database) => database.prepare('pragma wal_checkpoint(truncate)').get());
    await source.store.events.accept(acceptRequest({ events: [newEvent()] }));
    await killed();
    await rm(`${file}-shm`);
  }

  it('is read after a kill', async () => {
    await killedLater();
    await reopen();
    expect(await events()).toBe(eventsWritten + 1);
    expect(notices.map((each) => each.kind)).toEqual(['unclean_start']);
  });

  it.each([
    ['gone', (log: string) => rm(log)],
    ['emptied', (log: string) => truncate(log, 0)],
    ['garbage', (log: string) => writeFile(log, Buffer.alloc(20_000, 0x5a))],
  ])('is missed, loudly, when it is %s', async (_name, harm) => {
    await killedLater();
    await harm(`${file}-wal`);
    await reopen();
    expect(notices.map((each) => each.kind)).toEqual(['log_missing', 'unclean_start']);
    expect(await events()).toBe(eventsWritten);
  });

  it('is all there was of a young database, which is then not replaced', async () => {
    await killed();
    await rm(`${file}-wal`);
    await rm(`${file}-shm`);
    await expect(reopen()).rejects.toMatchObject({ code: 'corrupt' });
  });
});
