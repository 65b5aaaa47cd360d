// Reads the faults that somebody wants for an app. All that is wrong is named at once: whoever sets ten faults does
// not want to hear of their mistakes one by one.
import {
  type FaultName,
  type FaultParameter,
  faultNames,
  faultOf,
  isFaultName,
} from '../delivery/faults/catalogue.ts';
import type { FaultParameters } from '../store/faults.ts';

export interface FaultsInput {
  /** null: one is drawn. */
  seed: number | null;
  isMarked: boolean;
  /** null: without end. */
  forSeconds: number | null;
  faults: Record<string, FaultParameters>;
}

export type FaultsRead = { ok: true; value: FaultsInput } | { ok: false; problems: string[] };

export const seedMax = 2 ** 32 - 1;
/** A week: longer than any retry. */
const forSecondsMax = 7 * 24 * 60 * 60;
const problemsMax = 20;

export function readFaults(body: Uint8Array): FaultsRead {
  const input = parsed(body);
  if (!input) return { ok: false, problems: ['The body must be a JSON object in UTF-8.'] };
  const problems = unknownNames(input, ['seed', 'mark', 'for_seconds', 'faults']).map(
    (name) => `${quoted(name)} means nothing here; known are seed, mark, for_seconds, faults.`,
  );
  const { seed = null, mark = false, for_seconds: forSeconds = null, faults } = input;
  if (seed !== null && !isWhole(seed, 0, seedMax))
    problems.push(`"seed" must be a whole number from 0 to ${seedMax}.`);
  if (typeof mark !== 'boolean') problems.push('"mark" must be true or false.');
  if (forSeconds !== null && !isWhole(forSeconds, 1, forSecondsMax))
    problems.push(`"for_seconds" must be a whole number from 1 to ${forSecondsMax}, or null.`);
  const set = readEach(faults, problems);
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, problemsMax) };
  const value = {
    // Checked above; what is not of its type has put a problem.
    seed: typeof seed === 'number' ? seed : null,
    isMarked: mark === true,
    forSeconds: typeof forSeconds === 'number' ? forSeconds : null,
    faults: set,
  };
  return { ok: true, value };
}

function readEach(input: unknown, problems: string[]): Record<string, FaultParameters> {
  if (!isMembers(input) || Object.keys(input).length === 0) {
    problems.push(
      '"faults" must be an object with at least one fault, such as {"drop":{}}; DELETE switches all off.',
    );
    return {};
  }
  const set: Record<string, FaultParameters> = {};
  for (const [name, given] of Object.entries(input)) {
    if (!isFaultName(name)) problems.push(`${quoted(name)} is no fault; there are ${faultNames.join(', ')}.`);
    else if (!isMembers(given))
      problems.push(`"faults.${name}" must be an object of its parameters; {} takes the defaults.`);
    else set[name] = readParameters(name, given, problems);
  }
  return set;
}

function readParameters(
  name: FaultName,
  given: Record<string, unknown>,
  problems: string[],
): FaultParameters {
  const { parameters } = faultOf(name);
  for (const unknown of unknownNames(given, Object.keys(parameters)))
    problems.push(
      `${quoted(`${name}.${unknown}`)} is no parameter; known are ${Object.keys(parameters).join(', ')}.`,
    );
  const read: Record<string, number> = {};
  for (const [parameter, bounds] of Object.entries(parameters)) {
    const value = given[parameter] ?? bounds.default;
    if (fits(parameter, value, bounds)) read[parameter] = value;
    else problems.push(`"${name}.${parameter}" must be ${wants(parameter, bounds)}.`);
  }
  const { from_ms: from, to_ms: to } = read;
  // One bound alone moves the other along.
  if (from !== undefined && to !== undefined && from > to) {
    if (given.to_ms === undefined) read.to_ms = from;
    else if (given.from_ms === undefined) read.from_ms = to;
    else problems.push(`"${name}.from_ms" must not be more than "${name}.to_ms".`);
  }
  return read;
}

function fits(parameter: string, value: unknown, { min, max }: FaultParameter): value is number {
  if (parameter !== 'probability') return isWhole(value, min, max);
  return typeof value === 'number' && value >= min && value <= max;
}

export function wants(parameter: string, { min, max }: FaultParameter): string {
  return `${parameter === 'probability' ? 'a number' : 'a whole number'} from ${min} to ${max}`;
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function parsed(body: Uint8Array): Record<string, unknown> | null {
  try {
    const input: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return isMembers(input) ? input : null;
  } catch {
    return null;
  }
}

function isMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownNames(input: object, known: readonly string[]): string[] {
  return Object.keys(input).filter((name) => !known.includes(name));
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}
