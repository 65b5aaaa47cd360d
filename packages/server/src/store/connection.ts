// Opens the database file: one connection that writes, one that only reads. Every setting that durability or
// disk use depends on is read back, because SQLite ignores what it cannot honour without a word.
import { integer } from './rows.ts';
import { type Database, openDatabase } from './sqlite-driver.ts';
import { StoreError } from './store.ts';

/** Another process (a curious person with a prompt) may hold a lock for a moment. The event loop waits with us. */
const busyTimeoutMs = 1_000;

/**
 * Neither can change once there is a table, and auto_vacuum lets pruned pages go back to the system. Set only before:
 * auto_vacuum writes a page each time, which would bring a file that was cut off to full length when it is closed.
 */
const layout: Settings = { page_size: 8192, auto_vacuum: 2 };

const writing: Settings = {
  journal_mode: 'wal',
  synchronous: 2, // FULL: a commit returns when its pages are on the disk
  wal_autocheckpoint: 500, // pages; keeps the slowest commit near 5 ms
  journal_size_limit: 64 * 1024 * 1024, // the WAL file shrinks to this after a burst
  cache_size: -64 * 1024, // KiB
  foreign_keys: 1,
  temp_store: 2, // memory: no event bytes in files elsewhere
};

const reading: Settings = { query_only: 1, cache_size: -16 * 1024, temp_store: 2 };

/** In the header of the file, so that wahook and other tools know whose it is: "wahk". */
export const applicationId = 0x7761686b;

type Settings = Record<string, number | string>;

export function openWriter(path: string): Database {
  const database = openDatabase(path, { readOnly: false, busyTimeoutMs });
  return closeOnFailure(database, () => {
    refuseStranger(database);
    if (tableCount(database) === 0) apply(database, layout);
    apply(database, writing);
    check(database, { ...layout, ...writing });
  });
}

export function openReader(path: string): Database {
  const database = openDatabase(path, { readOnly: true, busyTimeoutMs });
  return closeOnFailure(database, () => {
    apply(database, reading);
    check(database, reading);
  });
}

/**
 * Moves everything into the database file, so that a copy of it alone is complete. SQLite would do that itself on
 * closing, but this driver keeps the file open behind our back until its statements are garbage-collected.
 */
export function checkpoint(database: Database): void {
  database.exec('pragma wal_checkpoint(truncate)');
}

/** A database with tables that wahook did not make is left as it is. */
function refuseStranger(database: Database): void {
  const header = database.prepare('pragma application_id').get();
  if (header && integer(header, 'application_id') === applicationId) return;
  if (tableCount(database) === 0) return;
  throw new StoreError(
    'not_a_store',
    'The database file was made by another program. Name another data directory.',
  );
}

function tableCount(database: Database): number {
  const found = database.prepare('select count(*) as count from sqlite_schema').get();
  return found ? integer(found, 'count') : 0;
}

function closeOnFailure(database: Database, prepare: () => void): Database {
  try {
    prepare();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function apply(database: Database, settings: Settings): void {
  for (const [name, value] of Object.entries(settings)) database.exec(`pragma ${name} = ${value}`);
}

function check(database: Database, settings: Settings): void {
  for (const [name, wanted] of Object.entries(settings)) {
    const found = Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0];
    if (found !== wanted) {
      throw new StoreError(
        'not_a_store',
        `The database has ${name} = ${found}, but wahook works with ${wanted} only. It was made or changed by another program; name another data directory.`,
      );
    }
  }
}
