// `npm run chaos -- [--seed N] [--minutes N | --rounds N] [--focus name,…] [--json]`; `--list` names the focuses.
// Lap after lap, each with a seed of its own, until the time is over or something is amiss.
import { taskOptions, wholeNumber } from '../../../../../scripts/task-options.ts';
import { fillDisk } from './disk-full.ts';
import { focuses } from './focus.ts';
import { interruptStart } from './interrupted-start.ts';
import { conditions, misbehaviours } from './misbehaviours.ts';
import { createRandom } from './random.ts';
import { type Lap, linesOf, reportOf } from './report.ts';
import { runLap } from './run.ts';

const usage = `npm run chaos -- [--seed N] [--minutes N | --rounds N] [--focus name,…] [--json]
  --list names the focuses, and what goes wrong on purpose`;
const { values } = taskOptions(usage, {
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string' },
    rounds: { type: 'string' },
    focus: { type: 'string' },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
// With --json stdout is for a program; the rest goes where people look.
const note = values.json ? (line: string) => process.stderr.write(`${line}\n`) : say;

if (values.list) {
  for (const { name, about } of [...focuses, ...misbehaviours, ...conditions])
    say(`${name.padEnd(14)}${about}`);
} else {
  await run();
}

async function run(): Promise<void> {
  const seed = wholeNumber('seed', values.seed, { otherwise: Math.floor(Math.random() * 2 ** 31) });
  const names = values.focus?.split(',');
  const unknown = names?.find((each) => !focuses.some(({ name }) => name === each));
  if (unknown !== undefined) {
    process.stderr.write(`There is no focus "${unknown}". \`npm run chaos -- --list\` names them.\n`);
    process.exitCode = 2;
    return;
  }
  const chosen = focuses.filter(({ name }) => names?.includes(name) ?? true);
  const endsAt = performance.now() + wholeNumber('minutes', values.minutes, { otherwise: 10 }) * 60_000;
  let left = values.rounds === undefined ? null : wholeNumber('rounds', values.rounds, { otherwise: 0 });
  const isOver = () => (left === null ? performance.now() > endsAt : left-- <= 0);
  const laps: Lap[] = [];
  note(`seed ${seed}`);
  for (let lapSeed = seed; ; lapSeed++) {
    note(`lap ${laps.length + 1}, which --seed ${lapSeed} repeats`);
    const random = createRandom(lapSeed);
    const lap = await runLap({ random, isOver, focuses: chosen, note });
    laps.push({
      ...lap,
      seed: lapSeed,
      ...(lap.isWhole && !names ? await besides(lapSeed) : { starts: [], diskFull: null }),
    });
    if (left === null ? performance.now() > endsAt : left <= 0) break;
  }
  const report = reportOf(seed, laps);
  if (values.json) say(JSON.stringify(report));
  else for (const line of linesOf(report)) say(line);
}

/** What needs a place of its own. */
async function besides(seed: number): Promise<Pick<Lap, 'starts' | 'diskFull'>> {
  const random = createRandom(seed).fork('starts');
  const starts = [];
  for (const kind of ['first', 'upgrade', 'first', 'upgrade'] as const) {
    const start = await interruptStart(random, { kind });
    note(
      `${kind} start`.padEnd(18) +
        (start.killedAt ? `killed at ${start.killedAt}` : 'was ready before its kill'),
    );
    starts.push(start);
  }
  const diskFull = await fillDisk(createRandom(seed).fork('disk'));
  if (diskFull)
    note(
      `${'full disk'.padEnd(18)}${diskFull.refused} events refused, ${diskFull.verdict.delivered} delivered`,
    );
  return { starts, diskFull };
}
