// Who gets what: seven apps around one account, set up through the admin API and the Graph API as people would do
// it, and twenty events. Each must reach exactly the endpoints it should, and `why` must explain every app that
// got nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import type { NoDelivery } from '../../routing/conditions.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

const management = 'whatsapp_business_management';
const messaging = 'whatsapp_business_messaging';
const everyField = 'messages,account_update,message_template_status_update,calls';

const ids = {
  owner: '1001',
  partner: '1002',
  lender: '1003',
  waba: '3001',
  firstNumber: '4001',
  secondNumber: '4002',
  // Admins of the two businesses; tokens stand for them.
  ownerAdmin: '5001',
  partnerAdmin: '5002',
} as const;

interface AppPlan {
  id: string;
  business: 'owner' | 'partner' | 'lender';
  fields: string;
  /** Where its events go beside its own callback. */
  overrides?: ('waba' | 'number')[];
  /** What happens after it has subscribed. */
  afterwards?: (app: string) => Promise<unknown>;
}

const apps = {
  /** Everything in order, with overrides at all levels. */
  desk: {
    id: '2001',
    business: 'owner',
    fields: 'messages,account_update,calls',
    overrides: ['waba', 'number'],
  },
  /** Everything in order, with other fields. */
  insights: { id: '2002', business: 'owner', fields: 'account_update,message_template_status_update' },
  /** Of another business, which is no partner and has lent it. */
  lent: { id: '2003', business: 'lender', fields: everyField },
  /** Subscribed while it was reviewed; then the review was revoked. */
  unreviewed: {
    id: '2004',
    business: 'owner',
    fields: everyField,
    async afterwards(app) {
      for (const permission of [management, messaging])
        await admin(`/apps/${app}/permissions/${permission}`, { step: 'revoke', reason: 'Policy.' });
    },
  },
  development: {
    id: '2005',
    business: 'owner',
    fields: everyField,
    afterwards: (app) => admin(`/apps/${app}`, { mode: 'development' }),
  },
  /** Of a partner, with advanced access. */
  advanced: { id: '2006', business: 'partner', fields: everyField, overrides: ['waba'] },
  /** Of the same partner; after it subscribed, its access was lowered. */
  standard: {
    id: '2007',
    business: 'partner',
    fields: everyField,
    async afterwards(app) {
      for (const permission of [management, messaging])
        await admin(`/apps/${app}/permissions/${permission}`, { step: 'approve', access: 'standard' });
    },
  },
} satisfies Record<string, AppPlan>;
type AppName = keyof typeof apps;

let platform: TestPlatform;
let receiver: TestReceiver;

beforeAll(async () => {
  receiver = await startReceiver();
  platform = await startPlatform();
  await createAccount();
  for (const [name, plan] of Object.entries<AppPlan>(apps)) await createApp(name, plan);
  await admin(`/apps/${apps.lent.id}/shares`, { business_id: ids.owner });
  await admin(`/wabas/${ids.waba}/partners`, { business_id: ids.partner, tasks: ['MANAGE'] });
  for (const [name, plan] of Object.entries<AppPlan>(apps)) await subscribe(name, plan);
  for (const { id, afterwards } of Object.values<AppPlan>(apps)) await afterwards?.(id);
});

afterAll(async () => {
  await platform.stop();
  await receiver.close();
});

async function admin(path: string, body: object): Promise<void> {
  const answer = await platform.call('POST', `/api/v1${path}`, {
    token: demo.adminKey,
    body: JSON.stringify(body),
  });
  if (answer.status > 299) throw new Error(`${path}: ${answer.text}`);
}

async function graph(path: string, token: string, body: object = {}): Promise<void> {
  const answer = await platform.call('POST', `/v25.0${path}`, { token, body: JSON.stringify(body) });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
}

async function createAccount(): Promise<void> {
  await admin('/businesses', { name: 'Owner', id: ids.owner });
  await admin('/businesses', { name: 'Partner', id: ids.partner });
  await admin('/businesses', { name: 'Lender', id: ids.lender });
  await admin('/wabas', { name: 'Account', business_id: ids.owner, id: ids.waba });
  for (const [id, display] of [
    [ids.firstNumber, '12025550101'],
    [ids.secondNumber, '12025550102'],
  ])
    await admin(`/wabas/${ids.waba}/phone_numbers`, { display_phone_number: display, id });
  await admin('/users', { name: 'Admin', role: 'admin', business_id: ids.owner, id: ids.ownerAdmin });
  await admin('/users', { name: 'Admin', role: 'admin', business_id: ids.partner, id: ids.partnerAdmin });
}

const tokenOf = (name: string) => `EAA-routing-token-of-the-app-${name}`;
const secret = '0123456789abcdef0123456789abcdef';
const verifyToken = 'verify';

async function createApp(name: string, { id, business, fields }: AppPlan): Promise<void> {
  await admin('/apps', { name, id, business_id: ids[business], mode: 'live', secret });
  for (const permission of [management, messaging]) {
    const path = `/apps/${id}/permissions/${permission}`;
    for (const step of ['request', 'submit']) await admin(path, { step });
    await admin(path, { step: 'approve', access: 'advanced' });
  }
  // The lent app acts for somebody of the owner: nobody of its own business may touch the account.
  const user_id = business === 'partner' ? ids.partnerAdmin : ids.ownerAdmin;
  await admin('/tokens', { app_id: id, user_id, token: tokenOf(name) });
  await graph(`/${id}/subscriptions`, `${id}|${secret}`, {
    object: 'whatsapp_business_account',
    callback_url: urlOf(name, 'app'),
    verify_token: verifyToken,
    fields,
  });
}

