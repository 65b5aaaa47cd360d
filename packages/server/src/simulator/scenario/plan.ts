// From a scenario to what will happen in one run of it and when: repeats written out, chances drawn.
import type { Warned } from '../../accept/publish.ts';
import { createDraw } from '../draw.ts';
import { sampleId } from '../samples.ts';
import type { Scenario, Step } from './scenario.ts';

export interface Happening {
  /** Of its step. */
  index: number;
  step: Step;
  sample: string;
  /** Which repetition of its step, from 1. */
  n: number;
  /** In the scenario's time. */
  atMs: number;
  state: 'waiting' | 'sent' | 'skipped';
  sentAt: number | null;
  firstSeq: number | null;
  lastSeq: number | null;
  warned: Warned;
}

export function planOf({ steps }: Scenario, seed: string): Happening[] {
  let atMs = 0;
  return steps.flatMap((step, index) => {
    const draw = createDraw(seed, `chance ${index}`);
    return Array.from({ length: step.repeat }, (_, place): Happening => {
      atMs += step.afterMs;
      const happens = draw.integer(1_000_000) < step.chance * 1_000_000;
      const state = happens ? 'waiting' : 'skipped';
      const sent = { sentAt: null, firstSeq: null, lastSeq: null, warned: {} };
      return { index, step, sample: sampleId(step.sample), n: place + 1, atMs, state, ...sent };
    });
  });
}

export function durationOf(plan: readonly Happening[]): number {
  return plan.at(-1)?.atMs ?? 0;
}
