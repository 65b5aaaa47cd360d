// `npm run bench -- <scenario> [--json] [--events N] [--rounds N] [--connections N]`; `--list` names the scenarios.
// Absolute rates depend on the machine and on what else it does; the ratio to the baseline of the same run counts.
import { parseArgs } from 'node:util';
import type { Scenario } from './parts/scenario.ts';
import { accept } from './scenarios/accept.ts';
import { e2e, fanOut5, fanOut20 } from './scenarios/e2e.ts';

const scenarios: readonly Scenario[] = [e2e, fanOut5, fanOut20, accept];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    events: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '64' },
  },
});

if (values.list) {
  for (const { name, about } of scenarios) process.stdout.write(`${name.padEnd(12)} ${about}\n`);
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
  const result = await scenario.run({
    events: positive(values.events),
    rounds: positive(values.rounds),
    connections: positive(values.connections),
    // With --json the last line of stdout is for a program; the rest goes where people look.
    note: (line) => (values.json ? process.stderr : process.stdout).write(`${line}\n`),
  });
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is not a positive whole number`);
  return number;
}
