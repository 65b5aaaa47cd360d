// What waits outside of its queue for an earlier event of its strand.
import type { Held, HeldEvent, HeldPage, Holding } from '../held.ts';
import { unpackMembers } from '../members.ts';
import { bytesOrNull, integer, integerOrNull, one } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { eventColumns, type OwedReads, toOwedEvent } from './owed.ts';
import { pageSize } from './page.ts';

/** An answer ends with the event or the delivery that brings it to this size. */
const bytesMax = 4 * 1024 * 1024;

export interface HeldParts {
  session: Session;
  owed: Pick<OwedReads, 'event'>;
  /** Committed: whoever the feed gave these to no longer has them. */
  onHeld(list: readonly Holding[]): void;
}

export function createHeld({ session, owed, onHeld }: HeldParts): Held {
  const write = createHoldWrite(session);
  return {
    ...createHeldReads(session),
    blocking: createBlockingRead(session, owed),
    async hold(list) {
      await session.writeAlong(() => list.forEach(write));
      onHeld(list);
    },
  };
}

function createHoldWrite({ writer }: Session): (holding: Holding) => void {
  const leavePending = writer.prepare(`
    delete from pending
    where queue_id = ? and seq = ? -- primary key
  `);
  const insert = writer.prepare(`
    insert into held (queue_id, seq, strand)
    values (?, ?, ?)
  `);
  const move = writer.prepare(`
    update held
    set strand = ?
    where queue_id = ? and seq = ? -- primary key
  `);
  return ({ queueId, strand, seqs }) => {
    for (const seq of seqs) {
      // What is in neither was settled meanwhile.
      if (leavePending.run(queueId, seq).changes > 0) insert.run(queueId, seq, strand);
      else move.run(strand, queueId, seq);
    }
  };
}

function createHeldReads({ reader, read }: Session): Omit<Held, 'hold' | 'blocking'> {
  const ofStrand = reader.prepare(`
    select h.split_from, ${eventColumns}
    from held h
    join events e on e.seq = h.seq
    where h.queue_id = ? and h.strand = ? and h.seq > ? -- index held_by_strand
    order by h.seq
    limit ?
  `);
  const ofQueue = reader.prepare(`
    select h.split_from, ${eventColumns}
    from held h
    join events e on e.seq = h.seq
    where h.queue_id = ? and h.seq > ? -- primary key
    order by h.seq
    limit ?
  `);
  // Both hop along an index instead of reading every row.
  const strandAfter = reader.prepare(`
    select min(strand) as strand
    from held
    where queue_id = ? and strand > ? -- index held_by_strand
  `);
  const queueAfter = reader.prepare(`
    select min(queue_id) as queue_id
    from held
    where queue_id > ? -- primary key
  `);
  const pendingBefore = reader.prepare(`
    select max(seq) as seq
    from pending
    where queue_id = ?1 and seq < (select max(seq) from held where queue_id = ?1) -- primary keys of both
  `);

  return {
    read: ({ queueId, strand, afterSeq, limit }) =>
      read(() => {
        const count = pageSize(limit);
        const rows =
          strand === null
            ? ofQueue.iterate(queueId, afterSeq, count + 1)
            : ofStrand.iterate(queueId, strand, afterSeq, count + 1);
        return toPage(rows, count);
      }),
    strands: ({ queueId, afterStrand, limit }) =>
      read(() => {
        const strands: number[] = [];
        for (let last = afterStrand; strands.length < pageSize(limit); ) {
          const row = strandAfter.get(queueId, last);
          const strand = row ? integerOrNull(row, 'strand') : null;
          if (strand === null) break;
          strands.push(strand);
          last = strand;
        }
        return strands;
      }),
    queues: () =>
      read(() => {
        const queues: number[] = [];
        for (;;) {
          const row = queueAfter.get(queues.at(-1) ?? 0);
          const queueId = row ? integerOrNull(row, 'queue_id') : null;
          if (queueId === null) return queues;
          queues.push(queueId);
        }
      }),
    pendingBefore: (queueId) => read(() => integerOrNull(one(pendingBefore.get(queueId)), 'seq')),
  };
}

/** One row more than wanted tells whether anything follows. */
function toPage(rows: Iterable<Row>, limit: number): HeldPage {
  const events: HeldEvent[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (events.length === limit || bytes >= bytesMax) return { events, more: true };
    const event = { ...toOwedEvent(row), splitFrom: integerOrNull(row, 'split_from') };
    events.push(event);
    bytes += event.change.byteLength;
  }
  return { events, more: false };
}

function createBlockingRead({ reader, read }: Session, owed: Pick<OwedReads, 'event'>): Held['blocking'] {
  const retrying = reader.prepare(`
    select first_seq, members
    from deliveries
    where state = 'retrying' and state <> 'delivered' -- the second half tells the planner that the index fits
      and first_seq > ? and +queue_id = ?
    order by first_seq -- index deliveries_unusual
    limit ?
  `);
  return ({ queueId, afterSeq, limit }) =>
    read(() => {
      const found = [];
      let bytes = 0;
      for (const row of retrying.iterate(afterSeq, queueId, pageSize(limit))) {
        const firstSeq = integer(row, 'first_seq');
        const events = unpackMembers(firstSeq, bytesOrNull(row, 'members')).flatMap(
          (seq) => owed.event(seq) ?? [],
        );
        found.push({ firstSeq, events });
        bytes += events.reduce((sum, event) => sum + event.change.byteLength, 0);
        if (bytes >= bytesMax) break;
      }
      return found;
    });
}
