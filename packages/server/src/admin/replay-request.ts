// Reads what a caller wants replayed, and where to. What does not go together is refused here; what is not there,
// and what may not be sent, shows when the plan is made (replay-plan.ts).
import type { RoutingTable } from '../routing/table.ts';
import type { ReplayableState, ReplaySelection } from '../store/replays.ts';
import {
  flag,
  graphId,
  integer,
  listOf,
  oneOf,
  optional,
  readBody,
  text,
  time,
  withDefault,
} from './members.ts';
import { problem } from './problem.ts';

export interface ReplayRequest {
  selection: ReplaySelection;
  target: ReplayTarget;
  /** null: the default. */
  ratePerSecond: number | null;
}

export type ReplayTarget =
  /** The endpoint that the deliveries were owed to. */
  | { kind: 'same' }
  | { kind: 'endpoint'; endpointId: number }
  | { kind: 'place'; appId: string; wabaId: string | null; phoneNumberId: string | null };

const rowId = integer(1, Number.MAX_SAFE_INTEGER);
const ofDeliveries = {
  app_id: optional(graphId),
  endpoint_id: optional(rowId),
  states: optional(
    listOf(oneOf<ReplayableState>(['dead', 'cancelled', 'retrying']), { lengthMin: 1, lengthMax: 3 }),
  ),
  reason: optional(text(64)),
  include_replayed: optional(flag),
};
const shape = {
  source: withDefault(oneOf(['deliveries', 'events']), 'deliveries'),
  ...ofDeliveries,
  waba_id: optional(graphId),
  field: optional(text(64)),
  since: optional(time),
  until: optional(time),
  first_seq: optional(rowId),
  last_seq: optional(rowId),
  to_endpoint_id: optional(rowId),
  to_app_id: optional(graphId),
  to_waba_id: optional(graphId),
  to_phone_number_id: optional(graphId),
  rate_per_second: optional(integer(1, 1000)),
};

type Asked = ReturnType<typeof readBody<typeof shape>>;

export function readReplayRequest(body: Uint8Array, table: RoutingTable): ReplayRequest {
  const asked = readBody(body, shape);
  return {
    selection: readSelection(asked, table),
    target: readTarget(asked),
    ratePerSecond: asked.rate_per_second,
  };
}

function readSelection(asked: Asked, table: RoutingTable): ReplaySelection {
  const bounds = readBounds(asked, table);
  if (asked.source === 'events') {
    const names = Object.keys(ofDeliveries) as (keyof typeof ofDeliveries)[];
    const idle = names.find((name) => asked[name] !== null);
    if (idle) {
      const detail = `"${idle}" is about deliveries and means nothing with "source": "events"; "to_app_id" says who gets them.`;
      throw problem('bad_request', detail);
    }
    return { source: 'events', ...bounds };
  }
  if (asked.app_id === null)
    throw problem('bad_request', '"app_id" must name the app whose deliveries are meant.');
  const known = table.appByGraphId.get(asked.app_id);
  if (!known) throw problem('unknown_app', `No app ${asked.app_id} is known here.`);
  return {
    source: 'deliveries',
    ...bounds,
    appId: known.app.id,
    endpointId: asked.endpoint_id,
    states: asked.states ?? ['dead'],
    reason: asked.reason,
    includeReplayed: asked.include_replayed ?? false,
  };
}

function readBounds(asked: Asked, table: RoutingTable) {
  const { since, until } = asked;
  const firstSeq = asked.first_seq ?? 1;
  const lastSeq = asked.last_seq ?? Number.MAX_SAFE_INTEGER;
  if (since !== null && until !== null && since >= until)
    throw problem('bad_request', '"since" must be earlier than "until".');
  if (firstSeq > lastSeq) throw problem('bad_request', '"first_seq" must not be larger than "last_seq".');
  const waba = asked.waba_id === null ? null : table.wabas.get(asked.waba_id);
  if (waba === undefined)
    throw problem('unknown_waba', `No WhatsApp Business Account ${asked.waba_id} is known here.`);
  return { wabaId: waba?.id ?? null, field: asked.field, since, until, firstSeq, lastSeq };
}

function readTarget(asked: Asked): ReplayTarget {
  const { to_endpoint_id, to_app_id, to_waba_id, to_phone_number_id } = asked;
  const isPlace = to_waba_id !== null || to_phone_number_id !== null;
  if (to_endpoint_id !== null) {
    if (to_app_id !== null || isPlace)
      throw problem(
        'bad_request',
        '"to_endpoint_id" says it all: leave out the other members that begin with to_.',
      );
    return { kind: 'endpoint', endpointId: to_endpoint_id };
  }
  if (to_app_id !== null) {
    return { kind: 'place', appId: to_app_id, wabaId: to_waba_id, phoneNumberId: to_phone_number_id };
  }
  if (isPlace) throw problem('bad_request', '"to_app_id" must name the app whose override is meant.');
  if (asked.source === 'events')
    throw problem('bad_request', '"to_app_id" or "to_endpoint_id" must say who gets the events.');
  return { kind: 'same' };
}
