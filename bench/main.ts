// `npm run bench -- <scenario> [--json] [--events N] …`; `--list` names the scenarios, README.md the options.
// Absolute rates depend on the machine and on what else it does; the ratio to the baseline of the same run counts.
import { parseArgs } from 'node:util';
import type { Scenario, ScenarioOptions } from './parts/scenario.ts';
import { accept } from './scenarios/accept.ts';
import { backlog } from './scenarios/backlog.ts';
import { batched } from './scenarios/batched.ts';
import { deadEndpoint } from './scenarios/dead-endpoint.ts';
import { e2e, fanOut5, fanOut20, mtls, tls } from './scenarios/e2e.ts';
import { idle } from './scenarios/idle.ts';
import { latency } from './scenarios/latency.ts';
import { slowNeighbour } from './scenarios/slow-neighbour.ts';

const scenarios: readonly Scenario[] = [
  e2e,
  fanOut5,
  fanOut20,
  tls,
  mtls,
  accept,
  batched,
  latency,
  slowNeighbour,
  deadEndpoint,
  backlog,
  idle,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    coalesce: { type: 'boolean', default: false },
    events: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '256' },
    seconds: { type: 'string', default: '5' },
    pending: { type: 'string', default: '1000000' },
    'change-bytes': { type: 'string', default: '1500' },
  },
});

// Whoever interrupts the bench wants its processes and files gone; both go when the process exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

if (values.list) {
  for (const { name, about } of scenarios) process.stdout.write(`${name.padEnd(16)} ${about}\n`);
} else {
  await run(positionals[0] ?? 'e2e');
}

async function run(name: string): Promise<void> {
  const scenario = scenarios.find((each) => each.name === name);
  if (!scenario) {
    process.stderr.write(`There is no scenario "${name}". \`npm run bench -- --list\` names them.\n`);
    process.exitCode = 2;
    return;
  }
  const result = await scenario.run(options());
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
}

function options(): ScenarioOptions {
  return {
    events: positive(values.events),
    rounds: positive(values.rounds),
    connections: positive(values.connections),
    seconds: positive(values.seconds),
    pending: positive(values.pending),
    changeBytes: positive(values['change-bytes']),
    coalesce: values.coalesce,
    // With --json the last line of stdout is for a program; the rest goes where people look.
    note: (line) => (values.json ? process.stderr : process.stdout).write(`${line}\n`),
  };
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is not a positive whole number`);
  return number;
}
