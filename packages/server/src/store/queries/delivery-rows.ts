// A delivery's row, and the tables that tell whose it is (app 0: its queue belongs to no endpoint).
import { type DeliveryState, deliveryId } from '../life-of-event.ts';
import { integer, integerOrNull, text, textsOrNone, word } from '../rows.ts';
import type { Row } from '../sqlite-driver.ts';
import type { StoredDelivery } from '../store.ts';

export const deliveryColumns = `
  d.first_seq, d.queue_id, coalesce(e.app_id, 0) as app_id, d.n, d.state, d.reason, d.attempts, d.accepted_at, d.give_up_at,
  d.next_at, d.last_status, d.last_attempt_at, d.first_attempt_at, d.replayed_by, r.id as replay_id, d.split_from,
  d.faults`;

export const deliveryTables = `
  deliveries d
  left join queues q on q.id = d.queue_id
  left join endpoints e on e.id = q.endpoint_id
  left join replays r on r.queue_id = d.queue_id`;

const states: readonly DeliveryState[] = ['delivered', 'retrying', 'dead', 'cancelled'];

export function toStoredDelivery(row: Row): StoredDelivery {
  const queueId = integer(row, 'queue_id');
  const firstSeq = integer(row, 'first_seq');
  return {
    id: deliveryId(queueId, firstSeq),
    queueId,
    appId: integer(row, 'app_id'),
    firstSeq,
    events: integer(row, 'n'),
    state: word(row, 'state', states),
    attemptCount: integer(row, 'attempts'),
    lastStatus: integerOrNull(row, 'last_status'),
    reason: text(row, 'reason'),
    acceptedAt: integer(row, 'accepted_at'),
    firstAttemptAt: integerOrNull(row, 'first_attempt_at'),
    lastAttemptAt: integerOrNull(row, 'last_attempt_at'),
    nextAt: integerOrNull(row, 'next_at'),
    giveUpAt: integer(row, 'give_up_at'),
    replayId: integerOrNull(row, 'replay_id'),
    replayedBy: integerOrNull(row, 'replayed_by'),
    splitFrom: integerOrNull(row, 'split_from'),
    faults: [...new Set(textsOrNone(row, 'faults'))],
  };
}
