// The contract, case by case: what is sent, and the whole answer. Each row ends with its source: [S…] Meta's own
// pages, numbered as in docs/protocol.md; (obs) seen in recorded traffic; (assumed) our choice where neither says.
import { createHmac } from 'node:crypto';
import { implementedCalls } from '../implemented.ts';
import { harbour, lantern, startOfTime } from '../test-bench.ts';
import { oauth, unknownObject } from '../test-expectations.ts';
import { ids, provingSecret, tokens } from './test-cast.ts';

export interface Sent {
  /** `GET /300000000000001`; the version v25.0 is put in front. */
  line: string;
  /** Sent as `Authorization: Bearer`; null: no token. */
  token: string | null;
  query?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  /** What the callback answers to the handshake; it is right unless told. */
  handshake?: { code: 2200 | 2201; message: string };
}

export interface Case {
  says: string;
  source: string;
  /** Calls that must succeed before. */
  given: Sent[];
  sent: Sent;
  expected: { status: number; json: unknown; headers?: Record<string, unknown> };
}

const waba = `/${lantern.wabaId}`;
const apps = `${waba}/subscribed_apps`;
const users = `${waba}/assigned_users`;
const numbers = `${waba}/phone_numbers`;
const number = `/${ids.number}`;
const subscriptions = `/${lantern.appId}/subscriptions`;
const override = { override_callback_uri: 'https://a.example/waba', verify_token: 'lantern' };
const numberOverride = { override_callback_uri: 'https://a.example/number', verify_token: 'lantern' };
const appCallback = {
  object: 'whatsapp_business_account',
  callback_url: 'https://a.example/app',
  verify_token: 'lantern',
};

type More = Omit<Sent, 'line' | 'token'>;
const as = (token: string | null, line: string, more: More = {}): Sent => ({ line, token, ...more });
const admin = (line: string, more?: More) => as(tokens.admin, line, more);
const app = (line: string, more?: More) => as(tokens.app, line, more);

const ok = (json: unknown) => ({ status: 200, json });
const success = ok({ success: true });
const invalid = (message: string) => oauth(400, 100, `(#100) ${message}`);
const required = (name: string) => invalid(`The parameter ${name} is required`);
const noPermission = oauth(403, 200, '(#200) You do not have permission to access this field');
const appForbidden = oauth(403, 10, '(#10) Application does not have permission for this action');
const cannotParse = oauth(401, 190, 'Invalid OAuth access token - Cannot parse access token');
const notSubscribed = invalid(
  'Before override the current callback uri, your app must be subscribed to receive messages for WhatsApp Business Account',
);
const noField = (field: string, type: string) =>
  invalid(`Tried accessing nonexistent field (${field}) on node type (${type})`);
const calls = implementedCalls.join('; ');
const notImplemented = (what: string) => invalid(`wahook does not implement ${what}. It answers: ${calls}.`);
const graphMethod = (message: string) => {
  const { status, json } = oauth(400, 100, message);
  return { status, json: { error: { ...json.error, type: 'GraphMethodException' } } };
};

const rule = (
  says: string,
  source: string,
  sent: Sent,
  expected: Case['expected'],
  given: Sent[] = [],
): Case => ({ says, source, sent, expected, given });

/** Every call on an account or a number, as somebody who may do everything would make it. */
const accountCalls: { line: string; more?: More }[] = [
  { line: `GET ${waba}` },
  { line: `GET ${numbers}` },
  { line: `GET ${apps}` },
  { line: `POST ${apps}` },
  { line: `DELETE ${apps}` },
  { line: `GET ${users}`, more: { query: { business: ids.business } } },
  { line: `POST ${users}`, more: { json: { user: ids.idle, tasks: ['DEVELOP'] } } },
  { line: `DELETE ${users}`, more: { query: { user: ids.idle } } },
  { line: `GET ${number}` },
  { line: `POST ${number}`, more: { json: { webhook_configuration: { override_callback_uri: '' } } } },
];

const tokenRefusals: [string, string, string | null, Case['expected']][] = [
  [
    'no token',
    '(obs)',
    null,
    {
      ...oauth(400, 104, 'An access token is required to request this resource.'),
      headers: {
        'www-authenticate':
          'OAuth "Facebook Platform" "invalid_request" "An access token is required to request this resource."',
      },
    },
  ],
  [
    'a malformed token',
    '(obs)',
    tokens.unknown,
    {
      ...cannotParse,
      headers: {
        'www-authenticate':
          'OAuth "Facebook Platform" "invalid_token" "Invalid OAuth access token - Cannot parse access token"',
      },
    },
  ],
  [
    'an expired token',
    '(obs), [S18]',
    tokens.expired,
    oauth(
      401,
      190,
      'Error validating access token: Session has expired on Saturday, 21-Nov-26 11:00:00 UTC. The current time is Saturday, 21-Nov-26 12:00:00 UTC.',
      463,
    ),
  ],
  [
    'a revoked token',
    '[S10]',
    tokens.revoked,
    oauth(401, 190, 'Error validating access token: The access token has been revoked.', 467),
  ],
  ['an app token', '(obs), [S29]', tokens.app, noPermission],
  ['a token without the scope', '[S18], [S29]', tokens.messagingOnly, noPermission],
  ['a token of an app that App Review has not approved', '[S10], [S21]', tokens.unreviewed, appForbidden],
  ['a partner’s app with standard access', '[S13], [S15]', tokens.partnerStandard, appForbidden],
];

