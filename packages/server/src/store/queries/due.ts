// Retries whose time has come, looked up queue by queue: however many a dead endpoint has, each other one gets its
// share of an answer. Delivery names what it has in hand (`except`); there is little of it, so it is read along
// and left out here.
import { deliveryId, parseDeliveryId } from '../life-of-event.ts';
import { unpackMembers } from '../members.ts';
import { bytesOrNull, integer, integerOrNull, text } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Deliveries, DueDelivery, OwedEvent } from '../store.ts';
import type { OwedReads } from './owed.ts';
import { pageSize } from './page.ts';

/** An answer ends with the delivery that brings its events to this size, though more may be due. */
const bytesMax = 16 * 1024 * 1024;

/** A delivery known by its key, before its row is read. */
interface Head {
  queueId: number;
  firstSeq: number;
  nextAt: number;
  /** Its place among those of its queue. */
  rank: number;
}

export function createDueReads(
  { reader, read }: Session,
  owed: Pick<OwedReads, 'event'>,
): Pick<Deliveries, 'due' | 'nextDueAt'> {
  const queueAfter = reader.prepare(`
    select min(queue_id) as queue_id
    from deliveries
    where state = 'retrying' and queue_id > ? -- index deliveries_retrying
  `);
  const headsOf = reader.prepare(`
    select first_seq, next_at
    from deliveries
    where state = 'retrying' and queue_id = ? and next_at <= ?
    order by next_at -- index deliveries_retrying
    limit ?
  `);
  const byKey = reader.prepare(`
    select members, reason, attempts, give_up_at
    from deliveries
    where first_seq = ? and queue_id = ? -- primary key
  `);

  /** Hops from queue to queue along the index. */
  function* queues(exceptQueues: ReadonlySet<number> = noQueues): Iterable<number> {
    for (let last = -1; ; ) {
      const row = queueAfter.get(last);
      const queueId = row ? integerOrNull(row, 'queue_id') : null;
      if (queueId === null) return;
      if (!exceptQueues.has(queueId)) yield queueId;
      last = queueId;
    }
  }

  function heads(queueId: number, bounds: { until: number; limit: number; except: Except }): Head[] {
    const { until, limit, except } = bounds;
    const found: Head[] = [];
    for (const row of headsOf.iterate(queueId, until, limit + except.countOf(queueId))) {
      const firstSeq = integer(row, 'first_seq');
      if (except.ids.has(deliveryId(queueId, firstSeq))) continue;
      found.push({ queueId, firstSeq, nextAt: integer(row, 'next_at'), rank: found.length });
      if (found.length === limit) break;
    }
    return found;
  }

  function withEvents({ queueId, firstSeq, nextAt }: Head): DueDelivery | null {
    const row = byKey.get(firstSeq, queueId);
    if (!row) return null;
    const events: OwedEvent[] = [];
    for (const seq of unpackMembers(firstSeq, bytesOrNull(row, 'members'))) {
      const event = owed.event(seq);
      if (event) events.push(event);
    }
    // Pruned against the rules: nothing left to send.
    if (events.length === 0) return null;
    return {
      queueId,
      reason: text(row, 'reason'),
      attempts: integer(row, 'attempts'),
      giveUpAt: integer(row, 'give_up_at'),
      nextAt,
      events,
    };
  }

  return {
    due: ({ now, limit, perQueue = limit, except, exceptQueues }) =>
      read(() => {
        const bounds = { until: now, limit: pageSize(perQueue), except: exceptOf(except) };
        const all: Head[] = [];
        for (const queueId of queues(exceptQueues)) all.push(...heads(queueId, bounds));
        const fair = all.sort(byRank).slice(0, pageSize(limit));
        const found: DueDelivery[] = [];
        let bytes = 0;
        for (const head of fair) {
          const delivery = withEvents(head);
          if (!delivery) continue;
          found.push(delivery);
          bytes += delivery.events.reduce((sum, event) => sum + event.change.byteLength, 0);
          if (bytes >= bytesMax) break;
        }
        return found.sort((one, other) => one.nextAt - other.nextAt);
      }),
    nextDueAt: (ids, exceptQueues) =>
      read(() => {
        const bounds = { until: Number.MAX_SAFE_INTEGER, limit: 1, except: exceptOf(ids) };
        let earliest: number | null = null;
        for (const queueId of queues(exceptQueues)) {
          const nextAt = heads(queueId, bounds)[0]?.nextAt;
          if (nextAt !== undefined) earliest = Math.min(nextAt, earliest ?? nextAt);
        }
        return earliest;
      }),
  };
}

const noQueues: ReadonlySet<number> = new Set();

interface Except {
  ids: ReadonlySet<string>;
  countOf(queueId: number): number;
}

function exceptOf(ids: ReadonlySet<string>): Except {
  const counts = new Map<number, number>();
  for (const id of ids) {
    const queueId = parseDeliveryId(id)?.queueId ?? 0;
    counts.set(queueId, (counts.get(queueId) ?? 0) + 1);
  }
  return { ids, countOf: (queueId) => counts.get(queueId) ?? 0 };
}

/** The first of every queue, then the second of every queue; among equals the earliest. */
function byRank(one: Head, other: Head): number {
  return one.rank - other.rank || one.nextAt - other.nextAt;
}
