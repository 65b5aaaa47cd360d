// The permission model: one pure decision from (token, app, WABA, action) to allowed or the reason. The Graph API
// asks it before each call and routing asks the same rules before each delivery, so that an app cannot receive
// what it could not have asked for.
import type { AccessLevel, Permission, ReviewState, Task } from '../store/vocabulary.ts';

/** How an app's owner stands to a WABA. */
export type Relation =
  | { kind: 'owner' }
  /** Another business that the owner has given tasks. */
  | { kind: 'partner'; tasks: readonly Task[] }
  /** The app is lent to the WABA's business, which may list and subscribe it; it receives nothing. */
  | { kind: 'shared' }
  | { kind: 'stranger' };

export interface AppFacts {
  businessId: number;
  reviews: ReadonlyMap<Permission, ReviewState>;
}

export interface TokenFacts {
  expiresAt: number | null;
  revokedAt: number | null;
  scopes: readonly string[];
  /** Graph ids of WABAs per scope; a scope without an entry is not narrowed. */
  granularTargets: ReadonlyMap<string, readonly string[]>;
}

/** `original` follows the first documentation to the letter: `whatsapp_business_management` alone suffices. */
export type Rules = 'current' | 'original';

export type Action = 'read' | 'write';

export const refusals = {
  token_revoked: 'The access token was revoked.',
  token_expired: 'The access token has expired.',
  scope_missing: 'The access token lacks the scope that the action needs.',
  target_missing: 'The access token is narrowed to other WhatsApp Business Accounts.',
  no_task: 'The person behind the access token has no task on the account.',
  task_insufficient:
    'The person behind the access token may look at the account, but not change it: MANAGE or DEVELOP is needed.',
  not_related: 'The app’s business neither owns the account nor was given tasks on it.',
  app_only_shared:
    'The app is only shared with the account’s business. Shared apps receive nothing; use an app that the business owns.',
  partner_cannot_edit: 'The app’s business has tasks on the account, but neither MANAGE nor DEVELOP.',
  permission_not_granted: 'The app has not been granted the permission in App Review.',
  standard_access_only:
    'The app has standard access to the permission, which covers accounts of its own business only.',
} as const;

export type Refusal = keyof typeof refusals;

export function permissionFor(field: string, rules: Rules): Permission {
  return field === 'messages' && rules === 'current'
    ? 'whatsapp_business_messaging'
    : 'whatsapp_business_management';
}

/** Meta does not say which task `subscribed_apps` needs; these two may change an account's set-up. */
export function canEdit(held: readonly Task[]): boolean {
  return held.includes('MANAGE') || held.includes('DEVELOP');
}

/** What an app has of a permission at this moment. */
export function accessLevel(app: AppFacts, permission: Permission): AccessLevel | null {
  const review = app.reviews.get(permission);
  return review?.state === 'approved' ? review.access : null;
}

/** May the app have anything to do with the account under this permission? */
export function judgeApp(app: AppFacts, relation: Relation, permission: Permission): Refusal | null {
  if (relation.kind === 'stranger') return 'not_related';
  const level = accessLevel(app, permission);
  if (level === null) return 'permission_not_granted';
  if (relation.kind !== 'owner' && level === 'standard') return 'standard_access_only';
  return null;
}

/** May the app be sent what happens to the account? */
export function judgeReceiver(app: AppFacts, relation: Relation, permission: Permission): Refusal | null {
  if (relation.kind === 'shared') return 'app_only_shared';
  if (relation.kind === 'partner' && !canEdit(relation.tasks)) return 'partner_cannot_edit';
  return judgeApp(app, relation, permission);
}

export function judgeToken(token: Pick<TokenFacts, 'expiresAt' | 'revokedAt'>, now: number): Refusal | null {
  if (token.revokedAt !== null && token.revokedAt <= now) return 'token_revoked';
  if (token.expiresAt !== null && token.expiresAt <= now) return 'token_expired';
  return null;
}

/**
 * May this call be made? `userTasks` are those of the person behind the token on this account. The order of the
 * checks is that of Meta's errors: who cannot see the account learns nothing else about it.
 */
export function judgeCall(call: {
  token: TokenFacts;
  now: number;
  app: AppFacts;
  relation: Relation;
  wabaGraphId: string;
  userTasks: readonly Task[];
  action: Action;
}): Refusal | null {
  const scope: Permission = 'whatsapp_business_management';
  const tokenRefusal = judgeToken(call.token, call.now);
  if (tokenRefusal) return tokenRefusal;
  if (call.relation.kind === 'stranger') return 'not_related';
  if (call.userTasks.length === 0) return 'no_task';
  const targets = call.token.granularTargets.get(scope);
  if (targets && !targets.includes(call.wabaGraphId)) return 'target_missing';
  if (!call.token.scopes.includes(scope)) return 'scope_missing';
  const appRefusal = judgeApp(call.app, call.relation, scope);
  // A shared app may be subscribed although it will get nothing; `why` says so.
  if (appRefusal && call.relation.kind !== 'shared') return appRefusal;
  if (call.action === 'write' && !canEdit(call.userTasks)) return 'task_insufficient';
  return null;
}
