// Remembers in a table of a SQL database that many processes share: written for PostgreSQL 9.5 and later through an
// asynchronous `query(text, values)`, as pg, Neon and PGlite have it.
import { wallClock } from './clock.ts';
import { assertDuration, type DedupeStore, defaultLeaseMs, defaultRememberMs } from './store.ts';
import { assertTableName } from './table-name.ts';

/** As much of a client or pool as is needed. Give a pool: claims must not be part of a transaction of yours. */
export type SqlClient = {
  query: (text: string, values: (string | number)[]) => Promise<{ rows: readonly unknown[] }>;
};

/** What `postgresDedupe` takes; only the client is needed. */
export type PostgresDedupeOptions = {
  client: SqlClient;
  /** Default `wahook_dedupe`. It is not made for you; see `postgresDedupeTable`. */
  table?: string;
  /** Default 2 minutes. */
  leaseMs?: number;
  /** Default 8 days, since the platform repeats for seven. */
  rememberMs?: number;
  /** Unix milliseconds. The clocks of all processes have to agree within the lease. */
  now?: () => number;
};

/**
 * The statements that make the table; put them among your migrations.
 *
 * ```sql
 * create table wahook_dedupe (key text primary key, handled integer not null, until_ms bigint not null);
 * create index wahook_dedupe_until on wahook_dedupe (until_ms);
 * ```
 */
export function postgresDedupeTable(table = 'wahook_dedupe'): string[] {
  const name = assertTableName(table);
  return [
    `create table if not exists ${name} (key text primary key, handled integer not null, until_ms bigint not null)`,
    `create index if not exists ${name.replace('.', '_')}_until on ${name} (until_ms)`,
  ];
}

const sweepEvery = 100;
const sweptMax = 1_000;

/**
 * Remembers in a table that all processes share, made by `postgresDedupeTable`.
 *
 * @throws TypeError for a table name that is no identifier, or a duration that is not positive
 * @example
 * createReceiver({ appSecret, verifyToken, dedupe: postgresDedupe({ client: new Pool() }) });
 */
export function postgresDedupe(options: PostgresDedupeOptions): DedupeStore {
  const { client, now = wallClock } = options;
  const table = assertTableName(options.table ?? 'wahook_dedupe');
  const leaseMs = assertDuration('leaseMs', options.leaseMs ?? defaultLeaseMs);
  const rememberMs = assertDuration('rememberMs', options.rememberMs ?? defaultRememberMs);
  let claims = 0;

  // The time is asked for twice: a row that was claimed anew while this waited for it is looked at again, but only by
  // the outer condition. It waits for no row, or it could wait for a claim that waits for it: they lock in another order.
  const sweep = (at: number) =>
    client.query(
      `delete from ${table} where until_ms <= $1 and key in
         (select key from ${table} where until_ms <= $1 order by until_ms limit ${sweptMax} for update skip locked)`,
      [at],
    );

  /** Which of these have been handled. */
  const among = (keys: string[]) =>
    client.query(`select key from ${table} where handled = 1 and key in (${placesFrom(1, keys)})`, keys);

  /** Only claims that run out at this time: a key may be somebody else's by now. */
  const giveBack = async (keys: string[], until: number): Promise<void> => {
    if (keys.length === 0) return;
    await client.query(
      `delete from ${table} where handled = 0 and until_ms = $1 and key in (${placesFrom(2, keys)})`,
      [until, ...keys],
    );
  };

  return {
    leaseMs,
    async claim(keys) {
      const at = now();
      if (claims++ % sweepEvery === 0) await sweep(at);
      // In one order everywhere, or two processes that claim the same keys could wait for each other.
      const sorted = [...keys].sort();
      const rows = sorted.map((_, i) => `(cast($${i + 3} as text), 0, cast($1 as bigint))`).join(', ');
      const claimed = await client.query(
        `insert into ${table} as stored (key, handled, until_ms) values ${rows}
         on conflict (key) do update set handled = 0, until_ms = excluded.until_ms where stored.until_ms <= cast($2 as bigint)
         returning key`,
        [at + leaseMs, at, ...sorted],
      );
      const fresh = keysOf(claimed.rows);
      const others = sorted.filter((key) => !fresh.has(key));
      if (others.length === 0) return keys.map(() => 'new');
      const handled = await among(others).catch(async (error: unknown) => {
        // Or what was claimed just now would answer `busy` to the repeat. Where this fails too, the first error says more.
        await giveBack([...fresh].map(String), at + leaseMs).catch(() => {});
        throw error;
      });
      const known = keysOf(handled.rows);
      return keys.map((key) => (fresh.has(key) ? 'new' : known.has(key) ? 'done' : 'busy'));
    },
    async done(key) {
      await client.query(
        `insert into ${table} (key, handled, until_ms) values ($1, 1, $2)
         on conflict (key) do update set handled = 1, until_ms = excluded.until_ms`,
        [key, now() + rememberMs],
      );
    },
    async release(key) {
      await client.query(`delete from ${table} where key = $1 and handled = 0`, [key]);
    },
  };
}

/** `$2, $3, $4` for three keys from 2. */
function placesFrom(first: number, keys: readonly string[]): string {
  return keys.map((_, i) => `$${first + i}`).join(', ');
}

function keysOf(rows: readonly unknown[]): Set<unknown> {
  return new Set(
    rows.map((row) => (typeof row === 'object' && row !== null && 'key' in row ? row.key : undefined)),
  );
}
