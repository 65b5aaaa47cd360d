// Where a byte of a text stands, as editors count: lines and columns from 1, columns in UTF-16 units.

export interface Position {
  /** Byte offset. */
  at: number;
  line: number;
  column: number;
}

const newline = 0x0a;

export function positionOf(text: Uint8Array, at: number): Position {
  const before = text.subarray(0, at);
  const lineStart = before.lastIndexOf(newline) + 1;
  const line = before.reduce((lines, byte) => (byte === newline ? lines + 1 : lines), 1);
  return { at, line, column: new TextDecoder().decode(before.subarray(lineStart)).length + 1 };
}
