// What `why` says is what matching does; and what it tells people to do, mends.
import { describe, expect, it } from 'vitest';
import type { RouteSnapshot } from '../store/store.ts';
import { noDeliveries, type RoutingRules } from './conditions.ts';
import { matchQueues } from './match.ts';
import { buildTable } from './table.ts';
import { approved, directory, endpoint, graphIds, ids } from './test-directory.ts';
import { type Answer, explainAll } from './why.ts';

const rules: RoutingRules = { rules: 'current', developmentApps: 'test' };

function ask(
  change: Partial<RouteSnapshot>,
  field = 'messages',
  phoneNumber: string = graphIds.number,
): Answer {
  const table = buildTable(directory(change));
  const waba = table.wabas.get(graphIds.waba);
  if (!waba) throw new Error('the directory of these tests is broken');
  const number = table.phoneNumbers.get(phoneNumber) ?? null;
  const [answer] = explainAll(table, { waba, field, phoneNumber: number, origin: 'upstream' }, rules);
  const queues = matchQueues(
    table,
    { kind: 'waba', waba },
    { field, phoneNumber, origin: 'upstream' },
    rules,
  );
  expect(answer?.receives).toBe(queues.length > 0);
  if (!answer) throw new Error('there is one app');
  return answer;
}

const mendOf = (answer: Answer) => answer.conditions.find((each) => !each.met)?.mend;
const foreign = directory().apps.map((app) => ({ ...app, businessId: ids.other }));

describe('why', () => {
  it('shows every condition as met, and where it goes', () => {
    const answer = ask({ endpoints: [endpoint('app'), endpoint('number')] });
    expect(answer).toMatchObject({
      receives: true,
      reason: null,
      endpoint: { level: 'number', url: 'https://number.example/' },
    });
    expect(answer.conditions.map(({ id, met, mend }) => [id, met, mend])).toEqual(
      ['callback', 'active', 'field', 'waba', 'permission', 'live', 'endpoint'].map((id) => [id, true, null]),
    );
  });

  it('goes on after the first unmet condition, so that all can be mended in one go', () => {
    const answer = ask({ wabaSubscriptions: [], reviews: [] });
    expect(answer.conditions.filter((each) => !each.met).map((each) => each.id)).toEqual([
      'waba',
      'permission',
    ]);
    expect(answer.reason).toBe('waba_not_subscribed');
  });

  it.each<[string, Partial<RouteSnapshot>, string]>([
    ['no callback', { appSubscriptions: [], endpoints: [] }, `POST /${graphIds.app}/subscriptions`],
    ['no subscription of the account', { wabaSubscriptions: [] }, `POST /${graphIds.waba}/subscribed_apps`],
    [
      'never asked',
      { reviews: [] },
      `wahook apps review ${graphIds.app} whatsapp_business_messaging request submit approve --access advanced`,
    ],
    [
      'asked',
      {
        reviews: [{ ...approved('whatsapp_business_messaging', 'standard'), review: { state: 'requested' } }],
      },
      'whatsapp_business_messaging submit approve --access advanced',
    ],
    [
      'submitted',
      {
        reviews: [{ ...approved('whatsapp_business_messaging', 'standard'), review: { state: 'submitted' } }],
      },
      'whatsapp_business_messaging approve --access advanced',
    ],
    [
      'a stranger',
      { apps: foreign },
      `wahook wabas partner ${graphIds.waba} ${graphIds.other} --tasks MANAGE`,
    ],
    [
      'only shared',
      { apps: foreign, shares: [{ appId: ids.app, businessId: ids.owner }] },
      `wahook wabas partner ${graphIds.waba} ${graphIds.other} --tasks MANAGE`,
    ],
    [
      'a partner with standard access',
      { apps: foreign, partners: [{ wabaId: ids.waba, businessId: ids.other, tasks: ['MANAGE'] }] },
      'whatsapp_business_messaging approve --access advanced',
    ],
    [
      'development',
      { apps: directory().apps.map((app) => ({ ...app, mode: 'development' })) },
      `wahook apps edit ${graphIds.app} --mode live`,
    ],
  ])('names the call that mends: %s', (_name, change, call) => {
    expect(mendOf(ask(change))).toContain(call);
  });

  it('says it in the words that rows and logs have', () => {
    const answer = ask({ reviews: [] });
    expect(answer.conditions.find((each) => !each.met)?.says).toBe(noDeliveries.permission_not_granted);
  });
});
