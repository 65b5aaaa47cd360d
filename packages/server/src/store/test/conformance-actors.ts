// Who may do what: App Review, lent apps, partner businesses, people's tasks, and all of it in one read.
import { describe, expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import type { Store } from '../store.ts';
import type { ReviewState, Task } from '../vocabulary.ts';
import { seed, userOf } from './directory-samples.ts';

export function actorsChapter(bench: Bench): void {
  reviewCases(bench);
  shareCases(bench);
  taskCases(bench);
  describe('a standing', () => standingCases(bench));
}

function reviewCases(bench: Bench): void {
  const states: ReviewState[] = [
    { state: 'requested' },
    { state: 'submitted' },
    { state: 'approved', access: 'standard' },
    { state: 'approved', access: 'advanced' },
    { state: 'rejected', reason: 'The video shows another app.' },
    { state: 'revoked', reason: '' },
  ];
  it.each(states)('keeps a review: %o', async (review) => {
    const { app } = await seed(bench.store);
    const saved = { appId: app.id, permission: 'whatsapp_business_messaging', review, at: 9 } as const;
    await bench.store.apps.saveReview(saved);
    const store = await bench.subject.reopen();
    expect(await store.apps.reviews(app.id)).toEqual([saved]);
  });

  it('replaces the review of one permission and leaves the other', async () => {
    const { store } = bench;
    const { app } = await seed(store);
    expect(await store.apps.reviews(app.id)).toEqual([]);
    const management = { appId: app.id, permission: 'whatsapp_business_management' } as const;
    const messaging = { appId: app.id, permission: 'whatsapp_business_messaging' } as const;
    await store.apps.saveReview({ ...messaging, review: { state: 'requested' }, at: 1 });
    await store.apps.saveReview({ ...management, review: { state: 'rejected', reason: 'No.' }, at: 2 });
    await store.apps.saveReview({ ...management, review: { state: 'requested' }, at: 3 });
    expect(await store.apps.reviews(app.id)).toEqual([
      { ...management, review: { state: 'requested' }, at: 3 },
      { ...messaging, review: { state: 'requested' }, at: 1 },
    ]);
  });

  it('refuses a review of an app that does not exist', async () => {
    const review = {
      permission: 'whatsapp_business_messaging',
      review: { state: 'requested' },
      at: 1,
    } as const;
    await expect(bench.store.apps.saveReview({ appId: 99, ...review })).rejects.toMatchObject({
      code: 'missing',
    });
  });
}

function shareCases(bench: Bench): void {
  it('lends an app once, lists by app and by business, and takes it back once', async () => {
    const { store } = bench;
    const { app } = await seed(store);
    const [harbour, mill] = await strangers(store);
    const first = { appId: app.id, businessId: harbour.id };
    const second = { appId: app.id, businessId: mill.id };
    for (const share of [first, first, second]) await store.apps.share(share);
    expect(await store.apps.shares({})).toEqual([first, second]);
    expect(await store.apps.shares({ appId: app.id })).toEqual([first, second]);
    expect(await store.apps.shares({ businessId: mill.id })).toEqual([second]);
    expect(await store.apps.shares({ appId: 99 })).toEqual([]);
    await store.apps.unshare(first);
    await store.apps.unshare(first);
    expect(await store.apps.shares({ appId: app.id })).toEqual([second]);
    await expect(store.apps.share({ appId: 99, businessId: mill.id })).rejects.toMatchObject({
      code: 'missing',
    });
    await expect(store.apps.share({ appId: app.id, businessId: 99 })).rejects.toMatchObject({
      code: 'missing',
    });
  });
}

function taskCases(bench: Bench): void {
  it('sets the tasks of a partner, each once and always in the same order', async () => {
    const { store } = bench;
    const { waba } = await seed(store);
    const [harbour] = await strangers(store);
    const partner = { wabaId: waba.id, businessId: harbour.id };
    await store.wabas.savePartner({ ...partner, tasks: ['MESSAGING', 'MANAGE', 'MESSAGING'] });
    expect(await store.wabas.partners(waba.id)).toEqual([{ ...partner, tasks: ['MANAGE', 'MESSAGING'] }]);
    await store.wabas.savePartner({ ...partner, tasks: ['DEVELOP'] });
    expect(await store.wabas.partners(waba.id)).toEqual([{ ...partner, tasks: ['DEVELOP'] }]);
    await store.wabas.savePartner({ ...partner, tasks: [] });
    await store.wabas.savePartner({ ...partner, tasks: [] });
    expect(await store.wabas.partners(waba.id)).toEqual([]);
    const nobody = { wabaId: waba.id, businessId: 99, tasks: ['MANAGE'] } as const;
    await expect(store.wabas.savePartner(nobody)).rejects.toMatchObject({ code: 'missing' });
  });

  it('sets the tasks of people and lists them by graph id, with who they are', async () => {
    const { store } = bench;
    const { waba, user, business } = await seed(store);
    const other = await store.users.create(userOf(business.id, { graphId: '499', role: 'employee' }));
    await store.wabas.saveUser({ wabaId: waba.id, userId: user.id, tasks: ['VIEW_INSIGHTS'] });
    await store.wabas.saveUser({ wabaId: waba.id, userId: other.id, tasks: ['MESSAGING', 'DEVELOP'] });
    expect(await store.wabas.users(waba.id)).toEqual([
      { wabaId: waba.id, userId: other.id, tasks: ['DEVELOP', 'MESSAGING'], user: other },
      { wabaId: waba.id, userId: user.id, tasks: ['VIEW_INSIGHTS'], user },
    ]);
    await store.wabas.saveUser({ wabaId: waba.id, userId: other.id, tasks: ['MANAGE'] });
    await store.wabas.saveUser({ wabaId: waba.id, userId: user.id, tasks: [] });
    expect(await store.wabas.users(waba.id)).toMatchObject([{ userId: other.id, tasks: ['MANAGE'] }]);
    expect(await store.wabas.users(99)).toEqual([]);
    const nobody = { wabaId: waba.id, userId: 99, tasks: ['MANAGE'] } as const;
    await expect(store.wabas.saveUser(nobody)).rejects.toMatchObject({ code: 'missing' });
  });
}

function standingCases(bench: Bench): void {
  const nothing = { reviews: [], partnerTasks: [], isShared: false, userTasks: [], userPartnerTasks: [] };

  it('is empty for an app, an account or a person that nobody knows', async () => {
    const { store } = bench;
    const { app, waba, user } = await seed(store);
    const standing = store.wabas.standing;
    expect(await standing({ appId: app.id, wabaId: waba.id, userId: null })).toEqual({
      ...nothing,
      user: null,
    });
    expect(await standing({ appId: app.id, wabaId: waba.id, userId: 99 })).toEqual({
      ...nothing,
      user: null,
    });
    expect(await standing({ appId: 99, wabaId: 99, userId: user.id })).toEqual({ ...nothing, user });
  });

  // Every combination of facts is there or not, each beside facts of others that must not count.
  const facts = ['review', 'appPartner', 'share', 'userTasks', 'userPartner'] as const;
  const combinations = Array.from({ length: 2 ** facts.length }, (_, bits) =>
    facts.filter((_fact, index) => bits & (1 << index)),
  );
  it.each(combinations.map((combination) => [combination.join(' + ') || 'nothing', combination] as const))(
    'holds what there is: %s',
    async (_name, combination) => {
      const { store } = bench;
      const world = await createWorld(store);
      for (const fact of combination) await world.establish[fact]();
      const has = (fact: (typeof facts)[number]) => combination.includes(fact);
      expect(await store.wabas.standing(world.query)).toEqual({
        reviews: has('review') ? [world.review] : [],
        partnerTasks: has('appPartner') ? ['DEVELOP'] : [],
        isShared: has('share'),
        user: world.user,
        userTasks: has('userTasks') ? ['MESSAGING'] : [],
        userPartnerTasks: has('userPartner') ? ['VIEW_INSIGHTS'] : [],
      });
    },
  );
}

async function strangers(store: Store) {
  return [
    await store.businesses.create({ graphId: '101', name: 'Harbour Tea' }),
    await store.businesses.create({ graphId: '102', name: 'Mill Bakery' }),
  ] as const;
}

/** A WABA of one business, an app of a second and a person of a third; and the same facts about neighbours. */
async function createWorld(store: Store) {
  const { app: ownersApp, waba } = await seed(store);
  const [appsBusiness, usersBusiness] = await strangers(store);
  const otherWaba = await store.wabas.create({ graphId: '301', name: 'Other', businessId: usersBusiness.id });
  const app = await store.apps.create({
    graphId: '201',
    name: 'Harbour Orders',
    businessId: appsBusiness.id,
    mode: 'live',
    secret: 's',
  });
  const user = await store.users.create(userOf(usersBusiness.id, { graphId: '501', kind: 'user' }));
  const neighbour = await store.users.create(userOf(appsBusiness.id, { graphId: '502' }));

  const reviewOf = (appId: number) =>
    ({
      appId,
      permission: 'whatsapp_business_messaging',
      review: { state: 'approved', access: 'advanced' },
      at: 4,
    }) as const;
  const partner = (wabaId: number, businessId: number, tasks: readonly Task[]) =>
    store.wabas.savePartner({ wabaId, businessId, tasks });

  await store.apps.saveReview(reviewOf(ownersApp.id));
  await store.apps.share({ appId: app.id, businessId: otherWaba.businessId });
  await store.apps.share({ appId: ownersApp.id, businessId: waba.businessId });
  await partner(otherWaba.id, appsBusiness.id, ['MANAGE']);
  await partner(waba.id, waba.businessId, ['MANAGE']);
  await store.wabas.saveUser({ wabaId: otherWaba.id, userId: user.id, tasks: ['MANAGE'] });
  await store.wabas.saveUser({ wabaId: waba.id, userId: neighbour.id, tasks: ['MANAGE'] });

  return {
    user,
    review: reviewOf(app.id),
    query: { appId: app.id, wabaId: waba.id, userId: user.id },
    establish: {
      review: () => store.apps.saveReview(reviewOf(app.id)),
      appPartner: () => partner(waba.id, appsBusiness.id, ['DEVELOP']),
      share: () => store.apps.share({ appId: app.id, businessId: waba.businessId }),
      userTasks: () => store.wabas.saveUser({ wabaId: waba.id, userId: user.id, tasks: ['MESSAGING'] }),
      userPartner: () => partner(waba.id, usersBusiness.id, ['VIEW_INSIGHTS']),
    },
  };
}
