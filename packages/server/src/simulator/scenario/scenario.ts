// A scenario: a piece of an account's life as data. What a file may hold, once it was checked, and the bounds that
// the check keeps.
import type { IdKind } from '../fresh-ids.ts';
import type { SampleName } from '../samples.ts';

export interface Scenario {
  name: string;
  description: string;
  variables: ReadonlyMap<string, Variable>;
  steps: readonly Step[];
}

/** A text, or an id that is drawn for each run. */
export type Variable = { kind: 'text'; text: string } | { kind: 'drawn'; of: IdKind };

export interface Step {
  /** What other steps call it by. */
  name: string | null;
  /** After the step before, or after the start. */
  afterMs: number;
  sample: SampleName;
  /** Path → new value, with references. */
  set: readonly (readonly [path: string, value: Json])[];
  unset: readonly string[];
  /** How often, each `afterMs` after the one before. */
  repeat: number;
  /** Of its happening at all, from 0 to 1. */
  chance: number;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export const scenarioBytesMax = 256 * 1024;
export const stepsMax = 200;
/** Characters that the texts of one step come to, with what they refer to: what a file can hold without any. */
export const stepTextMax = scenarioBytesMax;
/** Of all steps together: what one run remembers. */
export const happeningsMax = 2_000;
/** Of the notifications that a run keeps because later steps refer to them. */
export const keptBytesMax = 4 * 1024 * 1024;
/** Characters of the variables that a run is given: as many as a step's texts may come to. */
export const givenTextMax = stepTextMax;
export const repeatMax = 1_000;
export const variablesMax = 50;
export const durationMsMax = 30 * 86_400_000;
export const nameWants = 'small letters, digits, _ and -, beginning with a letter, at most 60 characters';
/** Of scenarios; steps and variables leave out the hyphen, which is a minus inside of a reference. */
export const scenarioName = /^[a-z][a-z0-9_-]{0,59}$/;
export const partName = /^[a-z][a-z0-9_]{0,59}$/;
/** Words of the API's paths. */
export const reservedNames = ['runs', 'preview'];
