// What a replay would do, before it does it: how much is selected, where it would go, and how much of it could not
// be sent. The preview shows the plan; a start that could send nothing is refused by it.
import { type NoDelivery, noDeliveries } from '../routing/conditions.ts';
import type { Routing } from '../routing/routing.ts';
import type { Route, RoutingTable } from '../routing/table.ts';
import type { ReplayCount, ReplaySelection } from '../store/replays.ts';
import type { Store } from '../store/store.ts';
import { problem } from './problem.ts';
import type { ReplayRequest, ReplayTarget } from './replay-request.ts';
import { isoTime } from './show.ts';

export interface ReplayPlan {
  selection: ReplaySelection;
  count: ReplayCount;
  /** null: nothing is selected, so there is no endpoint that it was owed to. */
  route: Route | null;
  /** Events that the app may not receive as things stand. */
  refused: { reason: NoDelivery; events: number }[];
  /** Events that could be sent. */
  sendable: number;
  ratePerSecond: number;
}

export async function planReplay(
  { store, routing }: { store: Pick<Store, 'replays'>; routing: Routing },
  request: ReplayRequest,
  ratePerSecondDefault: number,
): Promise<ReplayPlan> {
  const { selection, target } = request;
  const table = routing.table();
  // Before counting, which may take a while.
  const named = target.kind === 'same' ? null : namedRoute(table, target);
  const count = await store.replays.count(selection);
  const route = named ?? sameRoute(table, selection, count);
  if (route) refuseUnfit(route, selection);
  const refused = route ? refusedOf(routing, route, count) : [];
  const sendable = count.events - count.stripped - refused.reduce((sum, { events }) => sum + events, 0);
  const ratePerSecond = request.ratePerSecond ?? ratePerSecondDefault;
  return { selection, count, route, refused, sendable, ratePerSecond };
}

export function liveRoutes(table: RoutingTable): Route[] {
  return [...table.routeByQueue.values()].filter(({ replay }) => replay === null);
}

function namedRoute(table: RoutingTable, target: Exclude<ReplayTarget, { kind: 'same' }>): Route {
  if (target.kind === 'endpoint') return routeOf(table, target.endpointId);
  const app = table.appByGraphId.get(target.appId);
  if (!app) throw problem('unknown_app', `No app ${target.appId} is known here.`);
  const { wabaId, phoneNumberId } = target;
  const waba = wabaId === null ? null : table.wabas.get(wabaId);
  if (waba === undefined)
    throw problem('unknown_waba', `No WhatsApp Business Account ${wabaId} is known here.`);
  const number = phoneNumberId === null ? null : table.phoneNumbers.get(phoneNumberId);
  if (number === undefined)
    throw problem('unknown_phone_number', `No phone number ${phoneNumberId} is known here.`);
  const endpoint = number ? app.ofNumber.get(number.id) : waba ? app.ofWaba.get(waba.id) : app.own;
  if (!endpoint) {
    const what = number || waba ? 'no override there' : 'no verified callback';
    throw problem('not_applicable', `App ${target.appId} has ${what}, so there is nowhere to replay to.`);
  }
  return routeOf(table, endpoint.id);
}

function sameRoute(
  table: RoutingTable,
  selection: ReplaySelection,
  { endpoints }: ReplayCount,
): Route | null {
  const given = selection.source === 'deliveries' ? selection.endpointId : null;
  if (given !== null) return routeOf(table, given);
  const [first, ...others] = endpoints;
  if (!first) return null;
  if (others.length > 0) {
    const list = endpoints.map(({ endpointId, events }) => `${endpointId} (${events} events)`).join(', ');
    const detail = `These deliveries were owed to several endpoints: ${list}. Replay each by itself with "endpoint_id", or send all to one with "to_endpoint_id".`;
    throw problem('bad_request', detail);
  }
  return routeOf(table, first.endpointId);
}

function routeOf(table: RoutingTable, endpointId: number): Route {
  const route = liveRoutes(table).find(({ endpoint }) => endpoint.id === endpointId);
  if (!route)
    throw problem(
      'unknown_endpoint',
      `No endpoint ${endpointId} is known here. GET /api/v1/endpoints lists them.`,
    );
  return route;
}

function refuseUnfit({ endpoint }: Route, selection: ReplaySelection): void {
  if (endpoint.state !== 'open') {
    const detail = `Endpoint ${endpoint.id} has been removed. Name another with "to_app_id" or "to_endpoint_id".`;
    throw problem('not_applicable', detail);
  }
  const isRetrying = selection.source === 'deliveries' && selection.states.includes('retrying');
  if (isRetrying && (selection.endpointId ?? endpoint.id) === endpoint.id) {
    const detail =
      'Deliveries that are still retried reach their own endpoint by themselves: replay them from another one with "endpoint_id", or leave out the state retrying.';
    throw problem('not_applicable', detail);
  }
}

function refusedOf(routing: Routing, { endpoint }: Route, { kinds }: ReplayCount): ReplayPlan['refused'] {
  const byReason = new Map<NoDelivery, number>();
  for (const { events, ...kind } of kinds) {
    // Whether an app may receive something does not depend on the number; where it goes is settled here.
    const verdict = routing.recheck(endpoint.queueId, { ...kind, phoneNumber: null });
    if (!verdict.owed) byReason.set(verdict.reason, (byReason.get(verdict.reason) ?? 0) + events);
  }
  return [...byReason].map(([reason, events]) => ({ reason, events }));
}

/** Thrown before a start of which nothing could come. */
export function refuseFruitless({ count, refused, sendable }: ReplayPlan): void {
  if (sendable > 0) return;
  const [first] = refused;
  if (count.events === 0) throw problem('nothing_to_replay', 'Nothing here fits the selection.');
  if (first)
    throw problem(
      'nothing_to_replay',
      `The app may not receive any of it now: ${noDeliveries[first.reason]}`,
    );
  throw problem('nothing_to_replay', `All ${count.events} have lost their bodies: retention stripped them.`);
}

export function showPlan({
  count,
  route,
  refused,
  sendable,
  ratePerSecond,
}: ReplayPlan): Record<string, unknown> {
  return {
    events: count.events,
    sendable,
    stripped: count.stripped,
    refused: refused.map(({ reason, events }) => ({ reason, says: noDeliveries[reason], events })),
    notifications: count.bodies,
    oldest_at: isoTime(count.oldestAt),
    newest_at: isoTime(count.newestAt),
    complete: count.isComplete,
    to: route && showTarget(route),
    rate_per_second: ratePerSecond,
    estimated_seconds: Math.ceil(count.bodies / ratePerSecond),
  };
}

export function showTarget({ app, endpoint }: Route): Record<string, unknown> {
  return {
    endpoint_id: endpoint.id,
    app_id: app.graphId,
    app_name: app.name,
    level: endpoint.level,
    callback_url: endpoint.url,
  };
}
