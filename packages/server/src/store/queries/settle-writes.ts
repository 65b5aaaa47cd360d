// Writes the end of one attempt. Called inside a transaction that may hold many. Told twice, it writes once:
// a first attempt counts only for members that are still owed, a later one only on the state it followed.
import type { Attempt, Settlement } from '../life-of-event.ts';
import { packMembers } from '../members.ts';
import type { Database } from '../sqlite-driver.ts';
import { createNarrowing, createOwedWrites, noneOwed, type TakenOwed } from './owed-writes.ts';
import { createReplayBook, type ReplayBook } from './replay-book.ts';
import { runsOf } from './seq-runs.ts';

export type Settle = (settlement: Settlement) => void;

export function createSettleWrites(writer: Database, book: ReplayBook = createReplayBook(writer)): Settle {
  const { takeOwed, release } = createOwedWrites(writer);
  const insertFirst = createFirstWrites(writer);
  const update = createLaterWrites(writer, book);
  const narrow = createNarrowing(writer);

  return (settlement) => {
    const { queueId, seqs, attempt, state, nextAt, released = [] } = settlement;
    if (state === 'retrying' && nextAt === null)
      throw new Error('A delivery that retries needs its next time.');
    const owed = attempt && attempt.no > 1 ? noneOwed : takeOwed(queueId, seqs);
    if (owed.seqs.length > 0) {
      insertFirst(settlement, owed);
      book.note({ queueId, seqs: owed.seqs, from: null, to: state });
      for (const each of released) release(queueId, each, seqs[0] ?? 0);
    } else if ((!attempt || attempt.no > 1) && update(settlement) && released.length > 0) {
      narrow(settlement);
    }
  };
}

/** The first attempt makes the delivery's row; so does giving up before any attempt. */
function createFirstWrites(writer: Database) {
  const insertDelivery = writer.prepare(`
    insert into deliveries (
      first_seq, queue_id, members, n, state, reason, attempts, accepted_at, give_up_at, next_at,
      last_status, last_attempt_at,
      first_status, first_reason, first_attempt_at, first_duration_ms, first_excerpt, split_from,
      faults, first_faults
    )
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  `);
  // A run at a time: with a statement for each member settling a hundred of them costs twice the CPU.
  const insertGrouped = writer.prepare(`
    insert into grouped (seq, queue_id, first_seq)
    select seq, ?, ?
    from events
    where seq >= ? and seq <= ? -- primary key
  `);

  return (settlement: Settlement, { seqs, splitFrom }: TakenOwed): void => {
    const [firstSeq, ...others] = seqs;
    if (firstSeq === undefined) return;
    const { queueId, state, reason, acceptedAt, giveUpAt, nextAt, attempt } = settlement;
    if (!attempt && state === 'retrying')
      throw new Error('A delivery cannot retry before its first attempt.');
    const status = attempt?.status ?? null;
    const startedAt = attempt?.startedAt ?? null;
    const faults = faultText(attempt);
    insertDelivery.run(
      firstSeq,
      queueId,
      packMembers(seqs),
      seqs.length,
      state,
      reason,
      attempt ? 1 : 0,
      acceptedAt,
      giveUpAt,
      nextAt,
      status,
      startedAt,
      status,
      reason,
      startedAt,
      attempt?.durationMs ?? null,
      attempt?.excerpt ?? null,
      settlement.released ? firstSeq : splitFrom,
      faults,
      faults,
    );
    for (const { first, last } of runsOf(others)) insertGrouped.run(queueId, firstSeq, first, last);
  };
}

/** A later attempt, or a decision about a retrying delivery that needed none. */
function createLaterWrites(writer: Database, book: ReplayBook) {
  const updateAfterAttempt = writer.prepare(`
    update deliveries
    set state = ?, reason = ?, next_at = ?, attempts = ?, last_status = ?, last_attempt_at = ?,
      faults = coalesce(faults || ' ' || ?, faults, ?)
    where first_seq = ? and queue_id = ? -- primary key
      and state = 'retrying' and attempts = ?
  `);
  const insertAttempt = writer.prepare(`
    insert into attempts (first_seq, queue_id, no, started_at, duration_ms, status, reason, excerpt, faults)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
  `);
  const updateOnly = writer.prepare(`
    update deliveries
    set state = ?, reason = ?, next_at = ?
    where first_seq = ? and queue_id = ? -- primary key
      and state = 'retrying'
  `);

  /** Answers whether the row was still in the state that the attempt followed. */
  function recordAttempt(settlement: Settlement, firstSeq: number, attempt: Attempt): boolean {
    const { queueId, state, reason, nextAt } = settlement;
    const { no, startedAt, durationMs, status, excerpt } = attempt;
    const faults = faultText(attempt);
    const { changes } = updateAfterAttempt.run(
      state,
      reason,
      nextAt,
      no,
      status,
      startedAt,
      faults,
      faults,
      firstSeq,
      queueId,
      no - 1,
    );
    const end = [startedAt, durationMs, status, reason, excerpt, faults];
    if (changes > 0) insertAttempt.run(firstSeq, queueId, no, ...end);
    return changes > 0;
  }

  /** Whether it was news. */
  return (settlement: Settlement): boolean => {
    const { queueId, seqs, state, reason, nextAt, attempt } = settlement;
    const firstSeq = seqs[0];
    if (firstSeq === undefined) return false;
    const hasChanged = attempt
      ? recordAttempt(settlement, firstSeq, attempt)
      : updateOnly.run(state, reason, nextAt, firstSeq, queueId).changes > 0;
    if (hasChanged) book.note({ queueId, seqs, from: 'retrying', to: state });
    return hasChanged;
  };
}

function faultText(attempt: Attempt | null): string | null {
  return attempt?.faults?.join(' ') || null;
}
