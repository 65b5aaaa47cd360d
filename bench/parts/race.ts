// Two contenders in turn within one run: what slows the machine slows both, so their ratio holds where their
// rates do not.
import { median, type ScenarioOptions } from './scenario.ts';

export interface Contenders<Value> {
  wahook: Value;
  baseline: Value;
}

export interface RaceResult {
  wahook: number;
  baseline: number;
  /** The median of the rounds' ratios. */
  ratio: number;
}

/** `measure` answers a rate; it is called once with a quarter of the events to warm up, then once a round. */
export async function race<Value>(
  contenders: Contenders<Value>,
  options: ScenarioOptions,
  measure: (contender: Value, events: number) => Promise<number>,
): Promise<RaceResult> {
  const names = ['baseline', 'wahook'] as const;
  const rates: Contenders<number[]> = { wahook: [], baseline: [] };
  for (const name of names) await measure(contenders[name], Math.ceil(options.events / 4));
  for (let round = 1; round <= options.rounds; round++) {
    for (const name of names) {
      const rate = await measure(contenders[name], options.events);
      rates[name].push(rate);
      options.note(`round ${round}  ${name.padEnd(8)} ${rate.toFixed(0).padStart(6)}/s`);
    }
  }
  const ratios = rates.wahook.map((rate, index) => rate / (rates.baseline[index] ?? Number.NaN));
  return {
    wahook: Math.round(median(rates.wahook)),
    baseline: Math.round(median(rates.baseline)),
    ratio: Number(median(ratios).toFixed(3)),
  };
}