const accountRefusals: Case[] = accountCalls.flatMap(({ line, more }) => {
  const [method = '', path = ''] = line.split(' ');
  const verb = method.toLowerCase();
  const id = path.split('/')[1] ?? '';
  const hidden = (says: string, source: string, token: string): Case =>
    rule(`${line}, ${says}`, source, as(token, line, more), unknownObject(verb, id));
  const elsewhere = (says: string, change: (line: string) => string): Case => {
    const changed = change(line);
    const changedId = changed.split('/')[1] ?? '';
    return rule(`${changed}, ${says}`, '(obs), [S26]', admin(changed, more), unknownObject(verb, changedId));
  };
  return [
    ...tokenRefusals.map(([says, source, token, expected]) =>
      rule(`${line}, ${says}`, source, as(token, line, more), expected),
    ),
    elsewhere('an id that nobody has', (text) => text.replace(/([34])00000000000001/, '$190000000000009')),
    elsewhere('the id of a stranger', (text) =>
      text.replace(lantern.wabaId, harbour.wabaId).replace(ids.number, ids.foreignNumber),
    ),
    hidden('a token narrowed to other accounts', '(assumed)', tokens.narrowedElsewhere),
    hidden('somebody without a task on the account', '(assumed)', tokens.idle),
    ...(method === 'GET'
      ? []
      : [
          rule(
            `${line}, somebody who may only look`,
            '(assumed)',
            as(tokens.viewer, line, more),
            noPermission,
          ),
        ]),
  ];
});

const shownApp = (id: string, name: string, overrideUrl?: string) => ({
  whatsapp_business_api_data: { id, link: `https://www.facebook.com/games/?app_id=${id}`, name },
  ...(overrideUrl !== undefined && { override_callback_uri: overrideUrl }),
});
const cursor = (id: string) => Buffer.from(id).toString('base64url');
const cursors = (first: string, last = first) => ({ before: cursor(first), after: cursor(last) });
const desk = shownApp(lantern.appId, 'Lantern Desk');
const listed = (...data: object[]) =>
  ok({ data, paging: { cursors: cursors(lantern.appId, data.length > 1 ? ids.partnerApp : lantern.appId) } });
const subscribe = admin(`POST ${apps}`);
const setOverride = admin(`POST ${apps}`, { json: override });
const setNumber = admin(`POST ${number}`, { json: { webhook_configuration: numberOverride } });
const getApps = admin(`GET ${apps}`);
const getConfiguration = admin(`GET ${number}`, { query: { fields: 'webhook_configuration' } });
const configured = (configuration: object) => ok({ webhook_configuration: configuration, id: ids.number });
const handshakeFailed = (code: 2200 | 2201, message: string) => ({ handshake: { code, message } });

const subscribedApps: Case[] = [
  rule('POST subscribes the app of the token', '[S5]', subscribe, success),
  rule('POST may be repeated', '(obs)', subscribe, success, [subscribe]),
  rule('POST with the task DEVELOP', '(assumed)', as(tokens.developer, `POST ${apps}`), success),
  rule(
    'POST with a token narrowed to this account',
    '[S17]',
    as(tokens.narrowedHere, `POST ${apps}`),
    success,
  ),
  rule('POST by a partner’s app with advanced access', '[S15]', as(tokens.partner, `POST ${apps}`), success),
  rule('POST by an app that is only lent succeeds', '(assumed)', as(tokens.lent, `POST ${apps}`), success),
  rule(
    'POST takes no notice of subscribed_fields, a parameter of Pages',
    '[S19]',
    admin(`POST ${apps}`, { json: { subscribed_fields: ['messages'] } }),
    success,
  ),
  rule('POST without a version', '[S12]', { ...subscribe, line: `POST //${apps.slice(1)}` }, success),
  rule('DELETE removes the subscription', '[S5]', admin(`DELETE ${apps}`), success, [subscribe]),
  rule('DELETE of nothing', '(assumed)', admin(`DELETE ${apps}`), success),
  rule('GET before anybody has subscribed', '[S18]', getApps, ok({ data: [] })),
  rule('GET with any task', '(assumed)', as(tokens.viewer, `GET ${apps}`), listed(desk), [subscribe]),
  rule('GET shows each app with id, link and name', '[S4]', getApps, listed(desk), [subscribe]),
  rule(
    'GET shows the apps of others too, in the order of their ids',
    '[S18]',
    getApps,
    listed(desk, shownApp(ids.partnerApp, 'Beacon')),
    [as(tokens.partner, `POST ${apps}`), subscribe],
  ),
  rule('GET after DELETE', '[S18]', getApps, ok({ data: [] }), [subscribe, admin(`DELETE ${apps}`)]),
  rule(
    'GET with fields shows those and the id',
    '[S18]',
    admin(`GET ${apps}`, { query: { fields: 'name' } }),
    listed({ whatsapp_business_api_data: { id: lantern.appId, name: 'Lantern Desk' } }),
    [subscribe],
  ),
  rule(
    'GET with fields as it is answered',
    '(assumed)',
    admin(`GET ${apps}`, { query: { fields: 'whatsapp_business_api_data{id},override_callback_uri' } }),
    listed({ ...desk, override_callback_uri: override.override_callback_uri }),
    [subscribe, setOverride],
  ),
  rule(
    'GET with fields that do not exist',
    '(obs)',
    admin(`GET ${apps}`, { query: { fields: 'id,colour' } }),
    noField('colour', 'WhatsAppApplication'),
  ),
  rule('GET tolerates debug=all', '(obs)', admin(`GET ${apps}`, { query: { debug: 'all' } }), listed(desk), [
    subscribe,
  ]),
  rule(
    'PUT is not a method of the edge',
    '(obs)',
    admin(`PUT ${apps}`),
    unknownObject('put', lantern.wabaId),
  ),
];

