// What a failing database means to a caller, in words for a person.
import { type SqliteFailure, sqliteFailure } from './sqlite-driver.ts';
import { type AcceptOutcome, StoreError, type StoreErrorCode } from './store.ts';

const codes: Partial<Record<SqliteFailure, { code: StoreErrorCode; message: string }>> = {
  full: { code: 'full', message: 'The disk is full. Make room; nothing needs a restart.' },
  corrupt: { code: 'corrupt', message: 'The database is damaged. Restore a backup.' },
  not_a_database: {
    code: 'not_a_store',
    message: 'The file is not a database. Name another data directory.',
  },
  read_only: { code: 'not_writable', message: 'The database cannot be written. Check its owner and mode.' },
  cannot_open: { code: 'not_writable', message: 'The database cannot be opened. Check its owner and mode.' },
  busy: { code: 'in_use', message: 'Another program has locked the database. Close it and try again.' },
};

/** Errors that are not about storage pass unchanged. */
export function explainFailure(error: unknown): unknown {
  const failure = sqliteFailure(error);
  const known = failure && codes[failure];
  return known ? new StoreError(known.code, known.message, { cause: error }) : error;
}

export function failedAccept(error: unknown): AcceptOutcome {
  if (sqliteFailure(error) === 'full') {
    return { kind: 'failed', reason: 'disk_full', message: 'The disk is full. Nothing was stored.' };
  }
  const why = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', reason: 'storage_error', message: `Nothing was stored: ${why}.` };
}

/** Refused before it is tried, so that the room that is left goes to what was acknowledged. */
export const diskLow: AcceptOutcome = {
  kind: 'failed',
  reason: 'disk_full',
  message: 'There is hardly any room on the disk, so new events are refused. Nothing was stored.',
};
