// What a scenario is, and what it reports.

export interface Scenario {
  name: string;
  about: string;
  run(options: ScenarioOptions): Promise<ScenarioResult>;
}

export interface ScenarioOptions {
  events: number;
  rounds: number;
  connections: number;
  note: (line: string) => void;
}

export interface ScenarioResult {
  scenario: string;
  rate_per_s: number;
  baseline_per_s: number;
  ratio: number;
  p50_ms: number;
  p99_ms: number;
}

/** The middle of an odd number of values; of an even number, the upper of the two middle ones. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
