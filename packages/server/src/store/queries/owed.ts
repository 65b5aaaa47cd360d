// What is owed and not yet settled, read for the feed on the read-only connection.
import type { Origin } from '../life-of-event.ts';
import { bytes, integer, integerOrNull, one, orNull, text, textOrNull, word } from '../rows.ts';
import type { Database, Row } from '../sqlite-driver.ts';
import type { OwedEvent } from '../store.ts';

export interface OwedReads {
  /** Queues that have anything pending. */
  queues(): number[];
  /** In order of seq. The reader stops where it has enough. */
  after(queueId: number, seq: number): Iterable<OwedEvent>;
  /** In order; only the seqs. */
  seqsUpTo(queueId: number, seq: number): number[];
  countAfter(queueId: number, seq: number): number;
  /** The event with this seq, pending or not. */
  event(seq: number): OwedEvent | null;
}

export const eventColumns = `
  e.seq, e."group", e.entry_no, e.waba_id, e.entry_id, e.entry_time_seconds,
  e.field, e.phone_number, e.origin, e.accepted_at, e.change`;

export function createOwedReads(reader: Database): OwedReads {
  // Hops from queue to queue along the primary key instead of reading every pending row.
  const queues = reader.prepare(`
    with recursive hop (queue_id) as (
      select min(queue_id) from pending
      union all
      select (select min(p.queue_id) from pending p where p.queue_id > hop.queue_id)
      from hop
      where hop.queue_id is not null
    )
    select queue_id
    from hop
    where queue_id is not null
  `);
  const after = reader.prepare(`
    select ${eventColumns}
    from pending p
    join events e on e.seq = p.seq
    where p.queue_id = ? and p.seq > ?
    order by p.seq -- primary keys of both
  `);
  const seqsUpTo = reader.prepare(`
    select seq
    from pending
    where queue_id = ? and seq <= ?
    order by seq -- primary key
  `);
  const countAfter = reader.prepare(`
    select count(*) as count
    from pending
    where queue_id = ? and seq > ? -- primary key
  `);
  const event = reader.prepare(`
    select ${eventColumns}
    from events e
    where e.seq = ? -- primary key
  `);

  return {
    queues: () => queues.all().map((row) => integer(row, 'queue_id')),
    *after(queueId, seq) {
      for (const row of after.iterate(queueId, seq)) yield toOwedEvent(row);
    },
    seqsUpTo: (queueId, seq) => seqsUpTo.all(queueId, seq).map((row) => integer(row, 'seq')),
    countAfter: (queueId, seq) => integer(one(countAfter.get(queueId, seq)), 'count'),
    event: (seq) => orNull(event.get(seq), toOwedEvent),
  };
}

const origins: readonly Origin[] = ['upstream', 'publish', 'simulator', 'test'];

export function toOwedEvent(row: Row): OwedEvent {
  return {
    seq: integer(row, 'seq'),
    group: integer(row, 'group'),
    wabaId: integerOrNull(row, 'waba_id'),
    entryId: text(row, 'entry_id'),
    entryTime: integerOrNull(row, 'entry_time_seconds'),
    entryNo: integer(row, 'entry_no'),
    field: text(row, 'field'),
    phoneNumber: textOrNull(row, 'phone_number'),
    origin: word(row, 'origin', origins),
    acceptedAt: integer(row, 'accepted_at'),
    change: bytes(row, 'change'),
  };
}
