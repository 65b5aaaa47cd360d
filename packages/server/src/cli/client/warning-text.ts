// What a published value was warned of, in words: what is wrong, and where in the body it stands. The server's side
// is admin/send-published.ts.
import { printable } from '../terminal/printable.ts';

export interface ShownWarning {
  code: string;
  message: string;
  /** Byte offset in the body. */
  at: number;
  /** JSON Pointer from the body's root; about the envelope there is none. */
  path?: string;
}

export interface ShownWarned {
  warnings?: readonly ShownWarning[];
  more_warnings?: number;
}

/** One a line; nothing where there is nothing to warn of. */
export function warningLines(warned: ShownWarned): string[] {
  return foundLines(warned).map((line) => `Warning: ${line}`);
}

/** The same, for those who have said already what the lines are. */
export function foundLines({ warnings = [], more_warnings: more = 0 }: ShownWarned): string[] {
  const lines = warnings.map(({ message, path }) =>
    printable(path === undefined ? message : `${message} (${path})`, 2000),
  );
  return more > 0 ? [...lines, `and ${more} more.`] : lines;
}
