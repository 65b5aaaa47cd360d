// Turns a broken constraint into a StoreError with words for a person; other errors pass through.
import { type SqliteFailure, sqliteFailure } from '../sqlite-driver.ts';
import { StoreError } from '../store.ts';

/** `conflict`: what exists already. `missing`: what was referred to and does not exist. */
export type Refusals = { conflict?: string; missing?: string };

export function explained<T>(refusals: Refusals, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const code = codes[sqliteFailure(cause) ?? 'other'];
    const message = code && refusals[code];
    if (code && message) throw new StoreError(code, message, { cause });
    throw cause;
  }
}

const codes: Partial<Record<SqliteFailure, 'conflict' | 'missing'>> = {
  unique: 'conflict',
  foreign_key: 'missing',
};
