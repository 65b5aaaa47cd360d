// From a row to values with types. SQLite columns are strict, so a mismatch is a bug in a statement or a
// schema that does not fit it: these fail loudly and name the column.
import type { Row } from './sqlite-driver.ts';

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw mismatch(column, 'an integer');
  return value;
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw mismatch(column, 'text');
  return value;
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw mismatch(column, 'bytes');
  return value;
}

export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function bytesOrNull(row: Row, column: string): Uint8Array | null {
  return row[column] === null ? null : bytes(row, column);
}

export function flag(row: Row, column: string): boolean {
  return integer(row, column) !== 0;
}

/** One of a closed list of words; the check constraint of the column should hold the same list. */
export function word<const Word extends string>(row: Row, column: string, words: readonly Word[]): Word {
  const value = row[column];
  const found = words.find((one) => one === value);
  if (found === undefined) throw mismatch(column, `one of ${words.join(', ')}`);
  return found;
}

/** Texts in one column, separated by a space. */
export function texts(row: Row, column: string): string[] {
  return text(row, column)
    .split(' ')
    .filter((each) => each !== '');
}

/** The same of a column that may be null. */
export function textsOrNone(row: Row, column: string): string[] {
  return row[column] === null ? [] : texts(row, column);
}

/** Words of a closed list, separated by a space. */
export function words<const Word extends string>(row: Row, column: string, all: readonly Word[]): Word[] {
  return texts(row, column).map((each) => {
    const found = all.find((one) => one === each);
    if (found === undefined) throw mismatch(column, `words of ${all.join(', ')}`);
    return found;
  });
}

/** The row of a statement that always answers one. */
export function one(row: Row | undefined): Row {
  if (!row) throw new Error('A statement that always answers a row answered none.');
  return row;
}

export function orNull<T>(row: Row | undefined, map: (row: Row) => T): T | null {
  return row ? map(row) : null;
}

function mismatch(column: string, expected: string): Error {
  return new Error(`Column ${column} should hold ${expected}.`);
}
