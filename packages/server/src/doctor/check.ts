// What a check is: facts that stand in the reference page, and a way to run it. What it finds is a value: passed,
// failed with what was seen, or skipped because it could not be seen from outside, which is never counted as passed.
import type { Bench } from './bench.ts';
import type { Cure } from './cures.ts';
import type { Difference } from './signature-mistakes.ts';

export const groups = [
  'handshake',
  'signature',
  'fields',
  'content',
  'batch',
  'life',
  'http',
  'load',
  'certificate',
] as const;
export type Group = (typeof groups)[number];

/** What an endpoint that fails the check does to its owner. */
export type Harm = 'loses' | 'forged' | 'repeats' | 'blocks' | 'slow' | 'untidy';

export interface CheckFacts {
  /** In kebab-case; those of fields are `field-` and the field. Never changed once released: CI lists them. */
  id: string;
  group: Group;
  harm: Harm;
  /** What is sent. */
  sends: string;
  /** What counts as passed. */
  expects: string;
  why: string;
  /** Where the rule comes from. */
  source: string;
}

export interface Check extends CheckFacts {
  /** It says something only about an endpoint that takes correctly signed notifications at all. */
  needsAcceptance: boolean;
  run(bench: Bench): Promise<Finding>;
}

export interface Failed {
  state: 'failed';
  /** One or more sentences in the endpoint's own terms: what came back, and the likely mistake. */
  diagnosis: string;
  /** Where it is not that of the check: what it does instead. */
  harm?: Harm;
  /** How to mend it; worded for the framework where that is known. */
  cure: Cure | null;
  /** What it got and what it hashed. */
  difference?: Difference | null;
}

export type Finding = { state: 'passed'; remark?: string } | Failed | { state: 'skipped'; diagnosis: string };

export const passed: Finding = { state: 'passed' };

export function failed(
  diagnosis: string,
  cure: Cure | null,
  more: Omit<Partial<Failed>, 'state'> = {},
): Finding {
  return { state: 'failed', diagnosis, cure, ...more };
}

export function skipped(diagnosis: string): Finding {
  return { state: 'skipped', diagnosis };
}
