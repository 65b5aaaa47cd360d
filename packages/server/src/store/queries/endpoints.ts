// Reads endpoints with their live queues; on either connection, because a save answers what it has just written.
import type { Endpoint } from '../nouns.ts';
import { integer, integerOrNull, orNull, text, word } from '../rows.ts';
import type { Database, Row } from '../sqlite-driver.ts';

export interface EndpointReads {
  all(): Endpoint[];
  get(endpointId: number): Endpoint | null;
  /** Open overrides of a WABA and of its numbers. */
  overrides(wabaId: number): Endpoint[];
}

const selectEndpoints = `
  select e.id, e.app_id, e.level, e.waba_id, e.phone_number_id, e.url, e.state, q.id as queue_id,
    e.rate_per_second, e.window_max, e.deactivated_at
  from endpoints e
  join queues q on q.endpoint_id = e.id and q.kind = 'live' -- index queues_by_endpoint`;

export function createEndpointReads(database: Database): EndpointReads {
  const all = database.prepare(`
    ${selectEndpoints}
    order by e.id
  `);
  const byId = database.prepare(`
    ${selectEndpoints}
    where e.id = ? -- primary key
  `);
  const openByWaba = database.prepare(`
    ${selectEndpoints}
    where e.waba_id = ? and e.state = 'open' -- index endpoints_by_waba
    order by e.id
  `);
  return {
    all: () => all.all().map(toEndpoint),
    get: (endpointId) => orNull(byId.get(endpointId), toEndpoint),
    overrides: (wabaId) => openByWaba.all(wabaId).map(toEndpoint),
  };
}

function toEndpoint(row: Row): Endpoint {
  return {
    id: integer(row, 'id'),
    appId: integer(row, 'app_id'),
    level: word(row, 'level', ['app', 'waba', 'number']),
    wabaId: integerOrNull(row, 'waba_id'),
    phoneNumberId: integerOrNull(row, 'phone_number_id'),
    url: text(row, 'url'),
    state: word(row, 'state', ['open', 'draining', 'closed']),
    queueId: integer(row, 'queue_id'),
    ratePerSecond: integerOrNull(row, 'rate_per_second'),
    windowMax: integerOrNull(row, 'window_max'),
    deactivatedAt: integerOrNull(row, 'deactivated_at'),
  };
}
