// What running replays have yet to take: retention leaves it to them.
import type { Database } from '../sqlite-driver.ts';
import type { SeqRange } from './held-events.ts';
import { replayColumns, replayTables, toReplay } from './replay-rows.ts';
import { createSelectionReads } from './replay-selection.ts';

export function createReplayHold(writer: Database): (range: SeqRange) => number[] {
  const selection = createSelectionReads(writer);
  const unfinished = writer.prepare(`
    select ${replayColumns}
    from ${replayTables}
    where r.state = 'running' and r.cursor < r.last_seq -- index replays_running
  `);
  return (range) =>
    unfinished.all().flatMap((row) => {
      const { cursor, selection: wanted } = toReplay(row);
      const first = Math.max(range.first, cursor + 1);
      const last = Math.min(range.last, wanted.lastSeq);
      if (first > last) return [];
      return selection.within(wanted, { first, last }).map(({ seq }) => seq);
    });
}
