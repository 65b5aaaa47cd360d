// The way into a WABA: who calls, how app and person stand to the account, and whether that allows what they want.
// Guarantees that an account the caller may not see and one that does not exist get the same answer after the same
// work, and that every call on a visible account is counted, refused or not.
import { judgeCall, type Refusal } from '../access/decide.ts';
import { relationOf, tasksOf } from '../access/relation.ts';
import type { Clock } from '../base/clock.ts';
import type { Standing } from '../store/directory.ts';
import type { App, Token, User, Waba } from '../store/nouns.ts';
import type { Store } from '../store/store.ts';
import type { GraphCall } from './call.ts';
import { refuseToken } from './caller.ts';
import { type ErrorName, graphError } from './graph-error.ts';

/** A caller who has been let in. */
export interface Visit {
  app: App;
  waba: Waba;
  user: User | null;
  /** For the audit log. */
  actor: string;
}

export type EnterAccount = (call: GraphCall, waba: Waba | null, action: 'read' | 'write') => Promise<Visit>;

/** No row has this id: asked for in place of an account that does not exist. */
const nobody = 0;

export function createAccountAccess({
  store,
  clock,
}: {
  store: Pick<Store, 'wabas'>;
  clock: Pick<Clock, 'now'>;
}): EnterAccount {
  return async function enter(call, waba, action) {
    const { caller, id, verb, meter } = call;
    // Whatever the id is, so that the answer tells nothing about it.
    if (caller.kind === 'app') throw graphError('permissionMissing', {});
    const { app, token } = caller;
    const standing = await store.wabas.standing({
      appId: app.id,
      wabaId: waba?.id ?? nobody,
      userId: token.userId,
    });
    const refusal = waba ? judge({ app, token, waba, standing, action, now: clock.now() }) : 'not_related';
    if (!waba || (refusal && isHiding(refusal))) {
      await meter.countHiddenCall(app);
      throw graphError('unknownObject', { verb, id });
    }
    await meter.countAccountCall(app, waba);
    // The token may have run out, or been revoked, since the caller was identified.
    if (refusal)
      throw refuseToken(token, clock.now()) ?? graphError(errorNames[refusal] ?? 'permissionMissing', {});
    const { user } = standing;
    return { app, waba, user, actor: user ? `user:${user.graphId}` : `app:${app.graphId}` };
  };
}

function judge(facts: {
  app: App;
  token: Token;
  waba: Waba;
  standing: Standing;
  action: 'read' | 'write';
  now: number;
}): Refusal | null {
  const { app, token, waba, standing, action, now } = facts;
  const { user, userTasks, userPartnerTasks, partnerTasks, isShared } = standing;
  return judgeCall({
    token: {
      ...token,
      granularTargets: new Map(token.granularTargets.map(({ scope, targetIds }) => [scope, targetIds])),
    },
    now,
    app: {
      businessId: app.businessId,
      reviews: new Map(standing.reviews.map(({ permission, review }) => [permission, review])),
    },
    relation: relationOf({ app, waba, partnerTasks, isShared }),
    wabaGraphId: waba.graphId,
    userTasks: user ? tasksOf({ user, waba, assigned: userTasks, partnerTasks: userPartnerTasks }) : [],
    action,
  });
}

/** Whoever cannot see the account must not learn that it exists. */
function isHiding(refusal: Refusal): boolean {
  return refusal === 'not_related' || refusal === 'no_task' || refusal === 'target_missing';
}

type PlainError = Extract<ErrorName, 'permissionMissing' | 'appForbidden'>;

/** What the refusals of somebody who can see the account become; the rest lack a permission. */
const errorNames: Partial<Record<Refusal, PlainError>> = {
  permission_not_granted: 'appForbidden',
  standard_access_only: 'appForbidden',
};
