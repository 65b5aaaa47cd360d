// Event → queues. The conditions are judged twice: when an event is accepted, and again before each attempt,
// because an app may have unsubscribed or lost its permission in between.
import type { Origin } from '../store/life-of-event.ts';
import {
  type Addressee,
  chooseEndpoint,
  firstUnmet,
  type Happening,
  type NoDelivery,
  type RoutingRules,
} from './conditions.ts';
import type { Route, RoutingTable } from './table.ts';

/** The part of an event that routing reads; a new event and a stored one both have it. */
export interface Routable {
  wabaId: number | null;
  entryId: string;
  field: string;
  /** Graph id of the phone number, where the change names one. */
  phoneNumber: string | null;
  origin: Origin;
}

/**
 * `entry.id` decides. Only where it names nobody we know (the dashboard's tests carry "0") does the WABA that
 * the sender addressed stand in.
 */
export function findAddressee(
  table: RoutingTable,
  event: Pick<Routable, 'wabaId' | 'entryId'>,
): Addressee | null {
  const named = table.wabas.get(event.entryId);
  if (named) return { kind: 'waba', waba: named };
  const business = table.businesses.get(event.entryId);
  if (business) return { kind: 'business', business };
  const addressed = event.wabaId === null ? undefined : table.wabaById.get(event.wabaId);
  return addressed ? { kind: 'waba', waba: addressed } : null;
}

/** The queues an event is owed to. */
export function matchQueues(
  table: RoutingTable,
  addressee: Addressee,
  event: Omit<Routable, 'wabaId' | 'entryId'>,
  rules: RoutingRules,
): number[] {
  const happening = asHappening(table, addressee, event);
  return table.apps.flatMap((app) => {
    if (firstUnmet(app, happening, rules) !== null) return [];
    const endpoint = chooseEndpoint(app, happening);
    return endpoint ? [endpoint.queueId] : [];
  });
}

/**
 * Whether an event is still owed to the endpoint it was matched to. A draining endpoint keeps what it was owed,
 * and precedence is not asked again: what was matched to a callback goes to that callback. What is owed to a
 * deactivated one stays owed, and waits; that condition comes last, so it hides no other.
 */
export function recheckRoute(
  table: RoutingTable,
  queueId: number,
  event: Routable,
  rules: RoutingRules,
): { owed: true; route: Route } | { owed: false; reason: NoDelivery } {
  const route = table.routeByQueue.get(queueId);
  const addressee = findAddressee(table, event);
  if (!route || !addressee || route.endpoint.state === 'closed')
    return { owed: false, reason: 'callback_removed' };
  if (route.replay?.isOpen === false) return { owed: false, reason: 'replay_cancelled' };
  const reason = firstUnmet(route.routes, asHappening(table, addressee, event), rules);
  const isOwed = reason === null || reason === 'endpoint_deactivated';
  return isOwed ? { owed: true, route } : { owed: false, reason };
}

function asHappening(
  table: RoutingTable,
  addressee: Addressee,
  { field, origin, phoneNumber }: Omit<Routable, 'wabaId' | 'entryId'>,
): Happening {
  const number = phoneNumber === null ? undefined : table.phoneNumbers.get(phoneNumber);
  return { addressee, field, origin, phoneNumber: number ?? null };
}