async function subscribe(name: string, { overrides = [] }: AppPlan): Promise<void> {
  const token = tokenOf(name);
  await graph(`/${ids.waba}/subscribed_apps`, token);
  if (overrides.includes('waba')) {
    await graph(`/${ids.waba}/subscribed_apps`, token, {
      override_callback_uri: urlOf(name, 'waba'),
      verify_token: verifyToken,
    });
  }
  if (overrides.includes('number')) {
    await graph(`/${ids.firstNumber}`, token, {
      webhook_configuration: {
        override_callback_uri: urlOf(name, 'number'),
        verify_token: verifyToken,
      },
    });
  }
}

type Level = 'app' | 'waba' | 'number';
type Place = `${AppName}/${Level}`;

function urlOf(name: string, level: Level): string {
  return new URL(`/${name}/${level}`, receiver.url).href;
}

interface Row {
  field: string;
  number: string | null;
  to: Place[];
}

/** For each field and number: exactly these. */
const rows: Row[] = [
  { field: 'messages', number: ids.firstNumber, to: ['desk/number', 'advanced/waba'] },
  { field: 'messages', number: ids.secondNumber, to: ['desk/waba', 'advanced/waba'] },
  { field: 'messages', number: null, to: ['desk/waba', 'advanced/waba'] },
  { field: 'calls', number: ids.firstNumber, to: ['desk/number', 'advanced/waba'] },
  { field: 'calls', number: ids.secondNumber, to: ['desk/waba', 'advanced/waba'] },
  { field: 'account_update', number: null, to: ['desk/app', 'insights/app', 'advanced/app'] },
  { field: 'account_update', number: ids.firstNumber, to: ['desk/app', 'insights/app', 'advanced/app'] },
  { field: 'message_template_status_update', number: null, to: ['insights/app', 'advanced/app'] },
  { field: 'message_template_status_update', number: ids.firstNumber, to: ['insights/app', 'advanced/app'] },
  { field: 'flows', number: null, to: [] },
];

/** What stands in the way of an app that is subscribed to the field. */
const obstacles: Partial<Record<AppName, NoDelivery>> = {
  lent: 'app_only_shared',
  unreviewed: 'permission_not_granted',
  development: 'app_in_development',
  standard: 'standard_access_only',
};

function itemOf({ field, number }: Row, mark: string): object {
  return {
    waba_id: ids.waba,
    field,
    value: { mark },
    ...(number !== null && { phone_number_id: number }),
  };
}

/** Marks of the events that have arrived, with the places they arrived at. */
function arrivals(): Map<string, string[]> {
  const arrived = new Map<string, string[]>();
  for (const { path, body } of receiver.posts) {
    const envelope: { entry: { changes: { value: { mark: string } }[] }[] } = JSON.parse(body.toString());
    for (const { value } of envelope.entry.flatMap((entry) => entry.changes))
      arrived.set(value.mark, [...(arrived.get(value.mark) ?? []), path.slice(1)].toSorted());
  }
  return arrived;
}

async function nothingIsOwed(): Promise<boolean> {
  const { json } = await platform.call('GET', '/api/v1/backlog', { token: demo.adminKey });
  return json.data.every((each: { pending: number; retrying: number }) => each.pending + each.retrying === 0);
}

describe('twenty events of one account with seven apps', () => {
  it('reach exactly the endpoints they should, alone and all in one body', async () => {
    for (const [index, row] of rows.entries()) {
      const { status } = await platform.publish(itemOf(row, `alone-${index}`));
      expect(status).toBe(202);
    }
    const together = await platform.publish(rows.map((row, index) => itemOf(row, `together-${index}`)));
    expect(together.json.accepted).toBe(rows.length);

    await until(nothingIsOwed);
    const expected = rows.flatMap(({ to }, index) =>
      to.length === 0
        ? []
        : [
            [`alone-${index}`, to.toSorted()],
            [`together-${index}`, to.toSorted()],
          ],
    );
    expect(Object.fromEntries(arrivals())).toEqual(Object.fromEntries(expected));
  });
});

describe.each(rows)('why, for $field of number $number', ({ field, number, to }) => {
  const ask = async () => {
    const query = new URLSearchParams({ waba_id: ids.waba, field });
    if (number !== null) query.set('phone_number_id', number);
    const { json } = await platform.call('GET', `/api/v1/routing?${query}`, { token: demo.adminKey });
    const answers: { app_id: string; receives: boolean; reason: string | null; endpoint: { url: string } }[] =
      json.data;
    return new Map(answers.map((answer) => [answer.app_id, answer]));
  };

  it('names the endpoint of each app that gets it', async () => {
    const answers = await ask();
    const receiving = [...answers.values()].filter((answer) => answer.receives);
    expect(receiving.map((answer) => new URL(answer.endpoint.url).pathname.slice(1)).toSorted()).toEqual(
      to.toSorted(),
    );
  });

  it('explains each app that does not', async () => {
    const answers = await ask();
    for (const [name, plan] of Object.entries<AppPlan>(apps)) {
      if (to.some((place) => place.startsWith(`${name}/`))) continue;
      const isSubscribed = plan.fields.split(',').includes(field);
      // Entries of `apps` have its names.
      const obstacle = isSubscribed ? obstacles[name as AppName] : 'field_not_subscribed';
      expect(answers.get(plan.id)).toMatchObject({ receives: false, reason: obstacle });
    }
  });
});