const wabaOverrides: Case[] = [
  rule('POST sets the override', '[S4]', setOverride, success, [subscribe]),
  rule(
    'GET shows the override',
    '[S4]',
    getApps,
    listed(shownApp(lantern.appId, 'Lantern Desk', override.override_callback_uri)),
    [subscribe, setOverride],
  ),
  rule(
    'GET by another app shows the app, and not where it listens',
    '(assumed)',
    as(tokens.partner, `GET ${apps}`),
    listed(desk),
    [subscribe, setOverride],
  ),
  rule('POST before the subscription', '[S24]', setOverride, notSubscribed),
  rule('POST while only another app is subscribed', '[S24]', setOverride, notSubscribed, [
    as(tokens.partner, `POST ${apps}`),
  ]),
  rule('POST without app callback is accepted and will deliver nothing', '[S24]', setOverride, success, [
    subscribe,
  ]),
  rule('an empty POST removes the override', '[S4]', subscribe, success, [subscribe, setOverride]),
  rule('GET after an empty POST shows the subscription alone', '[S4]', getApps, listed(desk), [
    subscribe,
    setOverride,
    subscribe,
  ]),
  rule('DELETE takes the override along', '(assumed)', getApps, listed(desk), [
    subscribe,
    setOverride,
    admin(`DELETE ${apps}`),
    subscribe,
  ]),
  rule('POST as a form', '[S18]', admin(`POST ${apps}`, { form: override }), success, [subscribe]),
  rule('POST in the query', '(obs)', admin(`POST ${apps}`, { query: override }), success, [subscribe]),
  rule(
    'POST without verify_token',
    '[S4]',
    admin(`POST ${apps}`, { json: { override_callback_uri: 'https://a.example/' } }),
    required('verify_token'),
    [subscribe],
  ),
  rule(
    'POST without override_callback_uri',
    '[S4]',
    admin(`POST ${apps}`, { json: { verify_token: 'x' } }),
    required('override_callback_uri'),
    [subscribe],
  ),
  rule(
    'POST with an empty override_callback_uri is no removal',
    '(assumed)',
    admin(`POST ${apps}`, { json: { override_callback_uri: '' } }),
    required('override_callback_uri'),
    [subscribe, setOverride],
  ),
  rule(
    'POST with a URL of 200 characters',
    '[S4]',
    admin(`POST ${apps}`, {
      json: { ...override, override_callback_uri: `https://a.example/${'x'.repeat(182)}` },
    }),
    success,
    [subscribe],
  ),
  rule(
    'POST with a URL of 201 characters',
    '[S4]',
    admin(`POST ${apps}`, {
      json: { ...override, override_callback_uri: `https://a.example/${'x'.repeat(183)}` },
    }),
    invalid('override_callback_uri: The URL is longer than 200 characters. Use a shorter one.'),
    [subscribe],
  ),
  rule(
    'POST with http',
    '[S1], [S2]',
    admin(`POST ${apps}`, { json: { ...override, override_callback_uri: 'http://a.example/' } }),
    invalid('override_callback_uri: The URL must begin with https://.'),
    [subscribe],
  ),
  rule(
    'POST with a number as URL',
    '(assumed)',
    admin(`POST ${apps}`, { json: { ...override, override_callback_uri: {} } }),
    invalid('Param override_callback_uri must be a string'),
    [subscribe],
  ),
  rule(
    'POST when the callback answers 404',
    '[S6], [S25]',
    { ...setOverride, ...handshakeFailed(2200, '(#2200) Callback verification failed') },
    oauth(400, 2200, '(#2200) Callback verification failed'),
    [subscribe],
  ),
  rule(
    'POST when the callback answers something else',
    '[S6]',
    { ...setOverride, ...handshakeFailed(2201, '(#2201) response does not match challenge') },
    oauth(400, 2201, '(#2201) response does not match challenge'),
    [subscribe],
  ),
];

