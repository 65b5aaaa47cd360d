// What is checked when a database is opened and noted when it is closed. SQLite survives a killed process by
// itself; the check after an unclean end looks for what it cannot repair: a damaged disk, a half-copied file.
import type { OnNotice } from './notice.ts';
import type { Facts } from './queries/installation.ts';
import { integer, one, text } from './rows.ts';
import type { Sealer } from './sealed.ts';
import type { Database } from './sqlite-driver.ts';
import { StoreError } from './store.ts';

/** Larger files would hold up the start (about a second per GB from memory, far longer from a cold disk). */
const fullCheckBytesMax = 256 * 1024 * 1024;

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
  onNotice: OnNotice;
}

export function beginRun({ database, facts, sealer, onNotice }: RunParts): void {
  if (facts.number('clean_shutdown') === 0) {
    const checked = checkDatabase(database);
    onNotice({ kind: 'unclean_start', message: `The last run was not closed. Checked ${checked}: sound.` });
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
  const pages = integer(one(database.prepare('pragma page_count').get()), 'page_count');
  const pageBytes = integer(one(database.prepare('pragma page_size').get()), 'page_size');
  if (pages * pageBytes <= fullCheckBytesMax) {
    refuseDamage(database, 'pragma quick_check');
    return 'the whole database';
  }
  for (const table of directoryTables) refuseDamage(database, `pragma quick_check(${table})`);
  return 'the directory (events were left out, the file is large)';
}

function refuseDamage(database: Database, check: string): void {
  const finding = text(one(database.prepare(check).get()), 'quick_check');
  if (finding !== 'ok') {
    throw new StoreError('corrupt', `The database is damaged (${finding}). Restore a backup.`);
  }
}
