// How a replay looks on /api/v1: what was asked for, where it goes, and what has become of its events so far.
import type { RoutingTable } from '../routing/table.ts';
import type { ReplaySelection, StoredReplay } from '../store/replays.ts';
import { showTarget } from './replay-plan.ts';
import { isoTime } from './show.ts';

export function showReplay(replay: StoredReplay, table: RoutingTable): Record<string, unknown> {
  const { filled, retrying, delivered, dead, cancelled, stripped, total } = replay;
  const route = table.routeByQueue.get(replay.queueId);
  return {
    id: replay.id,
    state: replay.state,
    end_reason: replay.endReason,
    app_id: route?.app.graphId ?? null,
    to: route ? showTarget(route) : null,
    ...showSelection(replay.selection, table),
    queue_id: replay.queueId,
    rate_per_second: replay.ratePerSecond,
    started_at: isoTime(replay.startedAt),
    ended_at: isoTime(replay.endedAt),
    events: total,
    delivered,
    retrying,
    dead,
    cancelled,
    stripped,
    // Taken and not tried yet.
    waiting: filled - retrying - delivered - dead - cancelled,
    // Counted at the start and not taken yet; what was settled since is taken no more.
    left: Math.max(0, replay.cursor >= replay.selection.lastSeq ? 0 : total - filled - stripped),
  };
}

function showSelection(selection: ReplaySelection, table: RoutingTable): Record<string, unknown> {
  const { source, wabaId, field, since, until, firstSeq, lastSeq } = selection;
  const ofDeliveries = selection.source === 'deliveries' ? selection : null;
  return {
    source,
    from_app_id:
      ofDeliveries && (table.apps.find(({ app }) => app.id === ofDeliveries.appId)?.app.graphId ?? null),
    from_endpoint_id: ofDeliveries?.endpointId ?? null,
    states: ofDeliveries?.states ?? null,
    reason: ofDeliveries?.reason ?? null,
    include_replayed: ofDeliveries?.includeReplayed ?? null,
    waba_id: wabaId === null ? null : (table.wabaById.get(wabaId)?.graphId ?? null),
    field,
    since: isoTime(since),
    until: isoTime(until),
    first_seq: firstSeq,
    last_seq: lastSeq,
  };
}
