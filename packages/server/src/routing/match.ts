// Event → queues, and the reason for each "no". The same judgement is made twice: when an event is accepted,
// and again before each attempt, because an app may have unsubscribed or lost its permission in between.
import { mayEdit } from '../access/access.ts';
import type { Origin } from '../store/life-of-event.ts';
import type { Business, Waba } from '../store/nouns.ts';
import type { Route, RoutingTable } from './table.ts';

/** Whom an entry is about: nearly always a WABA; a few partner events carry a business portfolio instead. */
export type Addressee = { kind: 'waba'; waba: Waba } | { kind: 'business'; business: Business };

/** Why an app gets nothing. The words go unchanged into rows, logs and answers. */
export const noDeliveries = {
  callback_removed: 'The app has no callback any more.',
  subscription_inactive: 'The app’s subscription is switched off.',
  field_not_subscribed: 'The app is not subscribed to the field.',
  waba_not_subscribed: 'The app is not subscribed to the WhatsApp Business Account.',
  not_permitted: 'The app may not edit the account, or does not belong to the business the entry is about.',
  app_in_development: 'The app is in development and gets test events only.',
} as const;

export type NoDelivery = keyof typeof noDeliveries;

/** The part of an event that routing reads; a new event and a stored one both have it. */
export interface Routable {
  wabaId: number | null;
  entryId: string;
  field: string;
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

export function judgeRoute(
  route: Route,
  addressee: Addressee,
  event: Pick<Routable, 'field' | 'origin'>,
): NoDelivery | null {
  if (!route.subscription || route.endpoint.state === 'closed') return 'callback_removed';
  if (!route.subscription.active) return 'subscription_inactive';
  if (!route.fields.has(event.field)) return 'field_not_subscribed';
  switch (addressee.kind) {
    case 'waba':
      if (!route.wabaIds.has(addressee.waba.id)) return 'waba_not_subscribed';
      if (!mayEdit(route.app, addressee.waba)) return 'not_permitted';
      break;
    case 'business':
      // Partner events tell a business about its own portfolio, so they go to the apps it owns; there is no
      // WABA to be subscribed to (a PARTNER_ADDED arrives before anybody could be).
      if (route.app.businessId !== addressee.business.id) return 'not_permitted';
      break;
  }
  if (route.app.mode === 'development' && event.origin !== 'test') return 'app_in_development';
  return null;
}

/** The queues an event is owed to. */
export function matchQueues(table: RoutingTable, addressee: Addressee, event: Routable): number[] {
  const queueIds: number[] = [];
  for (const route of table.routes) {
    if (judgeRoute(route, addressee, event) === null) queueIds.push(route.endpoint.queueId);
  }
  return queueIds;
}
