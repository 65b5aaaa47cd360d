// Who takes part in the contract suite beside the two businesses of the bench: people with more and fewer tasks,
// apps with more and less permission, tokens that lack something. Each is good in every way but one.
import type { App, Business, NewToken } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import { type AccessLevel, permissions, type Task } from '../../store/vocabulary.ts';
import { lantern, lanternTokens, startOfTime } from '../test-bench.ts';

export const ids = {
  business: '100000000000001',
  stranger: '100000000000002',
  partner: '100000000000003',
  archive: '300000000000003',
  number: '400000000000001',
  secondNumber: '400000000000002',
  foreignNumber: '400000000000003',
  admin: '500000000000001',
  foreignUser: '500000000000002',
  viewer: '500000000000011',
  idle: '500000000000013',
  labApp: '200000000000011',
  partnerApp: '200000000000013',
  lentApp: '200000000000015',
} as const;

/** Access tokens, named after what is special about whoever holds them. */
export const tokens = {
  admin: lantern.token,
  app: lantern.appToken,
  viewer: 'EAAviewer0000000000000000000000000011',
  developer: 'EAAdeveloper00000000000000000000000012',
  idle: 'EAAidle00000000000000000000000000000013',
  narrowedHere: 'EAAnarrowedhere0000000000000000000001',
  narrowedElsewhere: 'EAAnarrowedelsewhere00000000000000001',
  messagingOnly: lanternTokens.messagingOnly,
  expired: lanternTokens.expired,
  revoked: 'EAArevoked000000000000000000000000001',
  unknown: 'EAAnobody0000000000000000000000000000',
  unreviewed: 'EAAunreviewed0000000000000000000000011',
  proving: 'EAAproving000000000000000000000000000012',
  partner: 'EAApartner00000000000000000000000000013',
  partnerStandard: 'EAApartnerstandard000000000000000014',
  lent: 'EAAlent00000000000000000000000000000015',
} as const;

export const provingSecret = 'proving-secret-0123456789abcdef00';

export async function seedCast(store: Store): Promise<void> {
  const [business, stranger] = await Promise.all([ids.business, ids.stranger].map(store.businesses.find));
  const [app, waba, foreignWaba] = await Promise.all([
    store.apps.find(lantern.appId),
    store.wabas.find(lantern.wabaId),
    store.wabas.find('300000000000002'),
  ]);
  if (!business || !stranger || !app || !waba || !foreignWaba) throw new Error('the bench seeds these');
  const partner = await store.businesses.create({ graphId: ids.partner, name: 'Beacon Partners' });
  await store.wabas.savePartner({ wabaId: waba.id, businessId: partner.id, tasks: ['MANAGE', 'VIEW_COST'] });
  await store.wabas.create({ graphId: ids.archive, name: 'Lantern Archive', businessId: business.id });
  await seedNumbers(store, { wabaId: waba.id, foreignWabaId: foreignWaba.id });
  await seedPeople(store, { app, wabaId: waba.id });
  await seedTokens(store, app);
  await seedApps(store, { business, stranger, partner });
}

async function seedNumbers(store: Store, place: { wabaId: number; foreignWabaId: number }): Promise<void> {
  const { wabaId, foreignWabaId } = place;
  const numbers = [
    { graphId: ids.number, wabaId, displayPhoneNumber: '12025550123', registered: true },
    { graphId: ids.secondNumber, wabaId, displayPhoneNumber: '12025550124', registered: false },
    {
      graphId: ids.foreignNumber,
      wabaId: foreignWabaId,
      displayPhoneNumber: '12025550125',
      registered: true,
    },
  ];
  for (const number of numbers) await store.phoneNumbers.create(number);
}

