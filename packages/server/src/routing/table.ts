// The routing table: the store's directory, indexed for matching. Built whole from one snapshot and never
// changed afterwards, so a reader may keep it across an await; a newer snapshot makes a newer table.

import type { AppFaults } from '../store/faults.ts';
import type { App, AppSubscription, Business, Endpoint, PhoneNumber, Waba } from '../store/nouns.ts';
import type { ReplayRoute } from '../store/replays.ts';
import type { RouteSnapshot } from '../store/store.ts';
import type { Permission, ReviewState, Task } from '../store/vocabulary.ts';

export interface RoutingTable {
  readonly version: number;
  readonly businesses: ReadonlyMap<string, Business>;
  readonly businessById: ReadonlyMap<number, Business>;
  readonly wabas: ReadonlyMap<string, Waba>;
  readonly wabaById: ReadonlyMap<number, Waba>;
  readonly phoneNumbers: ReadonlyMap<string, PhoneNumber>;
  readonly apps: readonly AppRoutes[];
  readonly appByGraphId: ReadonlyMap<string, AppRoutes>;
  /** Every endpoint that ever had a queue, with the app it belongs to; by its live queue and those of its replays. */
  readonly routeByQueue: ReadonlyMap<number, Route>;
  /** WABAs where some app has an override for a phone number: there the number decides, elsewhere it does not. */
  readonly wabasWithNumberOverrides: ReadonlySet<number>;
}

/** One app as a possible receiver: everything that decides whether and where it gets an event. */
export interface AppRoutes {
  app: App;
  owner: Business | null;
  reviews: ReadonlyMap<Permission, ReviewState>;
  subscription: AppSubscription | null;
  fields: ReadonlySet<string>;
  /** The WABAs it is subscribed to. */
  wabaIds: ReadonlySet<number>;
  /** Its business's tasks on WABAs of others. */
  partnerTasks: ReadonlyMap<number, readonly Task[]>;
  /** Businesses it is lent to. */
  sharedWith: ReadonlySet<number>;
  /** Open endpoints: the app's own, and its overrides. */
  own: Endpoint | null;
  ofWaba: ReadonlyMap<number, Endpoint>;
  ofNumber: ReadonlyMap<number, Endpoint>;
  /** That it is made to live through; null: none, which is the case everywhere but in tests of an app. */
  faults: AppFaults | null;
}

export interface Route {
  app: App;
  routes: AppRoutes;
  endpoint: Endpoint;
  /** Of the queue of a replay; null: it is the endpoint's live queue. */
  replay: ReplayRoute | null;
}

export function buildTable(snapshot: RouteSnapshot): RoutingTable {
  const collect = collector(snapshot);
  const apps = snapshot.apps.map(collect);
  const routesById = new Map(apps.map((routes) => [routes.app.id, routes]));
  const routeByQueue = new Map<number, Route>();
  for (const endpoint of snapshot.endpoints) {
    const routes = routesById.get(endpoint.appId);
    if (routes) routeByQueue.set(endpoint.queueId, { app: routes.app, routes, endpoint, replay: null });
  }
  const endpointById = indexBy(snapshot.endpoints, (each) => each.id);
  for (const replay of snapshot.replays) {
    const live = routeByQueue.get(endpointById.get(replay.endpointId)?.queueId ?? 0);
    if (live) routeByQueue.set(replay.queueId, { ...live, replay });
  }
  return {
    version: snapshot.version,
    businesses: indexBy(snapshot.businesses, (each) => each.graphId),
    businessById: indexBy(snapshot.businesses, (each) => each.id),
    wabas: indexBy(snapshot.wabas, (each) => each.graphId),
    wabaById: indexBy(snapshot.wabas, (each) => each.id),
    phoneNumbers: indexBy(snapshot.phoneNumbers, (each) => each.graphId),
    apps,
    appByGraphId: indexBy(apps, (each) => each.app.graphId),
    routeByQueue,
    wabasWithNumberOverrides: new Set(
      snapshot.endpoints
        .filter(isOpenAt('number'))
        .flatMap(({ wabaId }) => (wabaId === null ? [] : [wabaId])),
    ),
  };
}

/** Groups each list once, so that building the table stays linear in the size of the directory. */
function collector(snapshot: RouteSnapshot): (app: App) => AppRoutes {
  const reviews = groupBy(snapshot.reviews, (each) => each.appId);
  const shares = groupBy(snapshot.shares, (each) => each.appId);
  const partners = groupBy(snapshot.partners, (each) => each.businessId);
  const wabas = groupBy(snapshot.wabaSubscriptions, (each) => each.appId);
  const endpoints = groupBy(snapshot.endpoints, (each) => each.appId);
  const businesses = indexBy(snapshot.businesses, (each) => each.id);
  const subscriptions = indexBy(snapshot.appSubscriptions, (each) => each.appId);
  const faults = indexBy(snapshot.faults, (each) => each.appId);

  return (app) => {
    const subscription = subscriptions.get(app.id) ?? null;
    const open = endpoints.get(app.id) ?? [];
    return {
      app,
      owner: businesses.get(app.businessId) ?? null,
      subscription,
      reviews: new Map(reviews.get(app.id)?.map((each) => [each.permission, each.review])),
      fields: new Set(subscription?.fields.map((field) => field.name)),
      wabaIds: new Set(wabas.get(app.id)?.map((each) => each.wabaId)),
      partnerTasks: new Map(partners.get(app.businessId)?.map((each) => [each.wabaId, each.tasks])),
      sharedWith: new Set(shares.get(app.id)?.map((each) => each.businessId)),
      own: open.find(isOpenAt('app')) ?? null,
      ofWaba: indexBy(open.filter(isOpenAt('waba')), (each) => each.wabaId ?? 0),
      ofNumber: indexBy(open.filter(isOpenAt('number')), (each) => each.phoneNumberId ?? 0),
      faults: faults.get(app.id) ?? null,
    };
  };
}

function isOpenAt(level: Endpoint['level']): (endpoint: Endpoint) => boolean {
  return (endpoint) => endpoint.level === level && endpoint.state === 'open';
}

function indexBy<K, V>(values: readonly V[], key: (value: V) => K): Map<K, V> {
  return new Map(values.map((value) => [key(value), value]));
}

function groupBy<K, V>(values: readonly V[], key: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}
