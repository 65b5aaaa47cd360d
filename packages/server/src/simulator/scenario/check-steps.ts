// The steps of a scenario: each by itself, and that a reference leads to a step before it that surely happens.
import { editsMax } from '../edits.ts';
import type { SampleName } from '../samples.ts';
import { parsePath } from '../set-path.ts';
import { durationWants, readDuration } from './duration.ts';
import { parseText } from './references.ts';
import { type Report, readObject } from './report.ts';
import {
  durationMsMax,
  happeningsMax,
  type Json,
  partName,
  repeatMax,
  type Step,
  stepsMax,
} from './scenario.ts';

interface Surroundings {
  /** Names of variables. */
  known: ReadonlySet<string>;
  findSample: (id: string) => SampleName | null;
}

const members = ['name', 'after', 'trigger', 'set', 'unset', 'repeat', 'chance'];
/** Deeper than any value of the contract. */
const depthMax = 32;

export function checkSteps(input: unknown, surroundings: Surroundings, report: Report): Step[] {
  if (!Array.isArray(input) || input.length === 0 || input.length > stepsMax) {
    report('steps', `must be a list of 1 to ${stepsMax} steps`);
    return [];
  }
  const steps: Step[] = [];
  /** Those that can be referred to; false: it may not happen. */
  const named = new Map<string, boolean>();
  for (const [index, each] of input.entries()) {
    const at = `steps[${index}]`;
    const step = checkStep(each, { ...surroundings, named }, (member, message) =>
      report(at + member, message),
    );
    if (!step) continue;
    if (step.name !== null && named.has(step.name))
      report(`${at}.name`, `${step.name} is the name of another step`);
    if (step.name !== null) named.set(step.name, step.chance === 1);
    steps.push(step);
  }
  const happenings = steps.reduce((sum, { repeat }) => sum + repeat, 0);
  if (happenings > happeningsMax)
    report('steps', `make ${happenings} events with their repeats; at most ${happeningsMax} may be`);
  if (steps.reduce((sum, { repeat, afterMs }) => sum + repeat * afterMs, 0) > durationMsMax)
    report('steps', `take longer than ${durationMsMax / 86_400_000} days`);
  return steps;
}

type Named = Surroundings & { named: ReadonlyMap<string, boolean> };

function checkStep(input: unknown, surroundings: Named, report: Report): Step | null {
  const read = readObject(input, members, '', (at, message) =>
    report(at === 'the scenario' ? '' : `.${at}`, message),
  );
  if (!read) return null;
  const name = read.get('name') ?? null;
  if (name !== null && (typeof name !== 'string' || !partName.test(name)))
    report('.name', 'must be small letters, digits and _, beginning with a letter');
  const after = read.get('after') ?? '0s';
  const afterMs = typeof after === 'string' ? readDuration(after) : null;
  if (afterMs === null) report('.after', `must be ${durationWants}`);
  const trigger = read.get('trigger');
  const sample = typeof trigger === 'string' ? surroundings.findSample(trigger) : null;
  if (!sample)
    report(
      '.trigger',
      `must be a sample such as messages.text${shown(trigger)}; \`wahook trigger --list\` names them all`,
    );
  const repeat = read.get('repeat') ?? 1;
  if (typeof repeat !== 'number' || !Number.isInteger(repeat) || repeat < 1 || repeat > repeatMax)
    report('.repeat', `must be a whole number from 1 to ${repeatMax}`);
  const chance = read.get('chance') ?? 1;
  if (typeof chance !== 'number' || !(chance >= 0 && chance <= 1))
    report('.chance', 'must be a number from 0 to 1');
  const set = checkSet(read.get('set') ?? {}, surroundings, report);
  const unset = checkUnset(read.get('unset') ?? [], report);
  if (afterMs === null || !sample) return null;
  return {
    name: typeof name === 'string' ? name : null,
    afterMs,
    sample,
    set,
    unset,
    repeat: Number(repeat),
    chance: Number(chance),
  };
}

function shown(trigger: unknown): string {
  return typeof trigger === 'string' ? `, not ${JSON.stringify(trigger.slice(0, 60))}` : '';
}

function checkSet(input: unknown, surroundings: Named, report: Report): [string, Json][] {
  const read = readObject(input, null, '.set', report);
  if (read && read.size > editsMax) report('.set', `must hold at most ${editsMax} paths`);
  const set: [string, Json][] = [];
  for (const [path, value] of read ?? []) {
    const at = `.set[${JSON.stringify(path.slice(0, 60))}]`;
    checkPath(path, at, report);
    const json = checkValue(value, { ...surroundings, depth: 0 }, (message) => report(at, message));
    if (json !== undefined) set.push([path, json]);
  }
  return set;
}

function checkUnset(input: unknown, report: Report): string[] {
  if (!Array.isArray(input) || input.length > editsMax) {
    report('.unset', `must be a list of at most ${editsMax} paths`);
    return [];
  }
  return input.flatMap((path: unknown, index) => {
    const at = `.unset[${index}]`;
    if (typeof path !== 'string') {
      report(at, 'must be a path such as contacts[0].profile');
      return [];
    }
    checkPath(path, at, report);
    return [path];
  });
}

function checkPath(path: string, at: string, report: Report): void {
  const parsed = parsePath(path);
  if (!parsed.ok) report(at, `is no path: ${parsed.message}`);
}

/** undefined, and a report, when something in it cannot be kept. */
function checkValue(
  value: unknown,
  surroundings: Named & { depth: number },
  report: (message: string) => void,
): Json | undefined {
  const { depth } = surroundings;
  const inner = { ...surroundings, depth: depth + 1 };
  if (depth > depthMax) report(`is nested more than ${depthMax} levels deep`);
  else if (value === null || typeof value === 'boolean') return value;
  else if (typeof value === 'string') return checkText(value, surroundings, report);
  else if (typeof value === 'number') {
    if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
    report(`${value} would be rounded; write so big a number as text`);
  } else if (Array.isArray(value)) {
    const items = value.map((each) => checkValue(each, inner, report));
    return items.flatMap((item) => (item === undefined ? [] : [item]));
  } else if (typeof value === 'object') {
    const entries = Object.entries(value).map(
      ([name, each]) => [name, checkValue(each, inner, report)] as const,
    );
    return Object.fromEntries(entries.flatMap(([name, each]) => (each === undefined ? [] : [[name, each]])));
  }
  return undefined;
}

function checkText(text: string, { known, named }: Named, report: (message: string) => void): string {
  const parsed = parseText(text);
  if (!parsed.ok) {
    report(parsed.message);
    return text;
  }
  for (const part of parsed.parts) {
    if (part.kind === 'variable' && !known.has(part.name))
      report(`there is no variable ${part.name}; known are ${[...known].join(', ')}`);
    if (part.kind !== 'step') continue;
    const isSure = named.get(part.name);
    if (isSure === undefined) report(`no step before this one is named ${part.name}`);
    if (isSure === false) report(`the step ${part.name} has a chance, so it may not happen`);
  }
  return text;
}
