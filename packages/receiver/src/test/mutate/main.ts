// `npm run fuzz -- [--minutes N | --cases N] [--seed N]`: mutated samples through parser, verifier, receiver and every
// adapter, until the time is over. Each finding is printed with the command that repeats it.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { taskOptions, wholeNumber } from '../../../../../scripts/task-options.ts';
import { openRunner } from './run.ts';

const { values } = taskOptions('npm run fuzz -- [--minutes N | --cases N] [--seed N]', {
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string' },
    cases: { type: 'string' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);

const first = wholeNumber('seed', values.seed, { otherwise: Math.floor(Math.random() * 2 ** 31) });
const casesMax = wholeNumber('cases', values.cases, { otherwise: Number.POSITIVE_INFINITY });
const endsAt = performance.now() + wholeNumber('minutes', values.minutes, { otherwise: 1 }) * 60_000;
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
