import { describe, expect, it } from 'vitest';
import { inWords, nextTry } from './time-text.ts';

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
});
