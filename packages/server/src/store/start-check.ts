// What is checked when a database is opened and noted when it is closed. SQLite survives a killed process by
// itself; the check after an unclean end looks for what it cannot repair: a damaged disk, a half-copied file.
import { type Found, noticeLostLog, refuseCutOff, refuseEmpty } from './lost-database.ts';
import type { OnNotice } from './notice.ts';
import type { Facts } from './queries/installation.ts';
import { integer, one, text } from './rows.ts';
import type { Sealer } from './sealed.ts';
import type { Database } from './sqlite-driver.ts';
import { StoreError } from './store.ts';

/** Larger files would hold up the start (about a second per GB from memory, far longer from a cold disk). */
const fullCheckBytesMax = 256 * 1024 * 1024;

/** After a clean end a smaller one is looked at all the same: it costs tens of milliseconds. */
const cleanCheckBytesMax = 64 * 1024 * 1024;

/** Small however many events there are, and nothing works without them. */
const directoryTables = [
  'installation',
  'businesses',
  'apps',
  'wabas',
  'phone_numbers',
  'tokens',
  'endpoints',
  'queues',
  'app_subscriptions',
  'app_fields',
  'waba_subscriptions',
  'app_reviews',
  'app_shares',
  'users',
  'waba_users',
  'waba_partners',
  'admin_keys',
  'client_certificates',
];

const keyCheckText = 'wahook';
const keyCheckPlace = { table: 'installation', row: 'key_check', column: 'value' };

export interface RunParts {
  database: Database;
  facts: Facts;
  sealer: Sealer;
  /** What lay in the directory before anything was opened. */
  found: Found;
  onNotice: OnNotice;
}

/** Before the first migration, which would make an empty database whole and a cut off one longer. */
export function refuseRemains(database: Database, found: Found, databaseFile: string): void {
  const tables = integer(one(database.prepare('select count(*) as count from sqlite_schema').get()), 'count');
  if (tables === 0) refuseEmpty(found, databaseFile);
  refuseCutOff(found, sizeOf(database));
}

export function beginRun({ database, facts, sealer, found, onNotice }: RunParts): void {
  const wasClosed = facts.number('clean_shutdown') !== 0;
  noticeLostLog(found, wasClosed, onNotice);
  if (!wasClosed) {
    const checked = checkDatabase(database);
    onNotice({ kind: 'unclean_start', message: `The last run was not closed. Checked ${checked}: sound.` });
  } else if (bytesOf(database) <= cleanCheckBytesMax) {
    // What a disk does to a file while nobody looks.
    refuseDamage(database, 'pragma quick_check');
  }
  checkKey(facts, sealer);
  facts.setNumber('clean_shutdown', 0);
}

export function endRun(facts: Facts): void {
  facts.setNumber('clean_shutdown', 1);
}

/** A known text, sealed when the database was new: another key cannot open it. */
function checkKey(facts: Facts, sealer: Sealer): void {
  const sealed = facts.get('key_check');
  if (!sealed) facts.set('key_check', sealer.seal(keyCheckText, keyCheckPlace));
  else sealer.open(sealed, keyCheckPlace);
}

/** Answers what was checked. */
function checkDatabase(database: Database): string {
  if (bytesOf(database) <= fullCheckBytesMax) {
    refuseDamage(database, 'pragma quick_check');
    return 'the whole database';
  }
  for (const table of directoryTables) refuseDamage(database, `pragma quick_check(${table})`);
  return 'the directory (events were left out, the file is large)';
}

function sizeOf(database: Database): { pages: number; pageBytes: number } {
  return {
    pages: integer(one(database.prepare('pragma page_count').get()), 'page_count'),
    pageBytes: integer(one(database.prepare('pragma page_size').get()), 'page_size'),
  };
}

function bytesOf(database: Database): number {
  const { pages, pageBytes } = sizeOf(database);
  return pages * pageBytes;
}

function refuseDamage(database: Database, check: string): void {
  const finding = text(one(database.prepare(check).get()), 'quick_check');
  if (finding !== 'ok') {
    throw new StoreError('corrupt', `The database is damaged (${finding}). Restore a backup.`);
  }
}
