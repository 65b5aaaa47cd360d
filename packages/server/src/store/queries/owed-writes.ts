// What stops being owed, or is owed in another way: rows of `pending` and `held` that a settlement takes, and the
// members that leave a delivery when it is split. Called inside a transaction.
import type { Released, Settlement } from '../life-of-event.ts';
import { packMembers } from '../members.ts';
import { integer, integerOrNull, one } from '../rows.ts';
import type { Database } from '../sqlite-driver.ts';
import type { SeqRange } from './held-events.ts';
import { runsOf } from './seq-runs.ts';

export interface TakenOwed {
  /** Those that were really still owed. */
  seqs: readonly number[];
  /** The delivery that they were split from, if they were. */
  splitFrom: number | null;
}

export const noneOwed: TakenOwed = { seqs: [], splitFrom: null };

/** A shorter run is taken row by row: it takes a count before the range to know that all of it was there. */
const runLengthMin = 4;

export function createOwedWrites(writer: Database) {
  const deletePending = writer.prepare(`
    delete from pending
    where queue_id = ? and seq = ? -- primary key
  `);
  const deleteHeld = writer.prepare(`
    delete from held
    where queue_id = ? and seq = ? -- primary key
    returning split_from
  `);
  const countPending = writer.prepare(`
    select count(*) as count
    from pending
    where queue_id = ? and seq >= ? and seq <= ? -- primary key
  `);
  const deletePendingRun = writer.prepare(`
    delete from pending
    where queue_id = ? and seq >= ? and seq <= ? -- primary key
  `);
  const hold = createSplitHold(writer);

  /** Whether all of the run was pending; then it no longer is. */
  function takeRun(queueId: number, { first, last }: SeqRange): boolean {
    const length = last - first + 1;
    if (length < runLengthMin) return false;
    if (integer(one(countPending.get(queueId, first, last)), 'count') < length) return false;
    deletePendingRun.run(queueId, first, last);
    return true;
  }

  function takeOwed(queueId: number, seqs: readonly number[]): TakenOwed {
    const taken: number[] = [];
    let splitFrom: number | null = null;
    for (const run of runsOf(seqs)) {
      const isWhole = takeRun(queueId, run);
      for (let seq = run.first; seq <= run.last; seq++) {
        if (isWhole || deletePending.run(queueId, seq).changes > 0) {
          taken.push(seq);
          continue;
        }
        const held = deleteHeld.get(queueId, seq);
        if (!held) continue;
        taken.push(seq);
        splitFrom ??= integerOrNull(held, 'split_from');
      }
    }
    return { seqs: taken, splitFrom };
  }

  /** Of a first attempt: what it does not settle stays owed, but waits. */
  function release(queueId: number, { strand, seqs }: Released, splitFrom: number): void {
    for (const seq of takeOwed(queueId, seqs).seqs) hold(queueId, { seq, strand, splitFrom });
  }

  return { takeOwed, release };
}

/** Of a later attempt: the delivery keeps some members, the others leave it. */
export function createNarrowing(writer: Database): (settlement: Settlement) => void {
  const narrow = writer.prepare(`
    update deliveries
    set members = ?, n = ?, accepted_at = ?, give_up_at = ?, split_from = first_seq
    where first_seq = ? and queue_id = ? -- primary key
  `);
  const leaveGroup = writer.prepare(`
    delete from grouped
    where seq = ? and queue_id = ? -- primary key
  `);
  const hold = createSplitHold(writer);

  return ({ queueId, seqs, acceptedAt, giveUpAt, released = [] }) => {
    const firstSeq = seqs[0];
    if (firstSeq === undefined) return;
    narrow.run(packMembers(seqs), seqs.length, acceptedAt, giveUpAt, firstSeq, queueId);
    for (const { strand, seqs: leaving } of released) {
      for (const seq of leaving) {
        leaveGroup.run(seq, queueId);
        hold(queueId, { seq, strand, splitFrom: firstSeq });
      }
    }
  };
}

function createSplitHold(writer: Database) {
  const insert = writer.prepare(`
    insert into held (queue_id, seq, strand, split_from)
    values (?, ?, ?, ?)
  `);
  return (
    queueId: number,
    { seq, strand, splitFrom }: { seq: number; strand: number; splitFrom: number },
  ) => {
    insert.run(queueId, seq, strand, splitFrom);
  };
}