const numberOverrides: Case[] = [
  rule('POST sets the number’s override', '[S4]', setNumber, success, [subscribe]),
  rule('POST before the subscription', '[S24]', setNumber, notSubscribed),
  rule(
    'POST with the object as text in a form',
    '(assumed)',
    admin(`POST ${number}`, { form: { webhook_configuration: JSON.stringify(numberOverride) } }),
    success,
    [subscribe],
  ),
  rule(
    'POST with the object’s members in a form',
    '(assumed)',
    admin(`POST ${number}`, {
      form: {
        'webhook_configuration[override_callback_uri]': numberOverride.override_callback_uri,
        'webhook_configuration[verify_token]': 'lantern',
      },
    }),
    success,
    [subscribe],
  ),
  rule(
    'GET shows the number’s callback',
    '[S4]',
    getConfiguration,
    configured({ phone_number: numberOverride.override_callback_uri }),
    [subscribe, setNumber],
  ),
  rule('GET before anything is set', '[S4]', getConfiguration, configured({})),
  rule(
    'GET shows the callbacks of all three levels',
    '[S4]',
    getConfiguration,
    configured({
      phone_number: numberOverride.override_callback_uri,
      whatsapp_business_account: override.override_callback_uri,
      application: appCallback.callback_url,
    }),
    [app(`POST ${subscriptions}`, { json: appCallback }), subscribe, setOverride, setNumber],
  ),
  rule(
    'GET by another app shows its own callbacks only',
    '(assumed)',
    as(tokens.partner, `GET ${number}`, { query: { fields: 'webhook_configuration' } }),
    configured({}),
    [subscribe, setOverride, setNumber],
  ),
  rule(
    'GET of another number shows the account’s override',
    '[S4]',
    admin(`GET /${ids.secondNumber}`, { query: { fields: 'webhook_configuration' } }),
    ok({
      webhook_configuration: { whatsapp_business_account: override.override_callback_uri },
      id: ids.secondNumber,
    }),
    [subscribe, setOverride, setNumber],
  ),
  rule(
    'POST with an empty URI removes it',
    '[S4]',
    admin(`POST ${number}`, { json: { webhook_configuration: { override_callback_uri: '' } } }),
    success,
    [subscribe, setNumber],
  ),
  rule('GET after the removal', '[S4]', getConfiguration, configured({}), [
    subscribe,
    setNumber,
    admin(`POST ${number}`, { json: { webhook_configuration: { override_callback_uri: '' } } }),
  ]),
  rule(
    'the number’s override stays when the app unsubscribes, inert',
    '(assumed)',
    getConfiguration,
    configured({ phone_number: numberOverride.override_callback_uri }),
    [subscribe, setNumber, admin(`DELETE ${apps}`)],
  ),
  rule(
    'POST without webhook_configuration',
    '[S4]',
    admin(`POST ${number}`),
    required('webhook_configuration'),
  ),
  rule(
    'POST with something else than an object',
    '(assumed)',
    admin(`POST ${number}`, { json: { webhook_configuration: ['x'] } }),
    invalid('Param webhook_configuration must be an object'),
  ),
  rule(
    'POST without the URI',
    '[S18]',
    admin(`POST ${number}`, { json: { webhook_configuration: { verify_token: 'x' } } }),
    required('override_callback_uri'),
  ),
  rule(
    'POST without the token',
    '[S4]',
    admin(`POST ${number}`, {
      json: { webhook_configuration: { override_callback_uri: 'https://a.example/' } },
    }),
    required('verify_token'),
  ),
  rule(
    'POST with a list as URI',
    '(assumed)',
    admin(`POST ${number}`, {
      json: { webhook_configuration: { ...numberOverride, override_callback_uri: [] } },
    }),
    invalid('Param webhook_configuration[override_callback_uri] must be a string'),
  ),
  rule(
    'POST with a URL of 201 characters',
    '[S4]',
    admin(`POST ${number}`, {
      json: {
        webhook_configuration: {
          ...numberOverride,
          override_callback_uri: `https://a.example/${'x'.repeat(183)}`,
        },
      },
    }),
    invalid('override_callback_uri: The URL is longer than 200 characters. Use a shorter one.'),
    [subscribe],
  ),
  rule(
    'POST when the callback answers something else',
    '(assumed)',
    { ...setNumber, ...handshakeFailed(2201, '(#2201) response does not match challenge') },
    oauth(400, 2201, '(#2201) response does not match challenge'),
    [subscribe],
  ),
];

const firstNumber = {
  verified_name: 'Lantern Books',
  display_phone_number: '12025550123',
  platform_type: 'CLOUD_API',
  id: ids.number,
};
const secondNumber = {
  ...firstNumber,
  display_phone_number: '12025550124',
  platform_type: 'NOT_APPLICABLE',
  id: ids.secondNumber,
};
const bothNumbers = (path: string, data: object[], links: object = {}) => ({
  line: `GET ${path}`,
  expected: ok({ data, paging: { cursors: cursors(ids.number, ids.secondNumber), ...links } }),
});
const nextNumbers = (more = '') =>
  `https://graph.example/v25.0${numbers}?${more}after=${cursor(ids.number)}&limit=1`;

