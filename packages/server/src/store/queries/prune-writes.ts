// Removes events with all that hangs on them, in ranges of seq: a few statements a range, however many events it
// holds. What must stay cuts the range into several.
import { integer, one } from '../rows.ts';
import type { Database } from '../sqlite-driver.ts';
import type { SeqRange } from './held-events.ts';

/** What one step takes at most: the pages of every change are touched, and events wait for the commit. */
const eventsPerStep = 500;
const bytesPerStep = 4 * 1024 * 1024;

export interface Removed {
  events: number;
  deadLetters: number;
}

export interface PruneWrites {
  /** The next events from `from` on and before `before`, as many as one step takes; null: there are none. */
  nextRange(from: number, before: number): SeqRange | null;
  remove(range: SeqRange, held: ReadonlySet<number>): Removed;
  /** Empties the changes of events that have a delivery. Answers how many. */
  strip(range: SeqRange, held: ReadonlySet<number>): number;
}

export function createPruneWrites(writer: Database): PruneWrites {
  // The length of a blob is read without its overflow pages.
  const walk = writer.prepare(`
    select seq, length(change) as bytes
    from events
    where seq >= ? and seq < ?
    order by seq -- primary key
    limit ${eventsPerStep}
  `);
  const strip = writer.prepare(`
    update events
    set change = x''
    where seq >= ? and seq <= ? -- primary key
      and length(change) > 0
      and (
        exists (select 1 from deliveries d where d.first_seq = events.seq)
        or exists (select 1 from grouped g where g.seq = events.seq)
      )
  `);
  const removeRun = createRunRemoval(writer);

  return {
    nextRange(from, before) {
      const seqs: number[] = [];
      let bytes = 0;
      for (const row of walk.iterate(from, before)) {
        seqs.push(integer(row, 'seq'));
        bytes += integer(row, 'bytes');
        if (bytes >= bytesPerStep) break;
      }
      const [first] = seqs;
      const last = seqs.at(-1);
      return first === undefined || last === undefined ? null : { first, last };
    },
    remove(range, held) {
      const removed = { events: 0, deadLetters: 0 };
      for (const run of runsBetween(range, held)) {
        const { events, deadLetters } = removeRun(run);
        removed.events += events;
        removed.deadLetters += deadLetters;
      }
      return removed;
    },
    strip: (range, held) =>
      runsBetween(range, held).reduce((sum, { first, last }) => sum + strip.run(first, last).changes, 0),
  };
}

/**
 * A delivery goes with the event that names it. Its other events may stay a while for somebody else; their rows in
 * `grouped` then lead nowhere and go with them.
 */
function createRunRemoval(writer: Database): (run: SeqRange) => Removed {
  const countDead = writer.prepare(`
    select count(*) as count
    from deliveries
    where state = 'dead' and state <> 'delivered' -- index deliveries_unusual
      and first_seq >= ? and first_seq <= ?
  `);
  const removals = ['deliveries.first_seq', 'attempts.first_seq', 'grouped.seq'].map((place) => {
    const [table, column] = place.split('.');
    return writer.prepare(`
      delete from ${table}
      where ${column} >= ? and ${column} <= ? -- primary key, first column
    `);
  });
  const removeEvents = writer.prepare(`
    delete from events
    where seq >= ? and seq <= ? -- primary key
  `);
  return ({ first, last }) => {
    const deadLetters = integer(one(countDead.get(first, last)), 'count');
    for (const removal of removals) removal.run(first, last);
    return { events: removeEvents.run(first, last).changes, deadLetters };
  };
}

/** The longest ranges of seqs without one that is held. */
export function runsBetween({ first, last }: SeqRange, held: ReadonlySet<number>): SeqRange[] {
  const runs: SeqRange[] = [];
  let start = first;
  for (const seq of [...held].sort((one, other) => one - other)) {
    if (seq < first || seq > last) continue;
    if (seq > start) runs.push({ first: start, last: seq - 1 });
    start = seq + 1;
  }
  if (start <= last) runs.push({ first: start, last });
  return runs;
}
