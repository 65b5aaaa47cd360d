// Runs a function in one write transaction: all of it is on the disk when this returns, or none of it counts.
import type { Database } from './sqlite-driver.ts';

export type InTransaction = <T>(run: () => T) => T;

/** Faults for tests; read before each transaction, so that a test can set and lift them. */
export interface Faults {
  /** Largest size of the database in pages: beyond it SQLite answers as on a full disk. */
  pagesMax?: number;
  /** What the file system is said to have free, in bytes. */
  freeBytes?: number;
}

/** SQLite's own default, 2^32 - 2. */
const pagesUnlimited = 0xfffffffe;

export function createTransactions(database: Database, faults: Faults | undefined): InTransaction {
  const begin = database.prepare('begin immediate');
  const commit = database.prepare('commit');
  const rollback = database.prepare('rollback');

  return (run) => {
    if (faults) database.exec(`pragma max_page_count = ${faults.pagesMax ?? pagesUnlimited}`);
    begin.run();
    try {
      const result = run();
      commit.run();
      return result;
    } catch (error) {
      // A full disk and a few other failures have rolled back already.
      if (database.isTransaction) rollback.run();
      throw error;
    }
  };
}
