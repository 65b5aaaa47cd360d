// Turns time into seqs: a row for each minute in which something was accepted, with the first seq it gave. One row
// a minute instead of an index on time that every event would pay for.
import { integerOrNull, one } from '../rows.ts';
import type { Database } from '../sqlite-driver.ts';

export interface Marks extends MarkReads {
  /** Notes that the event `seq` was accepted at this time, if it is the first of its minute. */
  note(acceptedAt: number, seq: number): void;
  /** Removes the marks of minutes before this time. */
  forgetBefore(at: number): void;
}

export interface MarkReads {
  /** Every event with a smaller seq was accepted before `at`; null: so was every event there is. */
  firstSeqSince(at: number): number | null;
  /** Whether marks reach back that far: of what retention held longer, the marks are gone. */
  reachBackTo(at: number): boolean;
}

const minuteMs = 60_000;

export function createMarkReads(database: Database): MarkReads {
  // The least seq, not that of the first minute: after the clock was set, minutes and seqs need not rise together,
  // and what may be young counts as young. Minutes that have not come yet count too: now may be the wrong time.
  const least = database.prepare(`
    select min(first_seq) as seq
    from marks
    where minute >= ? -- primary key
  `);
  const earlier = database.prepare(`
    select 1
    from marks
    where minute <= ? -- primary key
    limit 1
  `);
  return {
    firstSeqSince: (at) => integerOrNull(one(least.get(minuteOf(at))), 'seq'),
    reachBackTo: (at) => earlier.get(minuteOf(at)) !== undefined,
  };
}

export function createMarks(writer: Database): Marks {
  const insert = writer.prepare(`
    insert or ignore into marks (minute, first_seq)
    values (?, ?)
  `);
  const forget = writer.prepare(`
    delete from marks
    where minute < ? -- primary key
  `);
  return {
    note(acceptedAt, seq) {
      insert.run(minuteOf(acceptedAt), seq);
    },
    ...createMarkReads(writer),
    forgetBefore(at) {
      forget.run(minuteOf(at));
    },
  };
}

export function minuteOf(at: number): number {
  return Math.floor(at / minuteMs);
}