const nodes: Case[] = [
  rule('GET a WABA', '[S9]', admin(`GET ${waba}`), ok({ id: lantern.wabaId, name: 'Lantern Books' })),
  rule(
    'GET a WABA with fields, which come in the order asked for, and the id',
    '(obs)',
    admin(`GET ${waba}`, { query: { fields: 'owner_business_info{id},name' } }),
    ok({
      owner_business_info: { id: ids.business, name: 'Lantern' },
      name: 'Lantern Books',
      id: lantern.wabaId,
    }),
  ),
  ...['["name"]', 'name,name', ' name ', 'name.limit(3)'].map((fields) =>
    rule(
      `GET a WABA with fields=${fields}`,
      '(obs)',
      admin(`GET ${waba}`, { query: { fields } }),
      ok({ name: 'Lantern Books', id: lantern.wabaId }),
    ),
  ),
  rule(
    'GET a WABA with an unknown field',
    '(obs)',
    admin(`GET ${waba}`, { query: { fields: '<b>' } }),
    noField('\\u003Cb\\u003e', 'WhatsAppBusinessAccount'),
  ),
  rule('POST to a WABA', '(obs)', admin(`POST ${waba}`), unknownObject('post', lantern.wabaId)),
  rule('DELETE of a WABA', '(obs)', admin(`DELETE ${waba}`), unknownObject('delete', lantern.wabaId)),
  rule('GET a number', '[S9]', admin(`GET ${number}`), ok(firstNumber)),
  rule('GET a number that is not registered', '[S9]', admin(`GET /${ids.secondNumber}`), ok(secondNumber)),
  rule(
    'GET a number with an unknown field',
    '(obs)',
    admin(`GET ${number}`, { query: { fields: 'certificate' } }),
    noField('certificate', 'WhatsAppBusinessPhoneNumber'),
  ),
  rule(
    'GET the numbers',
    '[S19]',
    admin(`GET ${numbers}`),
    bothNumbers(numbers, [firstNumber, secondNumber]).expected,
  ),
  rule(
    'GET the first number, with a link to the next',
    '[S18], [S26]',
    admin(`GET ${numbers}`, { query: { limit: '1' } }),
    ok({ data: [firstNumber], paging: { cursors: cursors(ids.number), next: nextNumbers() } }),
  ),
  rule(
    'a link holds the access token when that came in the query',
    '(obs)',
    as(null, `GET ${numbers}`, { query: { limit: '1', access_token: tokens.admin } }),
    ok({
      data: [firstNumber],
      paging: { cursors: cursors(ids.number), next: nextNumbers(`access_token=${tokens.admin}&`) },
    }),
  ),
  rule(
    'GET the number after a cursor, with a link back',
    '[S18]',
    admin(`GET ${numbers}`, { query: { limit: '1', after: cursor(ids.number) } }),
    ok({
      data: [secondNumber],
      paging: {
        cursors: cursors(ids.secondNumber),
        previous: `https://graph.example/v25.0${numbers}?before=${cursor(ids.secondNumber)}&limit=1`,
      },
    }),
  ),
  rule(
    'GET the number before a cursor',
    '[S18]',
    admin(`GET ${numbers}`, { query: { limit: '1', before: cursor(ids.secondNumber) } }),
    ok({ data: [firstNumber], paging: { cursors: cursors(ids.number), next: nextNumbers() } }),
  ),
  rule(
    'GET after the last',
    '[S18]',
    admin(`GET ${numbers}`, { query: { after: cursor('9'.repeat(20)) } }),
    ok({ data: [] }),
  ),
  rule(
    'a cursor that is none',
    '(assumed)',
    admin(`GET ${numbers}`, { query: { after: '../' } }),
    invalid('Param after is not a cursor of this list'),
  ),
  rule(
    'a limit that is none',
    '(assumed)',
    admin(`GET ${numbers}`, { query: { limit: '0' } }),
    invalid('Param limit must be a positive integer'),
  ),
  rule(
    'GET an app by its own token',
    '[S19]',
    app(`GET /${lantern.appId}`),
    ok({
      link: `https://www.facebook.com/games/?app_id=${lantern.appId}`,
      name: 'Lantern Desk',
      id: lantern.appId,
    }),
  ),
  rule(
    'GET an app by a token that was issued to it',
    '(obs)',
    admin(`GET /${lantern.appId}`, { query: { fields: 'id,icon_url' } }),
    ok({ id: lantern.appId }),
  ),
  rule(
    'GET an app with an unknown field',
    '(obs)',
    app(`GET /${lantern.appId}`, { query: { fields: 'secret' } }),
    noField('secret', 'Application'),
  ),
  ...[harbour.appId, ids.labApp, '900000000000009', ids.admin, ids.business].map((id) =>
    rule(
      `GET /${id}, which this token cannot see`,
      '(assumed)',
      admin(`GET /${id}`),
      unknownObject('get', id),
    ),
  ),
  ...[harbour.appId, '900000000000009', lantern.wabaId].map((id) =>
    rule(`GET /${id} by an app token`, '(obs)', app(`GET /${id}`), noPermission),
  ),
  rule('GET /me', '[S12]', admin('GET /me'), ok({ name: 'Lantern System User', id: ids.admin })),
  rule('GET /me?fields=id', '[S12]', admin('GET /me', { query: { fields: 'id' } }), ok({ id: ids.admin })),
  rule(
    'GET /me by an app token',
    '(obs)',
    app('GET /me', { query: { fields: 'id,name' } }),
    ok({ id: lantern.appId, name: 'Lantern Desk' }),
  ),
  rule(
    'GET /me without a token',
    '(obs)',
    as(null, 'GET /me'),
    oauth(400, 104, 'An access token is required to request this resource.'),
  ),
  rule(
    'GET /me with an unknown field',
    '(obs)',
    admin('GET /me', { query: { fields: 'email' } }),
    noField('email', 'User'),
  ),
];

const userList = (data: { id: string }[]) =>
  ok({ data, paging: { cursors: cursors(data[0]?.id ?? '', data.at(-1)?.id) } });
const ofOwner = { query: { business: ids.business } };
const people = [
  { id: ids.viewer, name: 'Vera', tasks: ['VIEW_TEMPLATES'] },
  { id: '500000000000012', name: 'Dan', tasks: ['DEVELOP'] },
];
const assignIda = admin(`POST ${users}`, { json: { user: ids.idle, tasks: ['MANAGE', 'DEVELOP'] } });

