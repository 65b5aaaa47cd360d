import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const day = 86_400_000;

describe('parseRetryAfter', () => {
  it.each([
    ['120', 120_000],
    [' 120 ', 120_000],
    ['0', 0],
    ['99999999999', day],
    ['9'.repeat(400), day],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['Fri, 01 Jan 9999 00:00:00 GMT', day],
  ])('reads %s as a pause of %d ms', (text, pause) => {
    expect(parseRetryAfter(text, now, day)).toBe(pause);
  });

  it.each([
    '',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    '٣',
    'tomorrow',
    '2026-01-02',
    'Fri, 99 Foo 2026 00:00:00 GMT',
    '1, 2',
  ])('ignores %j', (text) => expect(parseRetryAfter(text, now, day)).toBeNull());

  it('never leaves the allowed span', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String)), fc.nat(), (text, maxMs) => {
        const pause = parseRetryAfter(text, now, maxMs);
        if (pause !== null) expect(pause >= 0 && pause <= maxMs).toBe(true);
      }),
    );
  });
});
