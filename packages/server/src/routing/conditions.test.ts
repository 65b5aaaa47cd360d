// Each condition of a delivery, met and unmet, and the precedence of callbacks: by table.
import { fields } from '@wahook/receiver/protocol/fields';
import { describe, expect, it } from 'vitest';
import type { RouteSnapshot } from '../store/store.ts';
import { chooseEndpoint, firstUnmet, type NoDelivery, type RoutingRules } from './conditions.ts';
import { findAddressee } from './match.ts';
import { buildTable } from './table.ts';
import { approved, directory, endpoint, graphIds, ids } from './test-directory.ts';

const current: RoutingRules = { rules: 'current', developmentApps: 'test' };
const whole = directory();
const apps = (change: Partial<RouteSnapshot['apps'][number]>) =>
  whole.apps.map((app) => ({ ...app, ...change }));
const partner = (...held: ('MANAGE' | 'MESSAGING')[]) => ({
  apps: apps({ businessId: ids.other }),
  partners: [{ wabaId: ids.waba, businessId: ids.other, tasks: held }],
});
const advanced = [
  approved('whatsapp_business_management', 'advanced'),
  approved('whatsapp_business_messaging', 'advanced'),
];

interface Asked {
  field?: string;
  origin?: 'upstream' | 'test';
  entryId?: string;
  phoneNumber?: string;
  rules?: Partial<RoutingRules>;
}

function judge(change: Partial<RouteSnapshot>, asked: Asked = {}) {
  const table = buildTable(directory(change));
  const { field = 'account_update', origin = 'upstream', entryId = graphIds.waba } = asked;
  const addressee = findAddressee(table, { wabaId: null, entryId });
  const app = table.appByGraphId.get(graphIds.app);
  if (!addressee || !app) throw new Error('the directory of these tests is broken');
  const phoneNumber = table.phoneNumbers.get(asked.phoneNumber ?? '') ?? null;
  const happening = { addressee, field, origin, phoneNumber };
  return {
    reason: firstUnmet(app, happening, { ...current, ...asked.rules }),
    url: chooseEndpoint(app, happening)?.url,
  };
}

describe('the first unmet condition', () => {
  it.each<[string, NoDelivery | null, Partial<RouteSnapshot>, Asked?]>([
    ['everything in order', null, {}],
    ['no subscription', 'no_callback', { appSubscriptions: [], endpoints: [] }],
    ['a closed callback', 'no_callback', { endpoints: [endpoint('app', { state: 'closed' })] }],
    ['an override alone', 'no_callback', { endpoints: [endpoint('waba')] }],
    [
      'switched off',
      'subscription_inactive',
      { appSubscriptions: whole.appSubscriptions.map((each) => ({ ...each, active: false })) },
    ],
    [
      'a deactivated endpoint',
      'endpoint_deactivated',
      { endpoints: [endpoint('app', { deactivatedAt: 1 })] },
    ],
    ['another field', 'field_not_subscribed', {}, { field: 'flows' }],
    ['no subscription of the account', 'waba_not_subscribed', { wabaSubscriptions: [] }],
    ['another business', 'not_related', { apps: apps({ businessId: ids.other }) }],
    [
      'only shared',
      'app_only_shared',
      {
        apps: apps({ businessId: ids.other }),
        shares: [{ appId: ids.app, businessId: ids.owner }],
        reviews: advanced,
      },
    ],
    ['a partner that may not edit', 'partner_cannot_edit', { ...partner('MESSAGING'), reviews: advanced }],
    ['a partner with standard access', 'standard_access_only', partner('MANAGE')],
    ['a partner with advanced access', null, { ...partner('MANAGE'), reviews: advanced }],
    ['no review', 'permission_not_granted', { reviews: [] }],
    [
      'the other permission only',
      'permission_not_granted',
      { reviews: [approved('whatsapp_business_messaging', 'advanced')] },
    ],
    [
      'messages with management only',
      'permission_not_granted',
      { reviews: [approved('whatsapp_business_management', 'standard')] },
      { field: 'messages' },
    ],
    [
      'messages with management only, by the original rules',
      null,
      { reviews: [approved('whatsapp_business_management', 'standard')] },
      { field: 'messages', rules: { rules: 'original' } },
    ],
    ['development', 'app_in_development', { apps: apps({ mode: 'development' }) }],
    ['development, a test event', null, { apps: apps({ mode: 'development' }) }, { origin: 'test' }],
    [
      'development, own accounts allowed',
      null,
      { apps: apps({ mode: 'development' }) },
      { rules: { developmentApps: 'own' } },
    ],
    [
      'development of a partner, own accounts allowed',
      'app_in_development',
      { ...partner('MANAGE'), apps: apps({ businessId: ids.other, mode: 'development' }), reviews: advanced },
      { rules: { developmentApps: 'own' } },
    ],
    // The order in which they are told: what the app's owner does first comes first.
    [
      'nothing in order',
      'no_callback',
      {
        appSubscriptions: [],
        endpoints: [],
        wabaSubscriptions: [],
        reviews: [],
        apps: apps({ mode: 'development' }),
      },
    ],
  ])('of %s is %s', (_name, reason, change, asked) => {
    expect(judge(change, asked).reason).toBe(reason);
  });

  it('of an event about a business is judged by who owns the app, without a subscription of an account', () => {
    const asked = { entryId: graphIds.owner };
    expect(judge({ wabaSubscriptions: [] }, asked).reason).toBe(null);
    expect(judge({ apps: apps({ businessId: ids.other }) }, asked).reason).toBe('not_related');
    const lent = {
      apps: apps({ businessId: ids.other }),
      shares: [{ appId: ids.app, businessId: ids.owner }],
    };
    expect(judge(lent, asked).reason).toBe('app_only_shared');
  });
});

