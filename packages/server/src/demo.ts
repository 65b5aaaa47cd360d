// The demo data of `wahook dev`: the same on every start, so that scripts, tests and documentation can rely on
// it. All of it is public knowledge, which is why `wahook start` refuses a directory that holds it.
import type { Clock } from './base/clock.ts';
import type { Store } from './store/store.ts';
import { type AccessLevel, permissions } from './store/vocabulary.ts';

export const demo = {
  adminKey: 'wahook-demo-admin-key-public',
  business: { graphId: '100000000000001', name: 'Lantern Books' },
  app: {
    graphId: '200000000000001',
    name: 'Lantern Desk',
    secret: '6c616e7465726e2d6465736b2d736563',
    verifyToken: 'lantern-verify',
  },
  /** What App Review has granted, for both permissions. */
  access: 'advanced',
  waba: { graphId: '300000000000001', name: 'Lantern Books' },
  phoneNumber: {
    graphId: '400000000000001',
    displayPhoneNumber: '12025550123',
    verifiedName: 'Lantern Books',
    registered: true,
  },
  systemUser: { graphId: '500000000000001', name: 'Lantern System User' },
  /** Of the system user. */
  accessToken: 'EAAwahookdemotoken',
  /** Strangers to the first business: what it may not see. */
  stranger: {
    business: { graphId: '100000000000002', name: 'Harbour Tea' },
    app: { graphId: '200000000000002', name: 'Harbour Orders', secret: '6f746865722d6170702d736563726574' },
    access: 'standard',
    waba: { graphId: '300000000000002', name: 'Harbour Tea' },
    systemUser: { graphId: '500000000000002', name: 'Harbour System User' },
    accessToken: 'EAAwahookothertoken',
  },
} as const;

/** Whoever has one of these can forge notifications, so no app but those of the demo may have it. */
export const publicSecrets: readonly string[] = [demo.app.secret, demo.stranger.app.secret];

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

interface DemoBusiness {
  business: { graphId: string; name: string };
  app: { graphId: string; name: string; secret: string };
  access: AccessLevel;
  waba: { graphId: string; name: string };
  systemUser: { graphId: string; name: string };
  accessToken: string;
}

/** Creates what does not exist yet and answers the WABA's id. */
async function seedBusiness(store: Store, now: number, data: DemoBusiness): Promise<number> {
  const { id: businessId } =
    (await store.businesses.find(data.business.graphId)) ?? (await store.businesses.create(data.business));
  const appId = await seedApp(store, now, { ...data, businessId });
  const waba =
    (await store.wabas.find(data.waba.graphId)) ?? (await store.wabas.create({ ...data.waba, businessId }));
  await seedToken(store, now, { ...data, businessId, appId });
  return waba.id;
}

async function seedApp(
  store: Store,
  at: number,
  { app, access, businessId }: Pick<DemoBusiness, 'app' | 'access'> & { businessId: number },
): Promise<number> {
  const { graphId, name, secret } = app;
  const { id: appId } =
    (await store.apps.find(graphId)) ??
    (await store.apps.create({ graphId, name, secret, businessId, mode: 'live' }));
  for (const permission of permissions) {
    await store.apps.saveReview({ appId, permission, review: { state: 'approved', access }, at });
  }
  return appId;
}

async function seedToken(
  store: Store,
  createdAt: number,
  data: Pick<DemoBusiness, 'systemUser' | 'accessToken'> & { businessId: number; appId: number },
): Promise<void> {
  const { systemUser, accessToken, businessId, appId } = data;
  const user =
    (await store.users.find(systemUser.graphId)) ??
    (await store.users.create({ ...systemUser, kind: 'system_user', role: 'admin', businessId }));
  if (await store.tokens.find(accessToken)) return;
  await store.tokens.create({
    token: accessToken,
    appId,
    kind: 'system_user',
    userId: user.id,
    scopes: permissions,
    createdAt,
    expiresAt: null,
  });
}