async function seedPeople(store: Store, { app, wabaId }: { app: App; wabaId: number }): Promise<void> {
  const people: { graphId: string; name: string; token: string; tasks: Task[] }[] = [
    { graphId: ids.viewer, name: 'Vera', token: tokens.viewer, tasks: ['VIEW_TEMPLATES'] },
    { graphId: '500000000000012', name: 'Dan', token: tokens.developer, tasks: ['DEVELOP'] },
    { graphId: ids.idle, name: 'Ida', token: tokens.idle, tasks: [] },
  ];
  for (const { graphId, name, token, tasks } of people) {
    const { businessId } = app;
    const user = await store.users.create({ graphId, name, kind: 'user', role: 'employee', businessId });
    await store.wabas.saveUser({ wabaId, userId: user.id, tasks });
    await store.tokens.create(issued(app, { token, kind: 'user', userId: user.id }));
  }
}

async function seedTokens(store: Store, app: App): Promise<void> {
  const scope = 'whatsapp_business_management';
  const userId = await adminOf(store, ids.admin);
  const narrow = (targetId: string) => ({ granularTargets: [{ scope, targetIds: [targetId] }] });
  await store.tokens.create(
    issued(app, {
      token: tokens.narrowedHere,
      userId,
      kind: 'business_integration',
      ...narrow(lantern.wabaId),
    }),
  );
  await store.tokens.create(issued(app, { token: tokens.narrowedElsewhere, userId, ...narrow(ids.archive) }));
  const revoked = await store.tokens.create(issued(app, { token: tokens.revoked, userId }));
  await store.tokens.revoke(revoked.id, startOfTime - 1000);
}

async function seedApps(
  store: Store,
  { business, stranger, partner }: Record<'business' | 'stranger' | 'partner', Business>,
): Promise<void> {
  const admin = await adminOf(store, ids.admin);
  const partnerAdmin = await store.users.create({
    graphId: '500000000000014',
    name: 'Pat',
    kind: 'system_user',
    role: 'admin',
    businessId: partner.id,
  });
  const create = async (no: number, options: AppOptions): Promise<App> => {
    const { name, businessId, access, requireAppSecret = false, token, userId } = options;
    const graphId = `2000000000000${no}`;
    const secret = requireAppSecret ? provingSecret : `secret-of-app-${no}-0123456789abcdef`;
    const app = await store.apps.create({
      graphId,
      name,
      businessId,
      mode: 'live',
      secret,
      requireAppSecret,
    });
    for (const permission of access ? permissions : []) {
      const review = { state: 'approved', access: access ?? 'standard' } as const;
      await store.apps.saveReview({ appId: app.id, permission, review, at: startOfTime });
    }
    await store.tokens.create(issued(app, { token, userId }));
    return app;
  };
  const own = { businessId: business.id, userId: admin };
  await create(11, { ...own, name: 'Lantern Lab', access: null, token: tokens.unreviewed });
  const proving = { access: 'standard', requireAppSecret: true, token: tokens.proving } as const;
  await create(12, { ...own, name: 'Lantern Vault', ...proving });
  const ofPartner = { businessId: partner.id, userId: partnerAdmin.id };
  await create(13, { ...ofPartner, name: 'Beacon', access: 'advanced', token: tokens.partner });
  await create(14, { ...ofPartner, name: 'Beacon New', access: 'standard', token: tokens.partnerStandard });
  const lent = { businessId: stranger.id, userId: admin, token: tokens.lent } as const;
  const lentApp = await create(15, { ...lent, name: 'Harbour Lent', access: 'advanced' });
  await store.apps.share({ appId: lentApp.id, businessId: business.id });
}

interface AppOptions {
  name: string;
  businessId: number;
  access: AccessLevel | null;
  requireAppSecret?: boolean;
  token: string;
  userId: number;
}

function issued(app: App, token: Pick<NewToken, 'token' | 'userId'> & Partial<NewToken>): NewToken {
  return {
    appId: app.id,
    kind: 'system_user',
    scopes: permissions,
    createdAt: startOfTime,
    expiresAt: null,
    ...token,
  };
}

async function adminOf(store: Store, graphId: string): Promise<number> {
  const user = await store.users.find(graphId);
  if (!user) throw new Error('the bench seeds the admins');
  return user.id;
}