describe('the callback', () => {
  const all = [endpoint('app'), endpoint('waba'), endpoint('number')];
  const removed = { state: 'draining' } as const;

  it.each<[string, string | undefined, Partial<RouteSnapshot>, Asked]>([
    [
      'of the number before all',
      'number',
      { endpoints: all },
      { field: 'messages', phoneNumber: graphIds.number },
    ],
    [
      'of the account for another number',
      'waba',
      { endpoints: all },
      { field: 'messages', phoneNumber: graphIds.secondNumber },
    ],
    ['of the account without a number', 'waba', { endpoints: all }, { field: 'messages' }],
    ['of the app for a field that follows none', 'app', { endpoints: all }, { phoneNumber: graphIds.number }],
    ['of the app without overrides', 'app', {}, { field: 'messages', phoneNumber: graphIds.number }],
    [
      'of the account when the number’s was removed',
      'waba',
      { endpoints: [endpoint('app'), endpoint('waba'), endpoint('number', removed)] },
      { field: 'messages', phoneNumber: graphIds.number },
    ],
    [
      'of the app when all were removed',
      'app',
      { endpoints: [endpoint('app'), endpoint('waba', removed), endpoint('number', removed)] },
      { field: 'messages', phoneNumber: graphIds.number },
    ],
    [
      'of the app for an unknown number',
      'app',
      { endpoints: [endpoint('app'), endpoint('number')] },
      { field: 'messages', phoneNumber: '999' },
    ],
  ])('%s', (_name, level, change, asked) => {
    expect(judge(change, asked).url).toBe(`https://${level}.example/`);
  });

  it('is overridden for exactly the thirteen fields that follow overrides', () => {
    const following = [...fields]
      .map(({ name }) => name)
      .filter(
        (field) =>
          judge({ endpoints: all }, { field, phoneNumber: graphIds.number }).url ===
          'https://number.example/',
      );
    expect(following.toSorted()).toEqual([
      'account_settings_update',
      'calls',
      'consumer_profile',
      'group_lifecycle_update',
      'group_participants_update',
      'group_settings_update',
      'group_status_update',
      'history',
      'message_echoes',
      'messages',
      'messaging_handovers',
      'smb_app_state_sync',
      'smb_message_echoes',
    ]);
  });
});
