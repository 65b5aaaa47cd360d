// Reads deliveries for people: lists, one delivery with every attempt, and how much is owed.
import { parseDeliveryId } from '../life-of-event.ts';
import { unpackMembers } from '../members.ts';
import { bytesOrNull, integer, integerOrNull, text, textsOrNone } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import type { Deliveries, StoredAttempt } from '../store.ts';
import { deliveryColumns, deliveryTables, toStoredDelivery } from './delivery-rows.ts';
import { createDeliverySearch } from './delivery-search.ts';

export function createDeliveryReads(session: Session): Pick<Deliveries, 'list' | 'get' | 'backlog'> {
  const { reader, read } = session;
  const list = createDeliverySearch(session);
  const byKey = reader.prepare(`
    select ${deliveryColumns},
      d.members, d.first_status, d.first_reason, d.first_duration_ms, d.first_excerpt,
      d.first_faults
    from ${deliveryTables}
    where d.first_seq = ? and d.queue_id = ? -- primary key
  `);
  const laterAttempts = reader.prepare(`
    select no, started_at, duration_ms, status, reason, excerpt, faults
    from attempts
    where first_seq = ? and queue_id = ?
    order by no -- primary key
  `);
  const pendingByQueue = reader.prepare(`
    select queue_id, count(*) as count
    from pending
    group by queue_id -- primary key
  `);
  const heldByQueue = reader.prepare(`
    select queue_id, count(*) as count
    from held
    group by queue_id -- index held_by_strand
  `);
  const retryingByQueue = reader.prepare(`
    select queue_id, count(*) as count
    from deliveries
    where state = 'retrying' -- index deliveries_retrying
    group by queue_id
  `);

  return {
    list,
    get: (id) =>
      read(() => {
        const key = parseDeliveryId(id);
        const row = key && byKey.get(key.firstSeq, key.queueId);
        if (!row) return null;
        const later = laterAttempts.all(key.firstSeq, key.queueId).map(toAttempt);
        return {
          ...toStoredDelivery(row),
          attempts: [...firstAttempt(row), ...later],
          seqs: unpackMembers(key.firstSeq, bytesOrNull(row, 'members')),
        };
      }),
    backlog: () =>
      read(() => {
        const pending = countsByQueue(pendingByQueue.all());
        for (const [queueId, count] of countsByQueue(heldByQueue.all()))
          pending.set(queueId, count + (pending.get(queueId) ?? 0));
        const retrying = countsByQueue(retryingByQueue.all());
        const queueIds = [...new Set([...pending.keys(), ...retrying.keys()])].sort((a, b) => a - b);
        return queueIds.map((queueId) => ({
          queueId,
          pending: pending.get(queueId) ?? 0,
          retrying: retrying.get(queueId) ?? 0,
        }));
      }),
  };
}

/** None when delivery gave up before it tried. */
function firstAttempt(row: Row): StoredAttempt[] {
  const startedAt = integerOrNull(row, 'first_attempt_at');
  if (startedAt === null) return [];
  return [
    {
      no: 1,
      startedAt,
      durationMs: integer(row, 'first_duration_ms'),
      status: integerOrNull(row, 'first_status'),
      reason: text(row, 'first_reason'),
      excerpt: bytesOrNull(row, 'first_excerpt'),
      faults: textsOrNone(row, 'first_faults'),
    },
  ];
}

function toAttempt(row: Row): StoredAttempt {
  return {
    no: integer(row, 'no'),
    startedAt: integer(row, 'started_at'),
    durationMs: integer(row, 'duration_ms'),
    status: integerOrNull(row, 'status'),
    reason: text(row, 'reason'),
    excerpt: bytesOrNull(row, 'excerpt'),
    faults: textsOrNone(row, 'faults'),
  };
}

function countsByQueue(rows: readonly Row[]): Map<number, number> {
  return new Map(rows.map((row) => [integer(row, 'queue_id'), integer(row, 'count')]));
}
