// Why does my app get nothing? For an app, an account and a field: each condition of a delivery, met or not, and
// what would mend it; with no app named, who receives and where. Pure: it reads the same table that matching does.
import { permissionFor } from '../access/decide.ts';
import type { Origin } from '../store/life-of-event.ts';
import type { PhoneNumber, Waba } from '../store/nouns.ts';
import {
  chooseEndpoint,
  conditions,
  firstUnmet,
  type Happening,
  type NoDelivery,
  noDeliveries,
  type RoutingRules,
} from './conditions.ts';
import type { AppRoutes, RoutingTable } from './table.ts';

export interface Question {
  waba: Waba;
  field: string;
  phoneNumber: PhoneNumber | null;
  origin: Origin;
}

export interface Answer {
  app: AppRoutes;
  receives: boolean;
  /** The first unmet condition's reason. */
  reason: NoDelivery | null;
  /** Where it goes, or would go. */
  endpoint: { level: 'app' | 'waba' | 'number'; url: string } | null;
  conditions: { id: string; met: boolean; says: string; mend: string | null }[];
}

export function explain(app: AppRoutes, question: Question, rules: RoutingRules): Answer {
  const happening: Happening = { ...question, addressee: { kind: 'waba', waba: question.waba } };
  const reason = firstUnmet(app, happening, rules);
  const endpoint = chooseEndpoint(app, happening);
  return {
    app,
    receives: reason === null,
    reason,
    endpoint: endpoint && { level: endpoint.level, url: endpoint.url },
    conditions: conditions.map(({ id, judge }) => {
      const unmet = judge(app, happening, rules);
      return {
        id,
        met: unmet === null,
        says: unmet === null ? (metTexts[id]?.(app, question, rules) ?? 'Met.') : noDeliveries[unmet],
        mend: unmet === null ? null : mends[unmet](app, question, rules),
      };
    }),
  };
}

export function explainAll(table: RoutingTable, question: Question, rules: RoutingRules): Answer[] {
  return table.apps.map((app) => explain(app, question, rules));
}

type Text = (app: AppRoutes, question: Question, rules: RoutingRules) => string;

const metTexts: Record<string, Text> = {
  callback: (app) => `The app has a verified callback: ${app.subscription?.callbackUrl ?? ''}`,
  active: ({ subscription }) =>
    subscription
      ? 'The app’s subscription is active.'
      : 'There is no subscription yet that could be switched off.',
  field: (_app, { field }) => `The app is subscribed to ${field}.`,
  waba: (_app, { waba }) => `The app is subscribed to account ${waba.graphId}.`,
  permission: (app, { field }, { rules }) => {
    const permission = permissionFor(field, rules);
    const review = app.reviews.get(permission);
    return `The app has ${permission}${review?.state === 'approved' ? ` (${review.access} access)` : ''} for this account.`;
  },
  live: (app) =>
    app.app.mode === 'live'
      ? 'The app is live.'
      : 'The app is in development; this event reaches it all the same.',
  endpoint: (app, { waba, ...asked }) =>
    chooseEndpoint(app, { ...asked, addressee: { kind: 'waba', waba } })
      ? 'The endpoint is active.'
      : 'There is no endpoint yet that could be deactivated.',
};

const subscribeFields: Text = ({ app }, { field }) =>
  `POST /${app.graphId}/subscriptions with object=whatsapp_business_account and fields=${field}, using the app access token`;

/** The steps of App Review that are still missing; an approved permission is approved again with more access. */
const review: Text = ({ app, reviews }, { field }, { rules }) => {
  const permission = permissionFor(field, rules);
  const state = reviews.get(permission)?.state;
  const before =
    state === 'approved' || state === 'submitted'
      ? ''
      : state === 'requested'
        ? 'submit '
        : 'request submit ';
  return `wahook apps review ${app.graphId} ${permission} ${before}approve --access advanced`;
};

/** The app's business becomes one that may work on the account. */
const partner: Text = ({ owner }, { waba }) =>
  `wahook wabas partner ${waba.graphId} ${owner?.graphId ?? '<business>'} --tasks MANAGE`;

const mends: Record<NoDelivery, Text> = {
  no_callback: ({ app }) =>
    `POST /${app.graphId}/subscriptions with object=whatsapp_business_account, callback_url, verify_token and fields, using the app access token`,
  subscription_inactive: ({ app }) =>
    `POST /${app.graphId}/subscriptions with object=whatsapp_business_account, callback_url and verify_token; a handshake that succeeds switches it on`,
  field_not_subscribed: subscribeFields,
  waba_not_subscribed: (_app, { waba }) => `POST /${waba.graphId}/subscribed_apps with a token of the app`,
  not_related: (...asked) => `${partner(...asked)}, or use an app of the business that owns the account`,
  app_only_shared: (...asked) => `${partner(...asked)}, or use an app of the business that owns the account`,
  partner_cannot_edit: partner,
  permission_not_granted: review,
  standard_access_only: review,
  app_in_development: ({ app }) => `wahook apps edit ${app.graphId} --mode live`,
  endpoint_deactivated: (app, { waba, phoneNumber, field, origin }) => {
    const endpoint = chooseEndpoint(app, { addressee: { kind: 'waba', waba }, field, origin, phoneNumber });
    return `mend the endpoint, then: wahook endpoints activate ${endpoint?.id ?? '<endpoint>'}`;
  },
  callback_removed: ({ app }) => `POST /${app.graphId}/subscriptions with callback_url and verify_token`,
  replay_cancelled: () => 'wahook replay start, with the same selection',
};
