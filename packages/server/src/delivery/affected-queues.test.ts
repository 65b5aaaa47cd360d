import { describe, expect, it } from 'vitest';
import { buildTable } from '../routing/table.ts';
import type { RouteSnapshot } from '../store/store.ts';
import { unlimited } from '../store/test/directory-samples.ts';
import { affectedQueues } from './affected-queues.ts';

const app = {
  id: 1,
  graphId: '200000000000001',
  name: 'Lantern Desk',
  businessId: 1,
  mode: 'live' as const,
  link: null,
  icon: null,
  requireAppSecret: false,
  order: 'none' as const,
  coalesce: false,
};
const endpoint = {
  id: 1,
  appId: 1,
  level: 'app' as const,
  wabaId: null,
  phoneNumberId: null,
  url: 'https://lantern.example/',
  state: 'open' as const,
  queueId: 7,
  ...unlimited,
};
const subscription = {
  appId: 1,
  endpointId: 1,
  callbackUrl: endpoint.url,
  includeValues: true,
  active: true,
  deactivatedAt: null,
  clientCertificate: false,
  verifiedAt: 0,
  fields: [{ name: 'messages', version: 'v25.0' }],
};
const snapshot: RouteSnapshot = {
  version: 1,
  businesses: [{ id: 1, graphId: '100000000000001', name: 'Lantern Books' }],
  apps: [app, { ...app, id: 2, graphId: '200000000000002' }],
  wabas: [{ id: 1, graphId: '300000000000001', name: 'Lantern Books', businessId: 1 }],
  phoneNumbers: [],
  reviews: [],
  shares: [],
  partners: [],
  appSubscriptions: [subscription],
  wabaSubscriptions: [{ appId: 1, wabaId: 1, at: 0 }],
  endpoints: [endpoint, { ...endpoint, id: 2, appId: 2, queueId: 8 }],
  replays: [],
  faults: [],
};
const after = (change: Partial<RouteSnapshot>) =>
  affectedQueues(buildTable(snapshot), buildTable({ ...snapshot, ...change }));

describe('the queues that a change may have taken something from', () => {
  it.each<[string, Partial<RouteSnapshot>]>([
    ['a lost account', { wabaSubscriptions: [] }],
    ['a lost subscription', { appSubscriptions: [] }],
    ['one that is switched off', { appSubscriptions: [{ ...subscription, active: false }] }],
    ['a lost field', { appSubscriptions: [{ ...subscription, fields: [] }] }],
    ['a closed endpoint', { endpoints: [{ ...endpoint, state: 'closed' }, ...snapshot.endpoints.slice(1)] }],
    ['an app in development', { apps: [{ ...app, mode: 'development' }, ...snapshot.apps.slice(1)] }],
    [
      'a permission that was revoked',
      {
        reviews: [
          {
            appId: 1,
            permission: 'whatsapp_business_messaging',
            review: { state: 'revoked', reason: 'x' },
            at: 1,
          },
        ],
      },
    ],
  ])('are those of the app: %s', (_name, change) => {
    expect(after(change)).toEqual([7]);
  });

  it('are all when an account has moved', () => {
    expect(after({ wabas: [] })).toEqual([7, 8]);
  });

  it.each<[string, Partial<RouteSnapshot>]>([
    ['nothing', {}],
    [
      'another URL',
      { endpoints: snapshot.endpoints.map((each) => ({ ...each, url: 'https://new.example/' })) },
    ],
    [
      'one more account',
      { wabaSubscriptions: [...snapshot.wabaSubscriptions, { appId: 1, wabaId: 2, at: 0 }] },
    ],
    ['another name', { apps: snapshot.apps.map((each) => ({ ...each, name: 'New' })) }],
  ])('are none: %s', (_name, change) => {
    expect(after(change)).toEqual([]);
  });
});
