// Several statements of a synchronous SQLite connection, all of them or none. A savepoint, because it works inside a
// transaction of the application's as well, where `begin` fails; outside of one it is a transaction by itself.
import type { SqliteDatabase } from './sqlite.ts';

const name = 'wahook_dedupe';

/** @throws what `statements` throws, or SQLite when it cannot commit; nothing is changed then */
export function atomically<Result>(database: SqliteDatabase, statements: () => Result): Result {
  database.exec(`savepoint ${name}`);
  try {
    const result = statements();
    database.exec(`release ${name}`);
    return result;
  } catch (error) {
    takeBack(database);
    throw error;
  }
}

/**
 * Whatever fails here is not told: what was thrown before says more. After a full disk, for one, SQLite has taken
 * everything back already.
 */
function takeBack(database: SqliteDatabase): void {
  try {
    database.exec(`rollback to ${name}`);
    database.exec(`release ${name}`);
  } catch {
    // Releasing is committing where the savepoint is all of the transaction, and fails while others read a file without
    // a write-ahead log. It has to end, or all that follows would be part of it. Inside of another transaction nothing
    // is committed, so this is never an end to that.
    try {
      database.exec('rollback');
    } catch {}
  }
}
