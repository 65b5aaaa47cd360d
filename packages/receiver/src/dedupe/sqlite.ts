// Remembers in a SQLite file, which may be shared between processes of one machine. Takes a database of node:sqlite,
// better-sqlite3, @photostructure/sqlite or bun:sqlite as it is.
import { wallClock } from './clock.ts';
import { atomically } from './savepoint.ts';
import { assertDuration, type DedupeStore, defaultLeaseMs, defaultRememberMs } from './store.ts';
import { assertTableName } from './table-name.ts';

/**
 * As much of a synchronous SQLite database as is needed. Methods, and no functions as members: of a method the compiler
 * takes parameters that are narrower, as the types of better-sqlite3 have them.
 */
export type SqliteDatabase = {
  exec(sql: string): unknown;
  prepare(sql: string): {
    run(...parameters: (string | number)[]): { changes: number | bigint };
    get(...parameters: (string | number)[]): unknown;
  };
};

/** What `sqliteDedupe` takes; only the database is needed. */
export type SqliteDedupeOptions = {
  /**
   * A connection of its own is best: a claim made inside a transaction that is rolled back later never happened.
   * Set `busy_timeout` where several processes write.
   */
  database: SqliteDatabase;
  /** Made if it is not there. Default `wahook_dedupe`. */
  table?: string;
  /** Default 2 minutes. */
  leaseMs?: number;
  /** Default 8 days, since the platform repeats for seven. */
  rememberMs?: number;
  /** Unix milliseconds. */
  now?: () => number;
};

/** How many claims between two times of clearing away what is forgotten, and how much goes at most each time. */
const sweepEvery = 100;
const sweptMax = 1_000;

/**
 * Remembers in a SQLite file, which processes of one machine may share. Makes its table itself.
 *
 * @throws TypeError for a table name that is no identifier, or a duration that is not positive
 * @example
 * createReceiver({ appSecret, verifyToken, dedupe: sqliteDedupe({ database: new DatabaseSync('inbox.db') }) });
 */
export function sqliteDedupe(options: SqliteDedupeOptions): DedupeStore {
  const { database, now = wallClock } = options;
  const table = assertTableName(options.table ?? 'wahook_dedupe');
  const leaseMs = assertDuration('leaseMs', options.leaseMs ?? defaultLeaseMs);
  const rememberMs = assertDuration('rememberMs', options.rememberMs ?? defaultRememberMs);
  // The index goes where the table is: its own name has the schema, and that of the table must not have it again.
  const unqualified = table.slice(table.indexOf('.') + 1);
  database.exec(`
    create table if not exists ${table} (
      key text primary key, handled integer not null, until_ms integer not null
    ) without rowid;
    create index if not exists ${table}_until on ${unqualified} (until_ms);
  `);
  const claim = database.prepare(`
    insert into ${table} (key, handled, until_ms) values (?, 0, ?)
    on conflict (key) do update set handled = 0, until_ms = excluded.until_ms where until_ms <= ?`);
  const look = database.prepare(`select key from ${table} where key = ? and handled = 1`);
  const done = database.prepare(`
    insert into ${table} (key, handled, until_ms) values (?, 1, ?)
    on conflict (key) do update set handled = 1, until_ms = excluded.until_ms`);
  const release = database.prepare(`delete from ${table} where key = ? and handled = 0`);
  const sweep = database.prepare(`
    delete from ${table} where key in
      (select key from ${table} where until_ms <= ? order by until_ms limit ${sweptMax})`);
  let claims = 0;

  const claimOne = (key: string, at: number) => {
    if (Number(claim.run(key, at + leaseMs, at).changes) > 0) return 'new';
    // better-sqlite3 answers undefined for no row, bun:sqlite null.
    return (look.get(key) ?? null) === null ? 'busy' : 'done';
  };

  return {
    leaseMs,
    claim(keys) {
      const at = now();
      const isDue = claims++ % sweepEvery === 0;
      // Claims of a call that fails would answer `busy` to the repeat; and a commit for each key costs as many syncs.
      return atomically(database, () => {
        if (isDue) sweep.run(at);
        return keys.map((key) => claimOne(key, at));
      });
    },
    done: (key) => void done.run(key, now() + rememberMs),
    release: (key) => void release.run(key),
  };
}
