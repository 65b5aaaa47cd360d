// Reads a scenario of anybody's making. Guarantees a scenario that keeps all bounds and whose references lead
// somewhere, or every problem at once, each with its place.
import { idKinds } from '../fresh-ids.ts';
import { parseSampleId, type Samples, sampleId } from '../samples.ts';
import { checkSteps } from './check-steps.ts';
import { type Report, readObject } from './report.ts';
import {
  nameWants,
  partName,
  reservedNames,
  type Scenario,
  scenarioBytesMax,
  scenarioName,
  type Variable,
  variablesMax,
} from './scenario.ts';

/** Each one line: `steps[2].after: must be a time such as 2s`. */
export type Checked = { ok: true; scenario: Scenario } | { ok: false; problems: string[] };

/** What every run knows beside the scenario's own variables. */
export const givenNames = [
  'waba_id',
  'phone_number_id',
  'display_phone_number',
  'business_id',
  'customer',
  'n',
] as const;
/** Among them the one that a scenario or a run may set. */
const settableName = 'customer';

export function checkScenarioText(text: string, samples: Samples): Checked {
  if (text.length > scenarioBytesMax)
    return { ok: false, problems: [`the file is longer than ${scenarioBytesMax} bytes`] };
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`this is not JSON: ${error instanceof Error ? error.message : error}`] };
  }
  return checkScenario(input, samples);
}

export function checkScenario(input: unknown, samples: Samples): Checked {
  const problems: string[] = [];
  const report: Report = (at, message) => {
    if (problems.length < problemsMax) problems.push(`${at}: ${message}`);
  };
  const members = readObject(input, ['name', 'description', 'variables', 'steps'], '', report);
  if (!members) return { ok: false, problems };
  const name = members.get('name');
  if (typeof name !== 'string' || !scenarioName.test(name)) report('name', `must be ${nameWants}`);
  else if (reservedNames.includes(name)) report('name', `must not be ${reservedNames.join(' or ')}`);
  const description = members.get('description') ?? '';
  if (typeof description !== 'string' || description.length > 1000)
    report('description', 'must be a text of at most 1000 characters');
  const variables = checkVariables(members.get('variables') ?? {}, report);
  const known = new Set([...givenNames, ...variables.keys()]);
  const findSample = (id: string) => {
    const sample = parseSampleId(id, samples);
    const isThere = sample && samples.list().some((each) => sampleId(each) === sampleId(sample));
    return isThere ? sample : null;
  };
  const steps = checkSteps(members.get('steps'), { known, findSample }, report);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, scenario: { name: String(name), description: String(description), variables, steps } };
}

/** Who has more mends these first. */
const problemsMax = 100;

function checkVariables(input: unknown, report: Report): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  const members = readObject(input, null, 'variables', report);
  if (members && members.size > variablesMax)
    report('variables', `must be at most ${variablesMax}, not ${members.size}`);
  for (const [name, value] of members ?? []) {
    const at = `variables.${name.slice(0, 60)}`;
    const isTaken = name === 'now' || name === 'date' || givenNames.some((each) => each === name);
    if (!partName.test(name)) report(at, 'must be named by small letters, digits and _');
    else if (isTaken && name !== settableName) report(at, 'is the name of something that every run has');
    const variable = readVariable(value, at, report);
    if (variable) variables.set(name, variable);
  }
  return variables;
}

function readVariable(value: unknown, at: string, report: Report): Variable | null {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (typeof value === 'number' || typeof value === 'boolean') return { kind: 'text', text: String(value) };
  const wants = `must be a text, a number, true, false, or {"draw": ${idKinds.map((kind) => `"${kind}"`).join(' | ')}}`;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries: [string, unknown][] = isObject ? Object.entries(value) : [];
  const of = idKinds.find(
    (kind) => entries.length === 1 && entries[0]?.[0] === 'draw' && entries[0][1] === kind,
  );
  if (of) return { kind: 'drawn', of };
  report(at, wants);
  return null;
}
