// A SQLite store in a directory of its own, for tests; and a second connection to look behind its back.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClock, type TestClock } from '../../test/support/test-clock.ts';
import { type MasterKey, masterKey } from '../master-key.ts';
import type { StoreNotice } from '../notice.ts';
import { openSqliteStore, type SqliteStoreOptions } from '../sqlite.ts';
import { type Database, openDatabase } from '../sqlite-driver.ts';
import type { Store } from '../store.ts';
import { layEmptyDatabase } from './empty-database.ts';

export interface TestStore {
  store: Store;
  directory: string;
  databaseFile: string;
  clock: TestClock;
  notices: StoreNotice[];
  /** Closes the store and opens the same data again, with another key if one is given. */
  reopen(key?: MasterKey): Promise<Store>;
  /** Runs on a connection of its own. */
  behind<T>(run: (database: Database) => T): T;
  /** Closes the store and opens a copy of its database that `change` has had its way with. */
  openCopy(change: (databaseFile: string) => unknown): Promise<Store>;
  dispose(): Promise<void>;
}

interface Copy {
  directory: string;
  store: Store | null;
}

export const testKey = masterKey(new Uint8Array(32).fill(7));

/** `from`: what the directory holds before; `nothing` costs twice the time. */
export async function openTestStore(
  options: Partial<SqliteStoreOptions> = {},
  from: 'empty database' | 'nothing' = 'empty database',
): Promise<TestStore> {
  const directory = await mkdtemp(join(tmpdir(), 'wahook-store-'));
  const databaseFile = join(directory, 'wahook.db');
  if (from === 'empty database') await layEmptyDatabase(directory);
  const clock = createTestClock();
  const notices: StoreNotice[] = [];
  const onNotice = (notice: StoreNotice) => notices.push(notice);
  const open = (key = testKey, path = directory) =>
    openSqliteStore({ directory: path, clock, masterKey: key, onNotice, ...options });
  const copies: Copy[] = [];

  const opened: TestStore = {
    store: await open(),
    directory,
    databaseFile,
    clock,
    notices,
    async reopen(key) {
      await opened.store.close();
      opened.store = await open(key);
      return opened.store;
    },
    behind: (run) => onConnection(databaseFile, run),
    async openCopy(change) {
      await opened.store.close();
      const copy: Copy = { directory: await mkdtemp(join(tmpdir(), 'wahook-copy-')), store: null };
      copies.push(copy);
      const file = join(copy.directory, 'wahook.db');
      await copyFile(databaseFile, file);
      await change(file);
      copy.store = await open(testKey, copy.directory);
      return copy.store;
    },
    async dispose() {
      await opened.store.close();
      for (const copy of copies) {
        await copy.store?.close();
        await rm(copy.directory, { recursive: true });
      }
      await rm(directory, { recursive: true });
    },
  };
  return opened;
}

export function onConnection<T>(databaseFile: string, run: (database: Database) => T): T {
  const database = openDatabase(databaseFile, { readOnly: false, busyTimeoutMs: 1_000 });
  try {
    return run(database);
  } finally {
    database.close();
  }
}