const assignedUsers: Case[] = [
  rule(
    'GET lists the people of a business with their tasks',
    '[S19], [S20]',
    admin(`GET ${users}`, ofOwner),
    userList(people),
  ),
  rule(
    'GET for a partner',
    '[S20]',
    admin(`GET ${users}`, { query: { business: ids.partner } }),
    ok({ data: [] }),
  ),
  rule('GET without business', '[S19]', admin(`GET ${users}`), required('business')),
  ...[ids.stranger, '900000000000009', 'x'].map((business) =>
    rule(
      `GET for ${business}, which has nothing to do with the account`,
      '(assumed)',
      admin(`GET ${users}`, { query: { business } }),
      invalid('Param business must be the id of the business that owns the account, or of a partner'),
    ),
  ),
  rule('POST gives tasks', '[S20]', assignIda, success),
  rule(
    'GET shows them',
    '[S20]',
    admin(`GET ${users}`, ofOwner),
    userList([...people, { id: ids.idle, name: 'Ida', tasks: ['MANAGE', 'DEVELOP'] } as (typeof people)[0]]),
    [assignIda],
  ),
  rule('the tasks count at once', '(assumed)', as(tokens.idle, `POST ${apps}`), success, [assignIda]),
  rule('DELETE takes them away', '[S20]', admin(`DELETE ${users}`, { query: { user: ids.idle } }), success, [
    assignIda,
  ]),
  rule(
    'after which the account is out of sight',
    '(assumed)',
    as(tokens.idle, `GET ${waba}`),
    unknownObject('get', lantern.wabaId),
    [assignIda, admin(`DELETE ${users}`, { query: { user: ids.idle } })],
  ),
  rule(
    'POST by somebody who is no admin',
    '[S20]',
    as(tokens.developer, `POST ${users}`, { json: { user: ids.idle, tasks: ['MANAGE'] } }),
    noPermission,
  ),
  rule(
    'POST by a partner’s admin',
    '[S20]',
    as(tokens.partner, `POST ${users}`, { json: { user: ids.idle, tasks: ['MANAGE'] } }),
    noPermission,
  ),
  rule(
    'POST without user',
    '[S19]',
    admin(`POST ${users}`, { json: { tasks: ['MANAGE'] } }),
    required('user'),
  ),
  rule(
    'POST without tasks',
    '[S19]',
    admin(`POST ${users}`, { json: { user: ids.idle } }),
    required('tasks'),
  ),
  rule(
    'POST with an unknown task',
    '[S20]',
    admin(`POST ${users}`, { json: { user: ids.idle, tasks: ['MANAGE', 'FLY'] } }),
    invalid(
      'Param tasks[1] must be one of {MANAGE, DEVELOP, MANAGE_TEMPLATES, MANAGE_PHONE, VIEW_COST, MANAGE_EXTENSIONS, VIEW_PHONE_ASSETS, MANAGE_PHONE_ASSETS, VIEW_TEMPLATES, MESSAGING, VIEW_INSIGHTS, MANAGE_USERS, MANAGE_BILLING}',
    ),
  ),
  ...[ids.foreignUser, '900000000000009'].map((user) =>
    rule(
      `POST for ${user}, a stranger or nobody`,
      '(assumed)',
      admin(`POST ${users}`, { json: { user, tasks: ['MANAGE'] } }),
      invalid('Param user must be the id of a user of the business that owns the account, or of a partner'),
    ),
  ),
];

const saved = app(`POST ${subscriptions}`, { json: { ...appCallback, fields: 'messages' } });
const shownSubscription = (more: object = {}) => ({
  object: 'whatsapp_business_account',
  callback_url: appCallback.callback_url,
  active: true,
  ...more,
});
const messages = { fields: [{ name: 'messages', version: 'v25.0' }] };

const appSubscriptions: Case[] = [
  rule('POST sets the callback and adds fields', '[S2], [S7]', saved, success),
  rule(
    'GET shows object, callback, active and fields with versions',
    '[S8]',
    app(`GET ${subscriptions}`),
    ok({ data: [shownSubscription(messages)] }),
    [saved],
  ),
  rule('GET before the first POST', '[S8]', app(`GET ${subscriptions}`), ok({ data: [] })),
  rule(
    'GET with fields',
    '(assumed)',
    app(`GET ${subscriptions}`, { query: { fields: 'object,active' } }),
    ok({ data: [{ object: 'whatsapp_business_account', active: true }] }),
    [saved],
  ),
  rule(
    'include_values=false is shown',
    '(assumed)',
    app(`GET ${subscriptions}`),
    ok({ data: [shownSubscription({ include_values: false, ...messages })] }),
    [saved, app(`POST ${subscriptions}`, { json: { object: appCallback.object, include_values: false } })],
  ),
  rule(
    'POST by a user token',
    '(obs)',
    admin(`POST ${subscriptions}`, { json: appCallback }),
    oauth(400, 15, '(#15) This method must be called with an app access_token.'),
  ),
  rule(
    'GET by a user token',
    '(obs)',
    admin(`GET ${subscriptions}`),
    oauth(400, 15, '(#15) This method must be called with an app access_token.'),
  ),
  rule(
    'POST for another app',
    '(obs)',
    app(`POST /${harbour.appId}/subscriptions`),
    unknownObject('post', harbour.appId),
  ),
  rule('POST without object', '[S7]', app(`POST ${subscriptions}`, { json: {} }), required('object')),
  rule(
    'POST for a new subscription without callback_url',
    '(assumed)',
    app(`POST ${subscriptions}`, { json: { object: appCallback.object } }),
    required('callback_url'),
  ),
  rule('DELETE removes everything', '[S7]', app(`DELETE ${subscriptions}`), success, [saved]),
  rule('DELETE of nothing', '(assumed)', app(`DELETE ${subscriptions}`), success),
  rule(
    'POST when the callback answers 404',
    '[S25]',
    {
      ...saved,
      ...handshakeFailed(
        2200,
        '(#2200) Callback verification failed with the following errors: HTTP Status Code = 404; HTTP Message = Not Found',
      ),
    },
    oauth(
      400,
      2200,
      '(#2200) Callback verification failed with the following errors: HTTP Status Code = 404; HTTP Message = Not Found',
    ),
  ),
];

