// `npm run chaos -- [--seed N] [--minutes N | --rounds N] [--focus name,…] [--json]`
import { parseArgs } from 'node:util';
import { focuses } from './focus.ts';
import { createRandom } from './random.ts';
import { runKills } from './run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    rounds: { type: 'string' },
    focus: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const note = (line: string) => process.stderr.write(`${line}\n`);
note(`seed ${seed}`);
const endsAt = performance.now() + Number(values.minutes) * 60_000;
const rounds = values.rounds === undefined ? null : Number(values.rounds);
const names = values.focus?.split(',');
const result = await runKills({
  random: createRandom(seed),
  isOver: (no) => (rounds === null ? performance.now() > endsAt : no > rounds),
  focuses: names ? focuses.filter(({ name }) => names.includes(name)) : focuses,
  note,
});
note(JSON.stringify(result.verdict));
