// The demo data of `wahook dev`: the same on every start, so that scripts, tests and documentation can rely on
// it. All of it is public knowledge, which is why `wahook start` refuses a directory that holds it.
import { whatsappScopes } from './access/access.ts';
import type { Clock } from './base/clock.ts';
import type { Store } from './store/store.ts';

export const demo = {
  adminKey: 'wahook-demo-admin-key-public',
  business: { graphId: '100000000000001', name: 'Lantern Books' },
  app: {
    graphId: '200000000000001',
    name: 'Lantern Desk',
    secret: '6c616e7465726e2d6465736b2d736563',
    verifyToken: 'lantern-verify',
  },
  waba: { graphId: '300000000000001', name: 'Lantern Books' },
  phoneNumber: { graphId: '400000000000001', displayPhoneNumber: '12025550123' },
  accessToken: 'EAAwahookdemotoken',
  /** Strangers to the first business: what it may not see. */
  stranger: {
    business: { graphId: '100000000000002', name: 'Harbour Tea' },
    app: { graphId: '200000000000002', name: 'Harbour Orders', secret: '6f746865722d6170702d736563726574' },
    waba: { graphId: '300000000000002', name: 'Harbour Tea' },
    accessToken: 'EAAwahookothertoken',
  },
} as const;

export async function seedDemo(store: Store, clock: Clock): Promise<void> {
  if (await store.installation.isDemo()) return;
  const now = clock.now();
  const wabaId = await seedBusiness(store, now, demo);
  await seedBusiness(store, now, demo.stranger);
  if (!(await store.phoneNumbers.find(demo.phoneNumber.graphId))) {
    await store.phoneNumbers.create({ ...demo.phoneNumber, wabaId });
  }
  // Last, so that a crash before it seeds again; what exists already is skipped above.
  await store.installation.markDemo();
}

/** Creates what does not exist yet and answers the WABA's id. */
async function seedBusiness(
  store: Store,
  now: number,
  data: {
    business: { graphId: string; name: string };
    app: { graphId: string; name: string; secret: string };
    waba: { graphId: string; name: string };
    accessToken: string;
  },
): Promise<number> {
  const business =
    (await store.businesses.find(data.business.graphId)) ?? (await store.businesses.create(data.business));
  const { graphId, name, secret } = data.app;
  const app =
    (await store.apps.find(graphId)) ??
    (await store.apps.create({ graphId, name, secret, businessId: business.id, mode: 'live' }));
  const waba =
    (await store.wabas.find(data.waba.graphId)) ??
    (await store.wabas.create({ ...data.waba, businessId: business.id }));
  if (!(await store.tokens.find(data.accessToken))) {
    await store.tokens.create({
      token: data.accessToken,
      appId: app.id,
      kind: 'system_user',
      scopes: whatsappScopes,
      createdAt: now,
      expiresAt: null,
    });
  }
  return waba.id;
}
