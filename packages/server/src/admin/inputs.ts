// Reads what callers of /api/v1 send: query strings into filters, bodies into requests. Every refusal names the
// parameter and what it wants.
import type { RoutingTable } from '../routing/table.ts';
import type { DeliveryState } from '../store/life-of-event.ts';
import type { DeliveryFilter, EventFilter } from '../store/store.ts';
import { time } from './members.ts';

type Read<T> = { ok: true; value: T } | { ok: false; message: string };

const limitDefault = 50;
const limitMax = 1000;
const states: readonly DeliveryState[] = ['delivered', 'retrying', 'dead', 'cancelled'];

export function readEventFilter(query: URLSearchParams, table: RoutingTable): Read<EventFilter> {
  const unknown = firstUnknown(query, ['waba_id', 'field', 'phone_number_id', 'before', 'limit']);
  if (unknown) return refuse(unknown);
  const paging = readPaging(query);
  if (!paging.ok) return paging;
  const filter: EventFilter = { ...paging.value };
  const wabaId = query.get('waba_id');
  if (wabaId !== null) {
    const waba = table.wabas.get(wabaId);
    if (!waba) return refuse(`waba_id: no WhatsApp Business Account ${wabaId} is known here`);
    filter.wabaId = waba.id;
  }
  const field = query.get('field');
  if (field !== null) filter.field = field;
  const phoneNumber = query.get('phone_number_id');
  if (phoneNumber !== null) filter.phoneNumber = phoneNumber;
  return { ok: true, value: filter };
}

export function readDeliveryFilter(query: URLSearchParams, table: RoutingTable): Read<DeliveryFilter> {
  const unknown = firstUnknown(query, [
    ...['app_id', 'state', 'event', 'waba_id', 'field', 'reason', 'since', 'until', 'replay_id'],
    ...['before', 'limit'],
  ]);
  if (unknown) return refuse(unknown);
  const paging = readPaging(query);
  if (!paging.ok) return paging;
  const filter: DeliveryFilter = { ...paging.value };
  const appId = query.get('app_id');
  if (appId !== null) {
    const known = table.appByGraphId.get(appId);
    if (!known) return refuse(`app_id: no app ${appId} is known here`);
    filter.appId = known.app.id;
  }
  const state = states.find((each) => each === query.get('state'));
  if (query.has('state') && !state) return refuse(`state must be one of ${states.join(', ')}`);
  if (state) filter.state = state;
  const seq = readWhole(query, 'event');
  if (!seq.ok) return seq;
  if (seq.value !== null) filter.seq = seq.value;
  const narrower = readNarrower(query, table);
  return narrower.ok ? { ok: true, value: { ...filter, ...narrower.value } } : narrower;
}

type Narrower = Pick<DeliveryFilter, 'wabaId' | 'field' | 'reason' | 'since' | 'until' | 'replayId'>;

/** By what the first event of a delivery was, and by when. */
function readNarrower(query: URLSearchParams, table: RoutingTable): Read<Narrower> {
  const filter: Narrower = {};
  const wabaId = query.get('waba_id');
  if (wabaId !== null) {
    const waba = table.wabas.get(wabaId);
    if (!waba) return refuse(`waba_id: no WhatsApp Business Account ${wabaId} is known here`);
    filter.wabaId = waba.id;
  }
  const field = query.get('field');
  if (field !== null) filter.field = field;
  const reason = query.get('reason');
  if (reason !== null) filter.reason = reason;
  for (const name of ['since', 'until'] as const) {
    const given = query.get(name);
    if (given === null) continue;
    const at = time.read(given);
    if (!at) return refuse(`${name} must be ${time.wants}`);
    filter[name] = at.value;
  }
  const replayId = readWhole(query, 'replay_id');
  if (!replayId.ok) return replayId;
  if (replayId.value !== null) filter.replayId = replayId.value;
  return { ok: true, value: filter };
}

function readPaging(query: URLSearchParams): Read<{ limit: number; beforeSeq?: number }> {
  const limit = readWhole(query, 'limit');
  if (!limit.ok) return limit;
  if (limit.value !== null && (limit.value < 1 || limit.value > limitMax))
    return refuse(`limit must be from 1 to ${limitMax}`);
  const before = readWhole(query, 'before');
  if (!before.ok) return before;
  return {
    ok: true,
    value: { limit: limit.value ?? limitDefault, ...(before.value !== null && { beforeSeq: before.value }) },
  };
}

function readWhole(query: URLSearchParams, name: string): Read<number | null> {
  const text = query.get(name);
  if (text === null) return { ok: true, value: null };
  return /^\d{1,15}$/.test(text)
    ? { ok: true, value: Number(text) }
    : refuse(`${name} must be a whole number`);
}

function firstUnknown(query: URLSearchParams, known: readonly string[]): string | null {
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  return unknown === undefined ? null : `${unknown} is not a parameter here; known are ${known.join(', ')}`;
}

function refuse(message: string): { ok: false; message: string } {
  return { ok: false, message };
}
