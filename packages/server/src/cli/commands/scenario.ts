// `wahook scenario`: a piece of an account's life, played out by the server: shows which there are, runs one and
// tells each step as it happens.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { demo } from '../../demo.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { ApiClient } from '../client/api-client.ts';
import { readPair } from '../client/edit-options.ts';
import { followRun } from '../client/follow-run.ts';
import type { ServerOptions } from '../client/server-options.ts';
import type {
  ScenarioInFull,
  ShownPreview,
  ShownScenario,
  ShownScenarioRun,
} from '../client/simulator-shapes.ts';
import { addGroup, addVerb, given, pathOf } from '../client/verb.ts';
import { warningLines } from '../client/warning-text.ts';
import type { CliContext } from '../context.ts';
import {
  happeningLine,
  previewLines,
  runLines,
  runTable,
  scenarioLines,
  scenarioTable,
} from './scenario-text.ts';

interface RunOptions extends ServerOptions {
  inline?: string;
  waba?: string;
  phoneNumber?: string;
  set?: string[];
  speed?: string;
  seed?: string;
  strict?: boolean;
  preview?: true;
  wait: boolean;
  json?: true;
}

export function addScenario(program: Command, context: CliContext): void {
  const group = addGroup(program, 'scenario', "Play a piece of an account's life", 'run');

  addVerb<object, { data: ShownScenario[] }>(group, context, {
    usage: 'list',
    description: 'List the scenarios that can be run by name',
    examples: ['wahook scenario'],
    isDefault: true,
    ask: (client) => client.get(pathOf('scenarios')),
    show: ({ data }) => scenarioTable(data),
  });

  addVerb<object, ScenarioInFull>(group, context, {
    usage: 'show <name>',
    description: 'Print a scenario as it stands in its file',
    examples: ['wahook scenario show conversation > mine.json'],
    ask: (client, _options, [name]) => client.get(pathOf('scenarios', name)),
    show: scenarioLines,
  });

  addVerb<RunOptions, ShownPreview | ShownScenarioRun>(group, context, {
    usage: 'run [scenario]',
    description: 'Play a scenario, by name or from a file (with a / or .json in it)',
    options: [
      ['--inline <json>', 'instead of a name or file, the scenario itself'],
      ['--waba <id>', `the WhatsApp Business Account it happens to (default: ${demo.waba.graphId})`],
      ['--phone-number <id>', 'the phone number it happens to (default: the first of the account)'],
      ['--set <name=value>', "a variable of the scenario, or the customer's number", 'repeatable'],
      ['--speed <n>', '0.1 to 100 times as fast; 0: without any delay (default: 1)'],
      ['--seed <text>', 'draw the same as another time with the same seed'],
      ['--strict', 'refuse what does not fit the schema of its field, before anything is sent'],
      ['--no-strict', 'only warn, also where the setting schema_check is strict'],
      ['--preview', 'only show what would happen'],
      ['--no-wait', 'do not wait for the end'],
    ],
    examples: [
      'wahook scenario run conversation --speed 10',
      'wahook scenario run ./mine.json --set customer=4915550001111',
      'wahook scenario run template-review --speed 0 --seed friday',
    ],
    ask: (client, options, [scenario]) => runScenario(client, options, { scenario, context }),
    show: (answer) => ('state' in answer ? runLines(answer) : previewLines(answer)),
  });

  addVerb<object, { data: ShownScenarioRun[] }>(group, context, {
    usage: 'runs',
    description: 'List the runs that go on and the latest that ended',
    examples: ['wahook scenario runs'],
    ask: (client) => client.get(pathOf('scenarios', 'runs')),
    show: ({ data }) => runTable(data),
  });

  addVerb<object, ShownScenarioRun>(group, context, {
    usage: 'stop <run>',
    description: 'Stop a run',
    examples: ['wahook scenario stop bkrt-3'],
    ask: (client, _options, [id]) => client.post(pathOf('scenarios', 'runs', id, 'stop'), {}),
    show: runLines,
  });
}

async function runScenario(
  client: ApiClient,
  options: RunOptions,
  { scenario, context }: { scenario: string | undefined; context: CliContext },
): Promise<ShownPreview | ShownScenarioRun> {
  const { output } = context;
  const body = {
    ...(await namedOrWhole(scenario, options, context.directory)),
    waba_id: options.waba ?? demo.waba.graphId,
    variables: Object.fromEntries((options.set ?? []).map(readVariable)),
    ...given({ phone_number_id: options.phoneNumber, seed: options.seed, strict: options.strict }),
  };
  if (options.preview) return client.post<ShownPreview>(pathOf('scenarios', 'preview'), body);
  const speed = options.speed === undefined ? undefined : readSpeed(options.speed);
  const started = await client.post<ShownScenarioRun>(pathOf('scenarios', 'runs'), {
    ...body,
    ...given({ speed }),
  });
  if (!options.wait) return started;
  let told = 0;
  const tell = ({ steps = [] }: ShownScenarioRun) => {
    for (; told < steps.length && steps[told]?.state !== 'waiting'; told++) {
      const step = steps[told];
      if (!step) continue;
      output.error(happeningLine(step));
      for (const line of warningLines(step)) output.error(`  ${line}`);
    }
  };
  tell(started);
  const following = {
    place: ['scenarios', 'runs'],
    onLook: tell,
    onCutShort(run: ShownScenarioRun) {
      if (options.json) output.json(run);
      else for (const line of runLines(run)) output.line(line);
    },
  };
  return followRun(client, started, following, { options, context });
}

async function namedOrWhole(
  scenario: string | undefined,
  { inline }: RunOptions,
  directory: string,
): Promise<{ name: string } | { scenario: unknown }> {
  if ((scenario === undefined) === (inline === undefined))
    throw usageError(
      'Name a scenario, a file, or give one with --inline. `wahook scenario` lists those by name.',
    );
  if (inline !== undefined) return { scenario: readJson(inline, '--inline') };
  const name = scenario ?? '';
  if (!/[/\\]|\.json$/.test(name)) return { name };
  const text = await readFile(path.resolve(directory, name), 'utf8').catch((cause: unknown) => {
    throw new CliError(`The file ${name} cannot be read. Check the path.`, { cause });
  });
  return { scenario: readJson(text, name) };
}

function readJson(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`${from} is not JSON: ${why}.`, { cause });
  }
}

function readVariable(text: string): [name: string, value: string] {
  const { name, value } = readPair('--set', text, 'name=value, such as customer=4915550001111');
  return [name, value];
}

function readSpeed(text: string): number {
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(text))
    throw usageError(`--speed must be 0, or a number from 0.1 to 100, not ${JSON.stringify(text)}.`);
  return Number(text);
}
