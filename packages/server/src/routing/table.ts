// The routing table: the store's directory, indexed for matching. Built whole from one snapshot and never
// changed afterwards, so a reader may keep it across an await; a newer snapshot makes a newer table.

import type { App, AppSubscription, Business, Endpoint, Waba } from '../store/nouns.ts';
import type { RouteSnapshot } from '../store/store.ts';

export interface RoutingTable {
  readonly version: number;
  readonly businesses: ReadonlyMap<string, Business>;
  readonly wabas: ReadonlyMap<string, Waba>;
  readonly wabaById: ReadonlyMap<number, Waba>;
  readonly routeByQueue: ReadonlyMap<number, Route>;
  readonly routes: readonly Route[];
}

/** One app as a possible receiver: everything that decides whether and where it gets an event. */
export interface Route {
  app: App;
  subscription: AppSubscription | null;
  endpoint: Endpoint;
  fields: ReadonlySet<string>;
  wabaIds: ReadonlySet<number>;
}

export function buildTable(snapshot: RouteSnapshot): RoutingTable {
  const appById = new Map(snapshot.apps.map((app) => [app.id, app]));
  const subscriptionByApp = new Map(snapshot.appSubscriptions.map((each) => [each.appId, each]));
  const wabaIdsByApp = new Map<number, Set<number>>();
  for (const { appId, wabaId } of snapshot.wabaSubscriptions) {
    const wabaIds = wabaIdsByApp.get(appId) ?? new Set();
    wabaIdsByApp.set(appId, wabaIds.add(wabaId));
  }

  const routes: Route[] = [];
  for (const endpoint of snapshot.endpoints) {
    const app = appById.get(endpoint.appId);
    if (!app) continue;
    const own = subscriptionByApp.get(app.id);
    // A closed endpoint keeps its queue until what was owed is settled, but its app may have a new one.
    const subscription = own?.endpointId === endpoint.id ? own : null;
    routes.push({
      app,
      subscription,
      endpoint,
      fields: new Set(subscription?.fields.map((field) => field.name)),
      wabaIds: wabaIdsByApp.get(app.id) ?? new Set(),
    });
  }
  return {
    version: snapshot.version,
    businesses: new Map(snapshot.businesses.map((each) => [each.graphId, each])),
    wabas: new Map(snapshot.wabas.map((each) => [each.graphId, each])),
    wabaById: new Map(snapshot.wabas.map((each) => [each.id, each])),
    routeByQueue: new Map(routes.map((route) => [route.endpoint.queueId, route])),
    routes,
  };
}
