import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenLabel } from './tokens.ts';

describe('the label of a token', () => {
  it('shows the first six characters and the last four of a long one', () => {
    expect(tokenLabel(`EAAGx9${'k'.repeat(150)}ZDZD`)).toBe('EAAGx9…ZDZD');
  });

  it('shows less of a short one', () => {
    expect(tokenLabel('EAAwahookdemotoken')).toBe('EAA…en');
    expect(tokenLabel('sesame')).toBe('s…');
    expect(tokenLabel('ab')).toBe('…');
    expect(tokenLabel('')).toBe('…');
  });

  it('never shows more than two characters in seven', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (token) => {
        expect(tokenLabel(token).length - 1).toBeLessThanOrEqual((token.length * 2) / 7);
      }),
    );
  });
});
