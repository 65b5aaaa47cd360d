// Apps that answer first and check afterwards say 200 to everything. Where there is an observation, it tells what
// came of a message that was answered 200; nothing is concluded unless it shows a plain one.
import type { Bench } from '../bench.ts';

/** Asked once a run, since looking in vain takes as long as is allowed. */
const showsPlain = new WeakMap<Bench, Promise<boolean>>();

/** Answered 200, and yet not handled, though plain messages are. */
export async function isDropped(bench: Bench, marker: string): Promise<boolean> {
  if (!bench.observation) return false;
  const shows = showsPlain.get(bench) ?? plainIsShown(bench);
  showsPlain.set(bench, shows);
  if (!(await shows)) return false;
  const [count = 0] = await bench.observation.counts([marker]);
  return count === 0;
}

async function plainIsShown({ make, post, observation }: Bench): Promise<boolean> {
  const marker = make.marker();
  await post(make.body([make.entry(make.messages(make.text(marker)))]));
  const [count = 0] = (await observation?.counts([marker])) ?? [];
  return count > 0;
}
