// Middles, percentiles and ratios. What counts between two contenders is the median of the rounds' ratios: what
// slows the machine slows both of one round, so ratios hold where rates do not.

/** The middle of an odd number of values; of an even number, the upper of the two middle ones. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** null where any round had no such figure. */
export function medianOf<Round>(
  rounds: readonly Round[],
  figure: (round: Round) => number | null,
): number | null {
  const values = rounds.map(figure).filter((value) => value !== null);
  return values.length === rounds.length ? median(values) : null;
}

export function medianRatio<Round>(
  above: readonly Round[],
  below: readonly Round[],
  figure: (round: Round) => number,
): number {
  return median(
    above.map((round, index) => {
      const other = below[index];
      return other === undefined ? Number.NaN : figure(round) / figure(other);
    }),
  );
}

export function rounded(value: number, digits?: number): number;
export function rounded(value: number | null, digits?: number): number | null;
export function rounded(value: number | null, digits = 0): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}
