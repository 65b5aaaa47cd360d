// `wahook faults`: what an app is made to live through, and how it took it.
import type { Command } from 'commander';
import { demo } from '../../demo.ts';
import { CliError, exitCodes, usageError } from '../cli-error.ts';
import { availableLines, type ShownFaults, stateLines } from '../client/fault-shapes.ts';
import { readFaultWords, spanMs } from '../client/fault-words.ts';
import { addGroup, addVerb, given, pathOf } from '../client/verb.ts';
import type { CliContext } from '../context.ts';

interface AppOptions {
  app?: string;
}

interface SetOptions extends AppOptions {
  for?: string;
  mark?: true;
}

const ofApp = ['--app <id>', `the app (default: "${demo.app.graphId}")`] as const;

export function addFaults(program: Command, context: CliContext): void {
  const group = addGroup(
    program,
    'faults',
    'Make an app live through what goes wrong on the way: late, twice, badly signed, not at all',
    'set',
  );
  addVerb<AppOptions, ShownFaults>(group, context, {
    usage: 'list',
    description: 'Show the faults there are, those that are on for an app, and how it took what they sent',
    options: [ofApp],
    examples: ['wahook faults', 'wahook faults --app 200000000000001'],
    isDefault: true,
    ask: (client, options) => client.get(faultsOf(options)),
    show: (shown) => [...stateLines(shown), ...availableLines(shown)],
  });
  addVerb<SetOptions, ShownFaults>(group, context, {
    usage: 'set <fault...>',
    description:
      'Switch these on, and whatever was on before off; takes effect with the next attempts. A word is a fault (drop), with a probability (duplicate=0.2), a range of time (delay=1s..5s), or one of its parameters (burst.factor=3); seed=7 makes a run repeat',
    options: [
      ofApp,
      ['--for <time>', 'switch them off by themselves after so long, such as 10m'],
      ['--mark', 'say in the header x-wahook-fault which faults a request carries'],
    ],
    examples: ['wahook faults set drop', 'wahook faults set duplicate=0.2 delay=1s..5s seed=7 --for 10m'],
    ask(client, { mark, ...options }, words) {
      const read = readFaultWords(words);
      if (!read.ok) throw new CliError(read.problems, { exitCode: exitCodes.usage });
      const body = given({ ...read.value, mark, for_seconds: secondsOf(options.for) });
      return client.put(faultsOf(options), body);
    },
    show: stateLines,
  });
  addVerb<AppOptions, ShownFaults>(group, context, {
    usage: 'clear',
    description: 'Switch all faults of an app off; what they postpone goes at once',
    options: [ofApp],
    examples: ['wahook faults clear'],
    ask: (client, options) => client.remove(faultsOf(options)),
    show: stateLines,
  });
}

function faultsOf({ app = demo.app.graphId }: AppOptions): string {
  return pathOf('apps', app, 'faults');
}

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = spanMs(text);
  if (ms === null || ms < 1_000)
    throw usageError(
      `--for must be a time of at least a second, such as 30s or 10m, not ${JSON.stringify(text)}.`,
    );
  return Math.ceil(ms / 1_000);
}