const credentials = {
  client_id: lantern.appId,
  client_secret: lantern.secret,
  grant_type: 'client_credentials',
};
const exchange = (change: Record<string, string>) =>
  as(null, 'GET /oauth/access_token', { query: { ...credentials, ...change } });
const debug = (token: string, input: string) =>
  as(token, 'GET /debug_token', { query: { input_token: input } });
const seconds = startOfTime / 1000;
const both = ['whatsapp_business_management', 'whatsapp_business_messaging'];
const debugged = (more: object) =>
  ok({
    data: {
      app_id: lantern.appId,
      type: 'SYSTEM_USER',
      application: 'Lantern Desk',
      data_access_expires_at: 0,
      expires_at: 0,
      issued_at: seconds,
      scopes: both,
      granular_scopes: both.map((scope) => ({ scope })),
      user_id: ids.admin,
      is_valid: true,
      ...more,
    },
  });
const notAToken = ok({
  data: {
    error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' },
    is_valid: false,
    scopes: [],
  },
});

const accessTokens: Case[] = [
  rule(
    'an app exchanges id and secret for its token',
    '[S17]',
    exchange({}),
    ok({ access_token: lantern.appToken, token_type: 'bearer' }),
  ),
  rule(
    'the same by POST',
    '(obs)',
    as(null, 'POST /oauth/access_token', { form: credentials }),
    ok({ access_token: lantern.appToken, token_type: 'bearer' }),
  ),
  rule(
    'a wrong secret',
    '(obs)',
    exchange({ client_secret: 'wrong' }),
    oauth(400, 1, 'Error validating client secret.'),
  ),
  rule(
    'an unknown app',
    '(assumed)',
    exchange({ client_id: '900000000000009' }),
    oauth(400, 1, 'Error validating client secret.'),
  ),
  rule('no id', '(obs)', exchange({ client_id: '' }), oauth(400, 101, 'Missing client_id parameter.')),
  rule(
    'no secret',
    '(obs)',
    exchange({ client_secret: '' }),
    oauth(400, 101, 'Missing client_secret parameter.'),
  ),
  rule(
    'another grant',
    '(assumed)',
    exchange({ grant_type: 'fb_exchange_token' }),
    notImplemented('the grant type "fb_exchange_token"'),
  ),
  rule('debug_token by the app’s token', '[S17]', debug(tokens.app, tokens.admin), debugged({})),
  rule('debug_token by a token of the same app', '[S17]', debug(tokens.admin, tokens.admin), debugged({})),
  rule(
    'debug_token of a token narrowed to some accounts',
    '[S17]',
    debug(tokens.app, tokens.narrowedHere),
    debugged({
      granular_scopes: [{ scope: both[0], target_ids: [lantern.wabaId] }, { scope: both[1] }],
    }),
  ),
  rule(
    'debug_token of a person’s token',
    '[S17]',
    debug(tokens.app, tokens.viewer),
    debugged({ type: 'USER', user_id: ids.viewer }),
  ),
  rule(
    'debug_token of an expired token',
    '(obs)',
    debug(tokens.app, tokens.expired),
    debugged({
      expires_at: seconds - 3600,
      is_valid: false,
      error: {
        code: 190,
        message:
          'Error validating access token: Session has expired on Saturday, 21-Nov-26 11:00:00 UTC. The current time is Saturday, 21-Nov-26 12:00:00 UTC.',
        subcode: 463,
      },
    }),
  ),
  rule(
    'debug_token of a revoked token',
    '(obs)',
    debug(tokens.app, tokens.revoked),
    debugged({
      is_valid: false,
      error: {
        code: 190,
        message: 'Error validating access token: The access token has been revoked.',
        subcode: 467,
      },
    }),
  ),
  rule(
    'debug_token of an app token',
    '[S17]',
    debug(tokens.app, tokens.app),
    ok({
      data: { app_id: lantern.appId, type: 'APP', application: 'Lantern Desk', is_valid: true, scopes: [] },
    }),
  ),
  rule('debug_token of a made-up token', '(obs)', debug(tokens.app, 'EAAnone'), notAToken),
  rule('debug_token of another app’s token', '(assumed)', debug(tokens.app, harbour.token), notAToken),
  rule('debug_token of another app’s app token', '(assumed)', debug(tokens.app, harbour.appToken), notAToken),
  rule('debug_token without input_token', '[S17]', app('GET /debug_token'), required('input_token')),
];

const proofOf = (message: string) => createHmac('sha256', provingSecret).update(message).digest('hex');
const prove = (query: Record<string, string>) => as(tokens.proving, `GET ${waba}`, { query });
const timed = (at: number) => ({
  appsecret_proof: proofOf(`${tokens.proving}|${at}`),
  appsecret_time: String(at),
});
const wabaShown = ok({ id: lantern.wabaId, name: 'Lantern Books' });
const badProof = graphMethod('Invalid appsecret_proof provided in the API argument');

