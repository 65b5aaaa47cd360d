// What a queue is owed, without the bytes: to judge again who may still get it, page by page.
import type { Origin } from '../life-of-event.ts';
import { unpackMembers } from '../members.ts';
import { bytesOrNull, integer, integerOrNull, text, textOrNull, word } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import type { Deliveries, OwedHead, WaitingDelivery } from '../store.ts';
import { pageSize } from './page.ts';

export function createOwedHeads({ reader, read }: Session): Pick<Deliveries, 'untried' | 'waiting'> {
  const columns = 'e.seq, e.waba_id, e.entry_id, e.field, e.phone_number, e.origin, e.accepted_at';
  const untried = reader.prepare(`
    select ${columns}
    from (
      select p.seq
      from pending p
      where p.queue_id = ?1 and p.seq > ?2 -- primary key
      union all
      select h.seq
      from held h
      where h.queue_id = ?1 and h.seq > ?2 -- primary key
      order by seq
      limit ?3
    ) o
    join events e on e.seq = o.seq -- primary key
    order by o.seq
  `);
  const waiting = reader.prepare(`
    select first_seq, members, attempts, accepted_at, give_up_at
    from deliveries
    where state = 'retrying' and state <> 'delivered' -- the second half tells the planner that the index fits
      and first_seq > ? and +queue_id = ?
    order by first_seq -- index deliveries_unusual
    limit ?
  `);
  const event = reader.prepare(`
    select ${columns}
    from events e
    where e.seq = ? -- primary key
  `);

  function toWaiting(row: Row, queueId: number): WaitingDelivery {
    const seqs = unpackMembers(integer(row, 'first_seq'), bytesOrNull(row, 'members'));
    return {
      queueId,
      seqs,
      attempts: integer(row, 'attempts'),
      acceptedAt: integer(row, 'accepted_at'),
      giveUpAt: integer(row, 'give_up_at'),
      events: seqs.flatMap((seq) => {
        const found = event.get(seq);
        return found ? [toOwedHead(found)] : [];
      }),
    };
  }

  return {
    untried: ({ queueId, afterSeq, limit }) =>
      read(() => untried.all(queueId, afterSeq, pageSize(limit)).map(toOwedHead)),
    waiting: ({ queueId, afterSeq, limit }) =>
      read(() => waiting.all(afterSeq, queueId, pageSize(limit)).map((row) => toWaiting(row, queueId))),
  };
}

const origins: readonly Origin[] = ['upstream', 'publish', 'simulator', 'test'];

function toOwedHead(row: Row): OwedHead {
  return {
    seq: integer(row, 'seq'),
    wabaId: integerOrNull(row, 'waba_id'),
    entryId: text(row, 'entry_id'),
    field: text(row, 'field'),
    phoneNumber: textOrNull(row, 'phone_number'),
    origin: word(row, 'origin', origins),
    acceptedAt: integer(row, 'accepted_at'),
  };
}
