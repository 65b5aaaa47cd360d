// A small directory for tests, and nouns with every member set, each easy to override.
import type { NewAppSubscription, NewToken, NewUser } from '../nouns.ts';
import type { Store } from '../store.ts';

/** One business with an app, a WABA and a system user. */
export async function seed(store: Store) {
  const business = await store.businesses.create({ graphId: '100', name: 'Lantern Books' });
  const app = await store.apps.create({
    graphId: '200',
    name: 'Lantern Desk',
    businessId: business.id,
    mode: 'live',
    secret: 'sesame',
  });
  const waba = await store.wabas.create({ graphId: '300', name: 'Lantern Books', businessId: business.id });
  const user = await store.users.create(userOf(business.id));
  return { business, app, waba, user };
}

export function userOf(businessId: number, overrides: Partial<NewUser> = {}): NewUser {
  return {
    graphId: '500',
    name: 'Lantern System User',
    kind: 'system_user',
    businessId,
    role: 'admin',
    ...overrides,
  };
}

export function tokenOf(
  owner: { app: { id: number }; user: { id: number } },
  overrides: Partial<NewToken> = {},
): NewToken {
  return {
    token: 'EAAsample',
    appId: owner.app.id,
    userId: owner.user.id,
    kind: 'system_user',
    scopes: [],
    createdAt: 1,
    expiresAt: null,
    ...overrides,
  };
}

export function subscriptionOf(
  appId: number,
  overrides: Partial<NewAppSubscription> = {},
): NewAppSubscription {
  return {
    appId,
    callbackUrl: 'https://lantern.example/hook',
    verifyToken: 'lantern-verify',
    includeValues: true,
    active: true,
    verifiedAt: 5_000,
    fields: [{ name: 'messages', version: 'v25.0' }],
    ...overrides,
  };
}

/** What an endpoint has of its own before anybody says otherwise. */
export const unlimited = { ratePerSecond: null, windowMax: null, deactivatedAt: null };
