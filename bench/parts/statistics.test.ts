import { describe, expect, it } from 'vitest';
import { median, medianOf, medianRatio, percentile } from './statistics.ts';

describe('the statistics', () => {
  it('order numbers as numbers', () => {
    expect(median([100, 9, 20])).toBe(20);
    expect(percentile([10, 9, 100, 2], 1)).toBe(100);
  });

  it('take the 99th of a hundred values from the top', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(values, 0.99)).toBe(100);
    expect(percentile(values.slice(0, 50), 0.5)).toBe(26);
  });

  it('compare round with round, so that a slow machine counts for both', () => {
    const ours = [{ rate: 50 }, { rate: 10 }, { rate: 40 }];
    const theirs = [{ rate: 100 }, { rate: 20 }, { rate: 50 }];
    expect(medianRatio(ours, theirs, ({ rate }) => rate)).toBe(0.5);
  });

  it('have no figure where a round has none', () => {
    expect(medianOf([{ cpu: 1 }, { cpu: null }], ({ cpu }) => cpu)).toBeNull();
    expect(medianOf([{ cpu: 1 }, { cpu: 3 }], ({ cpu }) => cpu)).toBe(3);
  });
});