const proofs: Case[] = [
  rule('a proof that is right', '[S16]', prove({ appsecret_proof: proofOf(tokens.proving) }), wabaShown),
  rule('a timed proof', '[S16]', prove(timed(seconds)), wabaShown),
  rule('a timed proof of five minutes ago', '[S16]', prove(timed(seconds - 300)), wabaShown),
  rule('a timed proof older than that', '[S16]', prove(timed(seconds - 301)), badProof),
  rule('a timed proof from the future', '(assumed)', prove(timed(seconds + 301)), badProof),
  rule('a time that is none', '(assumed)', prove({ ...timed(seconds), appsecret_time: 'now' }), badProof),
  rule('a wrong proof', '(obs)', prove({ appsecret_proof: 'a'.repeat(64) }), badProof),
  rule('something else than a proof', '(obs)', prove({ appsecret_proof: 'x' }), badProof),
  rule(
    'no proof where the app requires one',
    '(obs)',
    prove({}),
    graphMethod('API calls from the server require an appsecret_proof argument'),
  ),
  rule(
    'a wrong proof where the app requires none',
    '(obs)',
    admin(`GET ${waba}`, { query: { appsecret_proof: 'a'.repeat(64) } }),
    badProof,
  ),
];

const outOfScope: Case[] = [
  ...['message_templates', 'messages', 'register', 'constructor', '__proto__'].map((edge) =>
    rule(
      `GET the edge ${edge}`,
      '(assumed)',
      admin(`GET ${waba}/${edge}`),
      notImplemented(`the edge "${edge}"`),
    ),
  ),
  rule(
    'POST a message',
    '(assumed)',
    admin(`POST ${number}/messages`),
    notImplemented('the edge "messages"'),
  ),
  rule(
    'a path below an edge',
    '(obs)',
    admin(`GET ${apps}/1`),
    oauth(400, 2500, `Unknown path components: /v25.0${apps}/1. wahook answers: ${calls}.`),
  ),
  rule(
    'an edge of /me',
    '(assumed)',
    admin('GET /me/accounts'),
    oauth(400, 2500, `Unknown path components: /v25.0/me/accounts. wahook answers: ${calls}.`),
  ),
  rule(
    'an id that is too long',
    '(assumed)',
    admin(`GET /${'1'.repeat(33)}`),
    oauth(400, 2500, `Unknown path components: /v25.0/${'1'.repeat(33)}. wahook answers: ${calls}.`),
  ),
  rule(
    'the root by GET',
    '(assumed)',
    admin('GET /'),
    oauth(400, 2500, `Unknown path components: /v25.0/. wahook answers: ${calls}.`),
  ),
];

const item = (method: string, url: string, more: object = {}) => ({ method, relative_url: url, ...more });
const batchOf = (items: unknown, more: object = {}) =>
  admin('POST /', { json: { batch: items, include_headers: false, ...more } });
const part = (code: number, json: object) => ({ code, body: JSON.stringify(json) });

const batches: Case[] = [
  rule(
    'several calls in one',
    '[S18]',
    batchOf([
      item('POST', `v25.0${apps}`),
      item('GET', `${lantern.wabaId}?fields=name`),
      item('GET', 'me?fields=id'),
    ]),
    ok([
      part(200, { success: true }),
      part(200, { name: 'Lantern Books', id: lantern.wabaId }),
      part(200, { id: ids.admin }),
    ]),
  ),
  rule(
    'a batch as text, items with a form and a token of their own',
    '(obs)',
    as(null, 'POST /', {
      form: {
        include_headers: 'false',
        batch: JSON.stringify([
          item('POST', `${lantern.wabaId}/subscribed_apps`, { body: `access_token=${tokens.developer}` }),
          item('GET', `me?fields=id&access_token=${tokens.viewer}`),
        ]),
      },
    }),
    ok([part(200, { success: true }), part(200, { id: ids.viewer })]),
  ),
  rule('no batch', '(assumed)', admin('POST /'), required('batch')),
  rule('a batch that is no list', '(obs)', batchOf('{}'), invalid('Param batch must be an array')),
  rule('an empty batch', '(assumed)', batchOf([]), invalid('Param batch must not be empty')),
  rule(
    '51 items',
    '(obs)',
    batchOf(Array(51).fill(item('GET', 'me'))),
    invalid('Too many requests in batch message. Maximum batch size is 50'),
  ),
  rule(
    'an item that is no object',
    '(assumed)',
    batchOf(['me']),
    invalid('Param batch[0] must be an object'),
  ),
  rule(
    'an item with a method that is no text',
    '(assumed)',
    batchOf([{ method: 1 }]),
    invalid('Param batch[0][method] must be a string'),
  ),
  rule(
    'items that depend on others',
    '(assumed)',
    batchOf([item('GET', 'me', { depends_on: 'x' })]),
    notImplemented('depends_on in a batch'),
  ),
];

export const cases: readonly Case[] = [
  ...accountRefusals,
  ...subscribedApps,
  ...wabaOverrides,
  ...numberOverrides,
  ...nodes,
  ...assignedUsers,
  ...appSubscriptions,
  ...accessTokens,
  ...proofs,
  ...outOfScope,
  ...batches,
];
