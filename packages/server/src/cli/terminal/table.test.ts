import { describe, expect, it } from 'vitest';
import { aligned, table } from './table.ts';

describe('a table', () => {
  it('lines up its columns and leaves no blanks at the end of a line', () => {
    expect(
      table(
        ['A', 'LONG'],
        [
          ['first', 'x'],
          ['2', ''],
        ],
      ),
    ).toEqual(['A      LONG', 'first  x', '2']);
  });

  it('makes cells harmless, and counts them as they are shown', () => {
    expect(
      aligned([
        ['\u001b', 'x'],
        ['1234', 'y'],
      ]),
    ).toEqual(['\\x1b  x', '1234  y']);
  });

  it('has no heading without rows', () => {
    expect(table(['A'], [])).toEqual([]);
    expect(aligned([])).toEqual([]);
  });
});
