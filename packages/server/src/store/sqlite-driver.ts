// The only file that knows the SQLite driver, so that another one can take its place (node:sqlite has the same
// API from Node 22 on). It narrows the driver to what the store uses, and names its errors.
import { backup, DatabaseSync } from '@photostructure/sqlite';

export type SqlValue = null | number | string | Uint8Array;

export type Row = Record<string, SqlValue>;

/** Prepared once, run many times; parameters by position. */
export interface Statement {
  run(...parameters: SqlValue[]): { changes: number };
  get(...parameters: SqlValue[]): Row | undefined;
  all(...parameters: SqlValue[]): Row[];
  /** Rows one at a time. Leaving the loop early ends the statement and its read transaction. */
  iterate(...parameters: SqlValue[]): Iterable<Row>;
}

export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  readonly isTransaction: boolean;
  /** The file itself stays open until the statements are garbage-collected: the driver cannot finalize them. */
  close(): void;
}

export interface DatabaseOptions {
  readOnly: boolean;
  busyTimeoutMs: number;
}

/** The path should be absolute: the driver would take one that starts with `file:` for a URI. */
export function openDatabase(path: string, options: DatabaseOptions): Database {
  return new DatabaseSync(path, {
    readOnly: options.readOnly,
    timeout: options.busyTimeoutMs,
    enableForeignKeyConstraints: true,
  });
}

/**
 * Copies a database that may be in use into an empty file, off the event loop. All pages in one step: between steps
 * a busy writer would make the copy start over, without end.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(source, to, { rate: -1 });
  } finally {
    source.close();
  }
}

/** What went wrong, as far as anybody here decides by it. */
export type SqliteFailure =
  | 'full'
  | 'unique'
  | 'foreign_key'
  | 'invalid' // another constraint, a wrong type, too long
  | 'busy'
  | 'not_a_database'
  | 'corrupt'
  | 'cannot_open'
  | 'read_only'
  | 'other';

// https://sqlite.org/rescode.html: the low byte is the primary code, the whole number the extended one.
const byExtendedCode = new Map<number, SqliteFailure>([
  [787, 'foreign_key'],
  [1555, 'unique'], // primary key
  [2067, 'unique'],
  [2579, 'unique'], // row id
]);

const byPrimaryCode = new Map<number, SqliteFailure>([
  [5, 'busy'],
  [6, 'busy'],
  [8, 'read_only'],
  [11, 'corrupt'],
  [13, 'full'],
  [14, 'cannot_open'],
  [18, 'invalid'],
  [19, 'invalid'],
  [20, 'invalid'],
  [25, 'invalid'],
  [26, 'not_a_database'],
]);

/** null when the error does not come from SQLite. */
export function sqliteFailure(error: unknown): SqliteFailure | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return byExtendedCode.get(error.errcode) ?? byPrimaryCode.get(error.errcode & 0xff) ?? 'other';
}
