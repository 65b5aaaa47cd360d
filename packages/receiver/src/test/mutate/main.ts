// `npm run fuzz -- [--minutes N | --cases N] [--seed N]`: mutated samples through parser, verifier, receiver and every
// adapter, until the time is over. Each finding is printed with the command that repeats it.

import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openRunner } from './run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '1' },
    cases: { type: 'string' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);

function whole(name: string, text: string): number {
  if (/^[0-9]{1,10}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} takes a whole number, and not ${JSON.stringify(text)}\n`);
  process.exit(2);
}

const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : whole('seed', values.seed);
const casesMax = values.cases === undefined ? Number.POSITIVE_INFINITY : whole('cases', values.cases);
const endsAt = performance.now() + whole('minutes', values.minutes) * 60_000;
const isOver = (ran: number) => (values.cases === undefined ? performance.now() > endsAt : ran >= casesMax);

const findingsMax = 20;
/** Between two looks at the memory. */
const lap = 5_000;
const memoryMoreMb = 40;

setFlagsFromString('--expose-gc');
// The flag gives it to contexts made from now on.
const collect: () => void = runInNewContext('gc');
const memoryMb = () => {
  collect();
  // Bodies lie outside the heap.
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_000_000;
};

say(`seed ${first}`);
const runner = await openRunner();
const memories: number[] = [];
let ran = 0;
let found = 0;
for (; !isOver(ran) && found < findingsMax; ran++) {
  const finding = await runner.run(first + ran, { adapters: true });
  if (finding !== null) {
    found++;
    say(`\n${finding.about}\n${String(finding.error)}\nnpm run fuzz -- --cases 1 --seed ${finding.seed}`);
  }
  if ((ran + 1) % lap === 0) {
    memories.push(memoryMb());
    say(`${ran + 1} cases, ${found} findings, memory ${memories.at(-1)?.toFixed(1)} MB`);
  }
}
runner.close();
// The first lap fills what is remembered of items; after it, nothing may pile up. The least of each half counts,
// because what lies outside the heap is let go of later than the collector says.
const laps = memories.slice(1);
const half = Math.floor(laps.length / 2);
const grownMb = half > 0 ? Math.min(...laps.slice(half)) - Math.min(...laps.slice(0, half)) : 0;
const hasGrown = grownMb > memoryMoreMb;
if (hasGrown) say(`the memory grew by ${grownMb.toFixed(1)} MB`);
say(`${ran} cases, ${found} findings`);
process.exitCode = found > 0 || hasGrown ? 1 : 0;
