// Rising seqs as ranges without gaps: members of one body are neighbours, and a range costs one statement.
import type { SeqRange } from './held-events.ts';

export function runsOf(seqs: readonly number[]): SeqRange[] {
  const runs: SeqRange[] = [];
  for (const seq of seqs) {
    const run = runs.at(-1);
    if (run && seq === run.last + 1) run.last = seq;
    else runs.push({ first: seq, last: seq });
  }
  return runs;
}
