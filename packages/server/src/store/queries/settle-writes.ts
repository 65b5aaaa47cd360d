// Writes the end of one attempt. Called inside a transaction that may hold many. Told twice, it writes once:
// a first attempt counts only for members that are still owed, a later one only on the state it followed.
import type { Attempt, Settlement } from '../life-of-event.ts';
import { packMembers } from '../members.ts';
import type { Database } from '../sqlite-driver.ts';
import { createReplayBook, type ReplayBook } from './replay-book.ts';

export type Settle = (settlement: Settlement) => void;

export function createSettleWrites(writer: Database, book: ReplayBook = createReplayBook(writer)): Settle {
  const deletePending = writer.prepare(`
    delete from pending
    where queue_id = ? and seq = ? -- primary key
  `);
  const insertFirst = createFirstWrites(writer);
  const update = createLaterWrites(writer, book);

  return (settlement) => {
    const { queueId, seqs, attempt, state, nextAt } = settlement;
    if (state === 'retrying' && nextAt === null)
      throw new Error('A delivery that retries needs its next time.');
    if (attempt && attempt.no > 1) return update(settlement);
    const owed = seqs.filter((seq) => deletePending.run(queueId, seq).changes > 0);
    if (owed.length > 0) {
      insertFirst(settlement, owed);
      book.note({ queueId, seqs: owed, from: null, to: state });
    } else if (!attempt) {
      update(settlement);
    }
  };
}

/** The first attempt makes the delivery's row; so does giving up before any attempt. */
function createFirstWrites(writer: Database) {
  const insertDelivery = writer.prepare(`
    insert into deliveries (
      first_seq, queue_id, members, n, state, reason, attempts, accepted_at, give_up_at, next_at,
      last_status, last_attempt_at,
      first_status, first_reason, first_attempt_at, first_duration_ms, first_excerpt
    )
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  `);
  const insertGrouped = writer.prepare(`
    insert into grouped (seq, queue_id, first_seq)
    values (?, ?, ?)
  `);

  return (settlement: Settlement, owed: readonly number[]): void => {
    const [firstSeq, ...others] = owed;
    if (firstSeq === undefined) return;
    const { queueId, state, reason, acceptedAt, giveUpAt, nextAt, attempt } = settlement;
    if (!attempt && state === 'retrying')
      throw new Error('A delivery cannot retry before its first attempt.');
    const status = attempt?.status ?? null;
    const startedAt = attempt?.startedAt ?? null;
    insertDelivery.run(
      firstSeq,
      queueId,
      packMembers(owed),
      owed.length,
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
    );
    for (const seq of others) insertGrouped.run(seq, queueId, firstSeq);
  };
}

/** A later attempt, or a decision about a retrying delivery that needed none. */
function createLaterWrites(writer: Database, book: ReplayBook) {
  const updateAfterAttempt = writer.prepare(`
    update deliveries
    set state = ?, reason = ?, next_at = ?, attempts = ?, last_status = ?, last_attempt_at = ?
    where first_seq = ? and queue_id = ? -- primary key
      and state = 'retrying' and attempts = ?
  `);
  const insertAttempt = writer.prepare(`
    insert into attempts (first_seq, queue_id, no, started_at, duration_ms, status, reason, excerpt)
    values (?, ?, ?, ?, ?, ?, ?, ?)
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
    const { changes } = updateAfterAttempt.run(
      state,
      reason,
      nextAt,
      no,
      status,
      startedAt,
      firstSeq,
      queueId,
      no - 1,
    );
    if (changes > 0) insertAttempt.run(firstSeq, queueId, no, startedAt, durationMs, status, reason, excerpt);
    return changes > 0;
  }

  return (settlement: Settlement): void => {
    const { queueId, seqs, state, reason, nextAt, attempt } = settlement;
    const firstSeq = seqs[0];
    if (firstSeq === undefined) return;
    const hasChanged = attempt
      ? recordAttempt(settlement, firstSeq, attempt)
      : updateOnly.run(state, reason, nextAt, firstSeq, queueId).changes > 0;
    if (hasChanged) book.note({ queueId, seqs, from: 'retrying', to: state });
  };
}
