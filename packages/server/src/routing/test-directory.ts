// A small directory as the store would answer it, for tests of routing: one account with two numbers, and an app
// for which everything is in order. Tests change the one thing they are about.
import type { Endpoint } from '../store/nouns.ts';
import type { RouteSnapshot } from '../store/store.ts';

export const ids = { owner: 1, other: 2, waba: 31, number: 41, secondNumber: 42, app: 21 } as const;

export const graphIds = {
  owner: '1001',
  other: '1002',
  app: '2001',
  waba: '3001',
  number: '4001',
  secondNumber: '4002',
} as const;

export function endpoint(level: Endpoint['level'], change: Partial<Endpoint> = {}): Endpoint {
  const id = { app: 1, waba: 2, number: 3 }[level];
  return {
    id,
    appId: ids.app,
    level,
    wabaId: level === 'app' ? null : ids.waba,
    phoneNumberId: level === 'number' ? ids.number : null,
    url: `https://${level}.example/`,
    state: 'open',
    queueId: id,
    ratePerSecond: null,
    windowMax: null,
    deactivatedAt: null,
    ...change,
  };
}

export function directory(change: Partial<RouteSnapshot> = {}): RouteSnapshot {
  return {
    version: 1,
    businesses: [
      { id: ids.owner, graphId: graphIds.owner, name: 'Owner' },
      { id: ids.other, graphId: graphIds.other, name: 'Other' },
    ],
    apps: [
      {
        id: ids.app,
        graphId: graphIds.app,
        name: 'App',
        businessId: ids.owner,
        mode: 'live',
        link: null,
        icon: null,
        requireAppSecret: false,
        order: 'none',
        coalesce: false,
      },
    ],
    wabas: [{ id: ids.waba, graphId: graphIds.waba, name: 'Account', businessId: ids.owner }],
    phoneNumbers: [number(ids.number, graphIds.number), number(ids.secondNumber, graphIds.secondNumber)],
    reviews: [
      approved('whatsapp_business_management', 'standard'),
      approved('whatsapp_business_messaging', 'standard'),
    ],
    shares: [],
    partners: [],
    appSubscriptions: [
      {
        appId: ids.app,
        endpointId: 1,
        callbackUrl: 'https://app.example/',
        includeValues: true,
        active: true,
        deactivatedAt: null,
        clientCertificate: false,
        verifiedAt: 1,
        fields: ['messages', 'account_update'].map((name) => ({ name, version: 'v25.0' })),
      },
    ],
    wabaSubscriptions: [{ appId: ids.app, wabaId: ids.waba, at: 1 }],
    endpoints: [endpoint('app')],
    replays: [],
    faults: [],
    ...change,
  };
}

export function approved(
  permission: 'whatsapp_business_management' | 'whatsapp_business_messaging',
  access: 'standard' | 'advanced',
): RouteSnapshot['reviews'][number] {
  return { appId: ids.app, permission, review: { state: 'approved', access }, at: 1 };
}

function number(id: number, graphId: string): RouteSnapshot['phoneNumbers'][number] {
  return {
    id,
    graphId,
    wabaId: ids.waba,
    displayPhoneNumber: '12025550123',
    verifiedName: 'Account',
    registered: true,
  };
}
