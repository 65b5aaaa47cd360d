// The conditions of a delivery, in the order in which they are told: matching asks for the first that is unmet,
// `why` shows them all. One list, so that what is explained is what is done.
import { findField } from '@wahook/receiver/protocol/fields';
import { judgeReceiver, permissionFor, type Refusal, type Rules } from '../access/decide.ts';
import { relationOf } from '../access/relation.ts';
import type { Origin } from '../store/life-of-event.ts';
import type { Business, Endpoint, PhoneNumber, Waba } from '../store/nouns.ts';
import type { AppRoutes } from './table.ts';

/** Whom an entry is about: nearly always a WABA; a few partner events carry a business portfolio instead. */
export type Addressee = { kind: 'waba'; waba: Waba } | { kind: 'business'; business: Business };

/** What the conditions are judged for. */
export interface Happening {
  addressee: Addressee;
  field: string;
  origin: Origin;
  phoneNumber: PhoneNumber | null;
}

export interface RoutingRules {
  rules: Rules;
  /** Apps in development get test events only, or also what happens to accounts of their own business. */
  developmentApps: 'test' | 'own';
}

/** Why an app gets nothing. The words go unchanged into rows, logs and answers. */
export const noDeliveries = {
  no_callback: 'The app has no verified callback.',
  subscription_inactive: 'The app’s subscription is switched off.',
  field_not_subscribed: 'The app is not subscribed to the field.',
  waba_not_subscribed: 'The app is not subscribed to the WhatsApp Business Account.',
  not_related: 'The app’s business neither owns the account nor was given tasks on it.',
  app_only_shared: 'The app is only shared with the account’s business; shared apps receive nothing.',
  partner_cannot_edit: 'The app’s business has tasks on the account, but neither MANAGE nor DEVELOP.',
  permission_not_granted: 'The app has not been granted the permission that the field needs.',
  standard_access_only: 'The app has standard access, which covers accounts of its own business only.',
  app_in_development: 'The app is in development and gets test events only.',
  endpoint_deactivated: 'The endpoint is deactivated: it failed for too long, or somebody switched it off.',
  callback_removed: 'The callback that the event was owed to has been removed.',
  replay_cancelled: 'The replay was cancelled before the event was sent.',
} as const;

export type NoDelivery = keyof typeof noDeliveries;

export interface Condition {
  /** The reason when it is unmet; several reasons may stand behind one condition. */
  judge(app: AppRoutes, happening: Happening, rules: RoutingRules): NoDelivery | null;
  id: string;
}

export const conditions: readonly Condition[] = [
  { id: 'callback', judge: (app) => (app.subscription && app.own ? null : 'no_callback') },
  {
    id: 'active',
    judge: ({ subscription }) => (subscription?.active === false ? 'subscription_inactive' : null),
  },
  { id: 'field', judge: (app, { field }) => (app.fields.has(field) ? null : 'field_not_subscribed') },
  {
    id: 'waba',
    judge: (app, { addressee }) =>
      // A partner event about a business may come before anybody could subscribe to an account.
      addressee.kind === 'business' || app.wabaIds.has(addressee.waba.id) ? null : 'waba_not_subscribed',
  },
  { id: 'permission', judge: judgePermission },
  {
    id: 'live',
    judge: (app, { addressee, origin }, { developmentApps }) => {
      if (app.app.mode === 'live' || origin === 'test') return null;
      const isOwn = addressee.kind === 'waba' && addressee.waba.businessId === app.app.businessId;
      return developmentApps === 'own' && isOwn ? null : 'app_in_development';
    },
  },
  {
    // Of the place that the event would go to: an override goes on while the app's own callback is off.
    id: 'endpoint',
    judge: (app, happening) =>
      (chooseEndpoint(app, happening)?.deactivatedAt ?? null) === null ? null : 'endpoint_deactivated',
  },
];

/** The first unmet condition, or null when the app receives. */
export function firstUnmet(app: AppRoutes, happening: Happening, rules: RoutingRules): NoDelivery | null {
  for (const condition of conditions) {
    const reason = condition.judge(app, happening, rules);
    if (reason) return reason;
  }
  return null;
}

function judgePermission(
  app: AppRoutes,
  { addressee, field }: Happening,
  { rules }: RoutingRules,
): NoDelivery | null {
  const facts = { businessId: app.app.businessId, reviews: app.reviews };
  const relation =
    addressee.kind === 'business'
      ? relationToBusiness(app, addressee.business)
      : relationOf({
          app: app.app,
          waba: addressee.waba,
          partnerTasks: app.partnerTasks.get(addressee.waba.id) ?? [],
          isShared: app.sharedWith.has(addressee.waba.businessId),
        });
  return asNoDelivery(judgeReceiver(facts, relation, permissionFor(field, rules)));
}

/** Partner events tell a business about its own portfolio, so they go to the apps it owns. */
function relationToBusiness(
  app: AppRoutes,
  business: Business,
): { kind: 'owner' } | { kind: 'shared' } | { kind: 'stranger' } {
  if (app.app.businessId === business.id) return { kind: 'owner' };
  return { kind: app.sharedWith.has(business.id) ? 'shared' : 'stranger' };
}

/** Of the refusals only those about app and account can come from judging a receiver. */
function asNoDelivery(refusal: Refusal | null): NoDelivery | null {
  switch (refusal) {
    case null:
    case 'not_related':
    case 'app_only_shared':
    case 'partner_cannot_edit':
    case 'permission_not_granted':
    case 'standard_access_only':
      return refusal;
    default:
      throw new Error(`a receiver was refused for ${refusal}, which is about a token`);
  }
}

/** Phone number → WABA → app, for the fields that follow overrides; all others go to the app's callback. */
export function chooseEndpoint(
  app: AppRoutes,
  { addressee, field, phoneNumber }: Happening,
): Endpoint | null {
  if (addressee.kind === 'waba' && findField(field)?.followsOverrides) {
    const ofNumber = phoneNumber ? app.ofNumber.get(phoneNumber.id) : undefined;
    const override = ofNumber ?? app.ofWaba.get(addressee.waba.id);
    if (override) return override;
  }
  return app.own;
}
