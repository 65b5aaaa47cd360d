// Reads which scenario is asked for, by name or as it is, whom it happens to, and with what.

import type { Samples } from '../simulator/samples.ts';
import { checkScenario } from '../simulator/scenario/check.ts';
import type { ScenarioLibrary } from '../simulator/scenario/library.ts';
import {
  givenTextMax,
  type Scenario,
  scenarioBytesMax,
  variablesMax,
} from '../simulator/scenario/scenario.ts';
import { speedMax, speedMin } from '../simulator/scenario/timeline.ts';
import type { ScenarioRequest } from '../simulator/scenarios.ts';
import { flag, optional, type Reader, readBody, withDefault } from './members.ts';
import { ApiProblem, problem } from './problem.ts';
import { seedReader, targetShape } from './simulator-request.ts';

export const speed: Reader<number> = {
  read: (value) =>
    typeof value === 'number' && (value === 0 || (value >= speedMin && value <= speedMax)) ? { value } : null,
  wants: `0 (no delays) or a number from ${speedMin} to ${speedMax}`,
};

const anything: Reader<{ input: unknown }> = {
  read: (value) => ({ value: { input: value } }),
  wants: 'a scenario',
};

const variables: Reader<Map<string, string>> = {
  read(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const given = Object.entries(value).flatMap(([name, each]): [string, string][] =>
      typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean'
        ? [[name, String(each)]]
        : [],
    );
    const isGood = given.length === Object.keys(value).length && given.length <= variablesMax;
    const characters = given.reduce((sum, [, text]) => sum + text.length, 0);
    return isGood && characters <= givenTextMax ? { value: new Map(given) } : null;
  },
  wants:
    `an object of at most ${variablesMax} names, each with a text, a number, true or false, ` +
    `of ${givenTextMax} characters together at most`,
};

const name: Reader<string> = {
  read: (value) => (typeof value === 'string' ? { value } : null),
  wants: 'the name of a scenario',
};

export async function readScenarioRequest(
  body: Uint8Array,
  from: { library: ScenarioLibrary; samples: Samples },
): Promise<{ request: ScenarioRequest; speed: number }> {
  const asked = readBody(body, {
    name: optional(name),
    scenario: optional(anything),
    ...targetShape,
    variables: withDefault(variables, new Map<string, string>()),
    seed: optional(seedReader),
    strict: optional(flag),
    speed: withDefault(speed, 1),
  });
  if ((asked.name === null) === (asked.scenario === null))
    throw problem('bad_request', 'Say either the "name" of a scenario or a "scenario" itself.');
  const scenario =
    asked.name === null
      ? inlineScenario(asked.scenario?.input, from.samples)
      : await namedScenario(asked.name, from.library);
  const request = {
    scenario,
    wabaId: asked.waba_id,
    phoneNumberId: asked.phone_number_id,
    variables: asked.variables,
    seed: asked.seed,
    strict: asked.strict,
  };
  return { request, speed: asked.speed };
}

/** Held to what a file is held to; white space was lost with the parsing. */
function inlineScenario(input: unknown, samples: Samples): Scenario {
  const bytes = Buffer.byteLength(JSON.stringify(input));
  if (bytes > scenarioBytesMax)
    throw badScenario([`the scenario has ${bytes} bytes; at most ${scenarioBytesMax} may be`]);
  const checked = checkScenario(input, samples);
  if (!checked.ok) throw badScenario(checked.problems);
  return checked.scenario;
}

async function namedScenario(asked: string, library: ScenarioLibrary): Promise<Scenario> {
  const found = await findScenario(asked, library);
  if (!found.scenario) throw badScenario(found.problems);
  return found.scenario;
}

export async function findScenario(asked: string, library: ScenarioLibrary) {
  const found = await library.find(asked);
  if (found) return found;
  throw problem(
    'unknown_scenario',
    `There is no scenario ${JSON.stringify(asked.slice(0, 60))}. \`wahook scenario\` and GET /api/v1/scenarios list them all.`,
  );
}

export function badScenario(problems: readonly string[]): ApiProblem {
  return new ApiProblem({ code: 'bad_scenario', detail: problems.join(' '), problems });
}
