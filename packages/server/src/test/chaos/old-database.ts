// A database as an earlier version left it: the schema of then, and enough events that bringing it up to date takes
// a while.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openWriter } from '../../store/connection.ts';
import { migrate, readMigrations } from '../../store/migrate.ts';
import { createFacts } from '../../store/queries/installation.ts';
import { integer, one, text } from '../../store/rows.ts';
import { openDatabase } from '../../store/sqlite-driver.ts';

const oldVersion = 3;
const migrations = readMigrations(new URL('../../store/migrations/sqlite/', import.meta.url));
export const newestVersion = migrations.at(-1)?.version ?? 0;

export function makeOldDatabase(directory: string, events: number): void {
  mkdirSync(directory, { mode: 0o700 });
  const database = openWriter(path.join(directory, 'wahook.db'));
  migrate(
    database,
    migrations.filter(({ version }) => version <= oldVersion),
    0,
  );
  const event = database.prepare(`
    insert into events (seq, "group", entry_no, entry_id, field, origin, accepted_at, change)
    values (?1, ?1, 0, '300000000000001', 'messages', 'publish', ?2, ?3)`);
  const delivery = database.prepare(`
    insert into deliveries (first_seq, queue_id, n, state, reason, attempts, accepted_at, give_up_at, next_at, first_reason)
    values (?1, 1, 1, 'retrying', 'http_500', 1, ?2, ?2 + 86400000, ?2 + 80000000, 'http_500')`);
  database.exec('begin');
  for (let seq = 1; seq <= events; seq++) {
    const at = Date.now() - 1_000 * (events - seq);
    event.run(seq, at, Buffer.from(`{"value":{"n":"${seq}"},"field":"messages"}`));
    delivery.run(seq, at);
  }
  database.exec('commit');
  createFacts(database).setNumber('next_seq', events + 1);
  database.close();
}

/** What a file holds after a kill. Throws when it is damaged. */
export function lookInto(directory: string): { version: number; events: number; retrying: number } {
  const database = openDatabase(path.join(directory, 'wahook.db'), { readOnly: false, busyTimeoutMs: 0 });
  try {
    const finding = text(one(database.prepare('pragma quick_check').get()), 'quick_check');
    if (finding !== 'ok') throw new Error(`the database in ${directory} is damaged: ${finding}`);
    const count = (sql: string) => integer(one(database.prepare(sql).get()), 'n');
    return {
      version: count('select max(version) as n from migrations'),
      events: count('select count(*) as n from events'),
      retrying: count("select count(*) as n from deliveries where state = 'retrying'"),
    };
  } finally {
    database.close();
  }
}
