import { describe, expect, it } from 'vitest';
import { inWords, nextTry, timeGiven } from './time-text.ts';

describe('spans of time', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [10_000, '10 s'],
    [300_000, '5 min'],
    [10_800_000, '3 h'],
    [604_800_000, '7 d'],
    [-5, '0 ms'],
  ])('says %i ms as %s', (ms, words) => expect(inWords(ms)).toBe(words));

  it('calls a try that is due now by that name', () => {
    expect(nextTry(1_000, 1_000)).toBe('next try at once');
    expect(nextTry(500, 1_000)).toBe('next try at once');
    expect(nextTry(11_000, 1_000)).toBe('next try in 10 s');
  });

  it('reads 2h as two hours ago, and leaves the rest as it is', () => {
    expect(timeGiven('2h', 7_260_000)).toBe('1970-01-01T00:01:00.000Z');
    expect(timeGiven('30 min', 1_860_000)).toBe('1970-01-01T00:01:00.000Z');
    expect(timeGiven('2026-01-01T00:00:00Z', 0)).toBe('2026-01-01T00:00:00Z');
    expect(timeGiven('2 weeks', 0)).toBe('2 weeks');
    expect(timeGiven(undefined, 0)).toBeUndefined();
  });
});
