// Whom an entry is about, and whether what was matched is still owed when its attempt comes.
import { describe, expect, it } from 'vitest';
import type { RouteSnapshot } from '../store/store.ts';
import type { RoutingRules } from './conditions.ts';
import { findAddressee, recheckRoute } from './match.ts';
import { buildTable } from './table.ts';
import { directory, endpoint, graphIds, ids } from './test-directory.ts';

const rules: RoutingRules = { rules: 'current', developmentApps: 'test' };

describe('the addressee of an entry', () => {
  it.each([
    ['the account it names', graphIds.waba, null, { kind: 'waba', waba: { id: ids.waba } }],
    ['the business it names', graphIds.owner, ids.waba, { kind: 'business', business: { id: ids.owner } }],
    [
      'the account it was sent to, where it names "0"',
      '0',
      ids.waba,
      { kind: 'waba', waba: { id: ids.waba } },
    ],
    ['nobody, where neither is known', '0', null, null],
    ['nobody, where the account is gone', '999', 999, null],
  ])('is %s', (_name, entryId, wabaId, expected) => {
    const addressee = findAddressee(buildTable(directory()), { entryId, wabaId });
    if (expected === null) expect(addressee).toBeNull();
    else expect(addressee).toMatchObject(expected);
  });
});

describe('what is owed to a callback', () => {
  const recheck = (change: Partial<RouteSnapshot>, queueId = 1) =>
    recheckRoute(
      buildTable(directory(change)),
      queueId,
      {
        wabaId: ids.waba,
        entryId: graphIds.waba,
        field: 'messages',
        phoneNumber: null,
        origin: 'upstream',
      },
      rules,
    );

  it.each<[string, Partial<RouteSnapshot>, string | null]>([
    ['stays owed', {}, null],
    ['follows an edited URL', { endpoints: [endpoint('app', { url: 'https://moved.example/' })] }, null],
    ['stays owed while its endpoint is off', { endpoints: [endpoint('app', { deactivatedAt: 1 })] }, null],
    ['is cancelled when the app unsubscribes', { wabaSubscriptions: [] }, 'waba_not_subscribed'],
    ['is cancelled when the review is revoked', { reviews: [] }, 'permission_not_granted'],
    [
      'is cancelled when the callback is closed',
      { endpoints: [endpoint('app', { state: 'closed' })] },
      'callback_removed',
    ],
    ['is cancelled when the callback is unknown', { endpoints: [] }, 'callback_removed'],
    ['is cancelled when the account is gone', { wabas: [] }, 'callback_removed'],
  ])('%s', (_name, change, reason) => {
    const answer = recheck(change);
    expect(answer.owed ? null : answer.reason).toBe(reason);
  });

  it('goes to a removed override all the same, and not to the one that replaced it', () => {
    const endpoints = [endpoint('app'), endpoint('waba', { state: 'draining', queueId: 7 })];
    const answer = recheck({ endpoints }, 7);
    expect(answer.owed && answer.route.endpoint.url).toBe('https://waba.example/');
  });
});
