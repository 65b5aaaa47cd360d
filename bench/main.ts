// `npm run bench -- <scenario> [--json] [--events N] …`; `--list` names the scenarios, README.md the options.
// `numbers` runs all that it takes for the table of numbers. Absolute rates depend on the machine and on what else
// it does; the ratio to the baseline of the same run counts.
import { taskOptions, wholeNumber } from '../scripts/task-options.ts';
import { takeNumbers } from './numbers.ts';
import { describeMachine, machineText } from './parts/machine.ts';
import type { Scenario, ScenarioOptions } from './parts/scenario.ts';
import { accept } from './scenarios/accept.ts';
import { backlog } from './scenarios/backlog.ts';
import { batched } from './scenarios/batched.ts';
import { deadEndpoint } from './scenarios/dead-endpoint.ts';
import { e2e, fanOut5, fanOut20, mtls, tls } from './scenarios/e2e.ts';
import { idle } from './scenarios/idle.ts';
import { latency } from './scenarios/latency.ts';
import { peer } from './scenarios/peer.ts';
import { receiver } from './scenarios/receiver.ts';
import { receiverHeap } from './scenarios/receiver-heap.ts';
import { slowNeighbour } from './scenarios/slow-neighbour.ts';

const scenarios: readonly Scenario[] = [
  ...[e2e, fanOut5, fanOut20, tls, mtls, accept, batched],
  ...[latency, slowNeighbour, deadEndpoint, backlog, idle, peer, receiver, receiverHeap],
];

const sizes = {
  full: { events: 20_000, rounds: 3, seconds: 5, pending: 1_000_000 },
  quick: { events: 5_000, rounds: 1, seconds: 2, pending: 100_000 },
};

const usage = `npm run bench -- [scenario] [--quick] [--json] [--coalesce] [--events N] [--rounds N] [--seconds N]
                 [--pending N] [--connections N] [--change-bytes N]
  --list names the scenarios; without one it is e2e`;
const { values, positionals } = taskOptions(usage, {
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    coalesce: { type: 'boolean', default: false },
    events: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    pending: { type: 'string' },
    connections: { type: 'string' },
    'change-bytes': { type: 'string' },
  },
});

// Whoever interrupts the bench wants its processes and files gone; both go when the process exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

if (values.list) list();
else await run(positionals[0] ?? 'e2e');

function list(): void {
  for (const { name, about } of scenarios) process.stdout.write(`${name.padEnd(16)} ${about}\n`);
  process.stdout.write(`${'numbers'.padEnd(16)} the table of numbers, wanted and measured\n`);
}

async function run(name: string): Promise<void> {
  const scenario = scenarios.find((each) => each.name === name);
  if (!scenario && name !== 'numbers') {
    process.stderr.write(`There is no scenario "${name}". \`npm run bench -- --list\` names them.\n`);
    process.exitCode = 2;
    return;
  }
  const chosen = options();
  const machine = await describeMachine();
  chosen.note(machineText(machine));
  if (values.quick) chosen.note('--quick: small sizes, so the figures are rough');
  const result = scenario ? await scenario.run(chosen) : await numbers(chosen);
  if (values.json) process.stdout.write(`${JSON.stringify({ ...result, quick: values.quick, machine })}\n`);
}

async function numbers(chosen: ScenarioOptions): Promise<object> {
  const { rows, results } = await takeNumbers(chosen);
  // A number that is not met is a finding; one that could not be taken is a fault of the bench.
  if (rows.some(({ measured }) => measured === null)) process.exitCode = 1;
  return { scenario: 'numbers', rows, results };
}

function options(): ScenarioOptions {
  const size = values.quick ? sizes.quick : sizes.full;
  return {
    events: positive('events', values.events, size.events),
    rounds: positive('rounds', values.rounds, size.rounds),
    seconds: positive('seconds', values.seconds, size.seconds),
    pending: positive('pending', values.pending, size.pending),
    connections: positive('connections', values.connections, 256),
    changeBytes: positive('change-bytes', values['change-bytes'], 1_500),
    coalesce: values.coalesce,
    // With --json the last line of stdout is for a program; the rest goes where people look.
    note: (line) => (values.json ? process.stderr : process.stdout).write(`${line}\n`),
  };
}

function positive(name: string, text: string | undefined, otherwise: number): number {
  return wholeNumber(name, text, { least: 1, otherwise });
}
