// Retries whose time has come. Delivery names the ones it has in hand (`except`); there are few of them, so
// they are read along and left out here.
import { deliveryId } from '../life-of-event.ts';
import { unpackMembers } from '../members.ts';
import { bytesOrNull, integer } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import type { Deliveries, DueDelivery, OwedEvent } from '../store.ts';
import type { OwedReads } from './owed.ts';
import { pageSize } from './page.ts';

/** An answer ends with the delivery that brings its events to this size, though more may be due. */
const bytesMax = 16 * 1024 * 1024;

export function createDueReads(
  { reader, read }: Session,
  owed: Pick<OwedReads, 'event'>,
): Pick<Deliveries, 'due' | 'nextDueAt'> {
  const due = reader.prepare(`
    select first_seq, queue_id, members, attempts, give_up_at, next_at
    from deliveries
    where state = 'retrying' and next_at <= ?
    order by next_at -- index deliveries_due
    limit ?
  `);
  const next = reader.prepare(`
    select first_seq, queue_id, next_at
    from deliveries
    where state = 'retrying'
    order by next_at -- index deliveries_due
    limit ?
  `);

  function withEvents(row: Row): DueDelivery {
    const seqs = unpackMembers(integer(row, 'first_seq'), bytesOrNull(row, 'members'));
    const events: OwedEvent[] = [];
    for (const seq of seqs) {
      const event = owed.event(seq);
      if (event) events.push(event);
    }
    return {
      queueId: integer(row, 'queue_id'),
      attempts: integer(row, 'attempts'),
      giveUpAt: integer(row, 'give_up_at'),
      nextAt: integer(row, 'next_at'),
      events,
    };
  }

  return {
    due: ({ now, limit, except }) =>
      read(() => {
        const wanted = pageSize(limit);
        const found: DueDelivery[] = [];
        let bytes = 0;
        for (const row of due.iterate(now, wanted + except.size)) {
          if (except.has(idOf(row))) continue;
          const delivery = withEvents(row);
          if (delivery.events.length === 0) continue; // pruned against the rules: nothing left to send
          found.push(delivery);
          bytes += delivery.events.reduce((sum, event) => sum + event.change.byteLength, 0);
          if (found.length === wanted || bytes >= bytesMax) break;
        }
        return found;
      }),
    nextDueAt: (except) =>
      read(() => {
        const first = next.all(except.size + 1).find((row) => !except.has(idOf(row)));
        return first ? integer(first, 'next_at') : null;
      }),
  };
}

function idOf(row: Row): string {
  return deliveryId(integer(row, 'queue_id'), integer(row, 'first_seq'));
}
