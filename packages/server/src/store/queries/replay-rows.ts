// A replay's row, with the endpoint that its queue belongs to.
import type { ReplayableState, ReplaySelection, StoredReplay } from '../replays.ts';
import { flag, integer, integerOrNull, textOrNull, word, words } from '../rows.ts';
import type { Row } from '../sqlite-driver.ts';

export const replayColumns = `
  r.id, r.queue_id, q.endpoint_id, r.app_id, r.source, r.states, r.source_endpoint_id, r.waba_id, r.field, r.reason,
  r.since, r.until, r.first_seq, r.last_seq, r.include_replayed, r.rate_per_second, r.state, r.end_reason,
  r.started_at, r.ended_at, r.cursor, r.total, r.filled, r.stripped, r.retrying, r.delivered, r.dead, r.cancelled`;

/** The queue goes together with the row. */
export const replayTables = 'replays r join queues q on q.id = r.queue_id';

const replayableStates: readonly ReplayableState[] = ['dead', 'cancelled', 'retrying'];

export function toReplay(row: Row): StoredReplay {
  return {
    id: integer(row, 'id'),
    queueId: integer(row, 'queue_id'),
    endpointId: integer(row, 'endpoint_id'),
    selection: toSelection(row),
    ratePerSecond: integer(row, 'rate_per_second'),
    state: word(row, 'state', ['running', 'done', 'cancelled']),
    endReason: textOrNull(row, 'end_reason'),
    startedAt: integer(row, 'started_at'),
    endedAt: integerOrNull(row, 'ended_at'),
    cursor: integer(row, 'cursor'),
    total: integer(row, 'total'),
    filled: integer(row, 'filled'),
    stripped: integer(row, 'stripped'),
    retrying: integer(row, 'retrying'),
    delivered: integer(row, 'delivered'),
    dead: integer(row, 'dead'),
    cancelled: integer(row, 'cancelled'),
  };
}

export function toSelection(row: Row): ReplaySelection {
  const bounds = {
    wabaId: integerOrNull(row, 'waba_id'),
    field: textOrNull(row, 'field'),
    since: integerOrNull(row, 'since'),
    until: integerOrNull(row, 'until'),
    firstSeq: integer(row, 'first_seq'),
    lastSeq: integer(row, 'last_seq'),
  };
  if (word(row, 'source', ['deliveries', 'events']) === 'events') return { source: 'events', ...bounds };
  return {
    source: 'deliveries',
    ...bounds,
    appId: integer(row, 'app_id'),
    endpointId: integerOrNull(row, 'source_endpoint_id'),
    states: words(row, 'states', replayableStates),
    reason: textOrNull(row, 'reason'),
    includeReplayed: flag(row, 'include_replayed'),
  };
}
