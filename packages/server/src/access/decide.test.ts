// The permission model as tables: who may call, and who may receive.
import { describe, expect, it } from 'vitest';
import type { Permission, ReviewState, Task } from '../store/vocabulary.ts';
import {
  type AppFacts,
  judgeCall,
  judgeReceiver,
  judgeToken,
  permissionFor,
  type Refusal,
  type Relation,
  refusals,
  type TokenFacts,
} from './decide.ts';

const management = 'whatsapp_business_management';
const messaging = 'whatsapp_business_messaging';

function app(...reviews: [Permission, ReviewState][]): AppFacts {
  return { businessId: 1, reviews: new Map(reviews) };
}
const granted = (access: 'standard' | 'advanced'): ReviewState => ({ state: 'approved', access });
const standard = app([management, granted('standard')]);
const advanced = app([management, granted('advanced')]);
const unreviewed = app();

const owner: Relation = { kind: 'owner' };
const editor: Relation = { kind: 'partner', tasks: ['DEVELOP'] };
const looker: Relation = { kind: 'partner', tasks: ['MESSAGING'] };
const shared: Relation = { kind: 'shared' };
const stranger: Relation = { kind: 'stranger' };

describe('the permission that a field needs', () => {
  it.each<[string, 'current' | 'original', Permission]>([
    ['messages', 'current', messaging],
    ['messages', 'original', management],
    ['account_update', 'current', management],
    ['message_echoes', 'current', management],
    ['account_update', 'original', management],
  ])('of %s, under the %s rules, is %s', (field, rules, permission) => {
    expect(permissionFor(field, rules)).toBe(permission);
  });
});

describe('receiving', () => {
  it.each<[string, AppFacts, Relation, Refusal | null]>([
    ['an owner with standard access', standard, owner, null],
    ['an owner with advanced access', advanced, owner, null],
    ['an owner without review', unreviewed, owner, 'permission_not_granted'],
    ['a partner with advanced access', advanced, editor, null],
    ['a partner with standard access', standard, editor, 'standard_access_only'],
    ['a partner without review', unreviewed, editor, 'permission_not_granted'],
    ['a partner that may only look', advanced, looker, 'partner_cannot_edit'],
    ['a shared app, whatever it was granted', advanced, shared, 'app_only_shared'],
    ['a stranger', advanced, stranger, 'not_related'],
  ])('of %s', (_name, facts, relation, expected) => {
    expect(judgeReceiver(facts, relation, management)).toBe(expected);
  });

  it.each<[ReviewState, Refusal | null]>([
    [{ state: 'requested' }, 'permission_not_granted'],
    [{ state: 'submitted' }, 'permission_not_granted'],
    [{ state: 'approved', access: 'standard' }, null],
    [{ state: 'rejected', reason: 'x' }, 'permission_not_granted'],
    [{ state: 'revoked', reason: 'x' }, 'permission_not_granted'],
  ])('of an owned account with a permission that is $state', (review, expected) => {
    expect(judgeReceiver(app([management, review]), owner, management)).toBe(expected);
  });

  it('asks for the permission of the field, not for another', () => {
    expect(judgeReceiver(advanced, owner, messaging)).toBe('permission_not_granted');
  });
});

const now = 1_000_000;
const token: TokenFacts = {
  expiresAt: null,
  revokedAt: null,
  scopes: [management],
  granularTargets: new Map(),
};

describe('a token', () => {
  it.each<[string, Partial<TokenFacts>, Refusal | null]>([
    ['without end', {}, null],
    ['that ends later', { expiresAt: now + 1 }, null],
    ['that ends now', { expiresAt: now }, 'token_expired'],
    ['that was revoked', { revokedAt: now }, 'token_revoked'],
    ['that was revoked and has expired', { revokedAt: 1, expiresAt: 2 }, 'token_revoked'],
  ])('%s', (_name, change, expected) => {
    expect(judgeToken({ ...token, ...change }, now)).toBe(expected);
  });
});

describe('calling', () => {
  const call = { token, now, app: standard, relation: owner, wabaGraphId: '300', action: 'write' } as const;
  const manage: readonly Task[] = ['MANAGE'];
  const narrowed = (...ids: string[]) => ({ ...token, granularTargets: new Map([[management, ids]]) });

  it.each<[string, Partial<Parameters<typeof judgeCall>[0]>, Refusal | null]>([
    ['with everything in order', {}, null],
    ['with an expired token', { token: { ...token, expiresAt: now } }, 'token_expired'],
    ['on a stranger’s account', { relation: stranger }, 'not_related'],
    ['by a person without tasks', { userTasks: [] }, 'no_task'],
    ['with a token narrowed to this account', { token: narrowed('300') }, null],
    ['with a token narrowed to another', { token: narrowed('301') }, 'target_missing'],
    ['without the scope', { token: { ...token, scopes: [messaging] } }, 'scope_missing'],
    ['by an app without review', { app: unreviewed }, 'permission_not_granted'],
    ['by a partner with standard access', { relation: editor }, 'standard_access_only'],
    ['by a partner with advanced access', { relation: editor, app: advanced }, null],
    ['by a shared app, which may subscribe and gets nothing', { relation: shared }, null],
    ['to look, by a person who may look', { userTasks: ['VIEW_COST'], action: 'read' }, null],
    ['to change, by a person who may look', { userTasks: ['VIEW_COST'] }, 'task_insufficient'],
    ['to change, by a developer', { userTasks: ['DEVELOP'] }, null],
    // Who cannot see the account learns nothing else about it.
    [
      'on a stranger’s account, with nothing in order',
      { relation: stranger, userTasks: [], app: unreviewed, token: { ...token, scopes: [] } },
      'not_related',
    ],
    [
      'on another account than the token’s, without the scope',
      { token: { ...narrowed('301'), scopes: [] } },
      'target_missing',
    ],
  ])('%s', (_name, change, expected) => {
    expect(judgeCall({ ...call, userTasks: manage, ...change })).toBe(expected);
  });

  it('has words for every refusal', () => {
    for (const words of Object.values(refusals)) expect(words).toMatch(/^[A-Z].*\.$/);
  });
});
