// Whatever is sent, the answer is Graph-shaped, below 500, and holds no secret.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ids as cast, seedCast } from './contract/test-cast.ts';
import {
  type Answer,
  type Bench,
  type Call,
  harbour,
  lantern,
  lanternTokens,
  openBench,
} from './test-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ seedMore: seedCast });
});
afterAll(() => bench.close());

const verifyToken = 'fuzz-verify-token-that-nobody-may-see';
const secrets = [lantern.secret, lantern.token, harbour.secret, harbour.token, verifyToken];

const ids = [lantern.appId, lantern.wabaId, cast.number, harbour.appId, harbour.wabaId, '0', '__proto__'];
const edges = [
  'subscriptions',
  'subscribed_apps',
  'phone_numbers',
  'assigned_users',
  '',
  'constructor',
  '..',
];
const names = ['/me', '/debug_token', '/oauth/access_token', '/', '/v25.0'];
const path = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.constantFrom('/v25.0/', '/', '//v1.0/'),
      fc.constantFrom(...ids),
      fc.constantFrom(...edges),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...names)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('/'), fc.string(), fc.string({ unit: 'binary' })) },
);
const method = fc.oneof(
  fc.constantFrom('GET', 'POST', 'DELETE'),
  fc.constantFrom('PUT', 'HEAD', 'OPTIONS', '__proto__'),
  fc.string(),
);
const token = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(lantern.token, lantern.appToken) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(harbour.token, lanternTokens.expired, `${lantern.appId}|${harbour.secret}`),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

const text = fc.oneof(
  fc.constantFrom(
    '',
    'whatsapp_business_account',
    'messages,calls',
    '["messages"]',
    '[[[',
    'https://a.example/',
    'true',
    '\ud800',
  ),
  fc.string({ unit: 'binary' }),
);
const batch = fc.array(
  fc.oneof(
    fc.record(
      {
        method: fc.oneof(fc.constantFrom('GET', 'POST', 'DELETE', 'get'), fc.string()),
        relative_url: fc.oneof(
          path.map((parts) => parts.join('/')),
          text,
        ),
        body: text,
        name: fc.anything(),
      },
      { requiredKeys: [] },
    ),
    fc.anything(),
  ),
  { maxLength: 4 },
);
const value = fc.oneof(
  text,
  fc.anything(),
  batch,
  batch.map((items) => JSON.stringify(items) ?? ''),
);
const name = fc.oneof(
  fc.constantFrom(
    'batch',
    'limit',
    'after',
    'before',
    'tasks',
    'user',
    'business',
    'pretty',
    'include_headers',
  ),
  fc.constantFrom(
    'webhook_configuration',
    'webhook_configuration[verify_token]',
    'appsecret_proof',
    'appsecret_time',
  ),
  fc.constantFrom('input_token', 'client_id', 'client_secret', 'grant_type', 'access_token'),
  fc.constantFrom('object', 'callback_url', 'fields', 'fields[]', 'fields[3]', 'include_values', 'method'),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'a[__proto__][b]',
    'fields[__proto__]',
    'override_callback_uri',
  ),
  fc.string(),
);
const verification = fc.constantFrom({}, { verify_token: verifyToken });
const parameters = fc
  .tuple(fc.dictionary(name, value, { noNullPrototype: false }), verification)
  .map(([some, others]): Record<string, unknown> => ({ ...some, ...others }));
const form = fc
  .tuple(fc.array(fc.tuple(name, text)), verification)
  .map(([some, others]) => new URLSearchParams([...some, ...Object.entries(others)]).toString());

const contentType = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/plain',
  undefined,
);
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ token, json: parameters }),
  fc.record({ token, form }),
  fc.record({ token, query: form }),
  fc.record({ token, query: form, json: parameters }),
  fc.record({ query: token.map((given) => new URLSearchParams({ access_token: given }).toString()) }),
  fc.tuple(token, contentType, fc.uint8Array()).map(
    ([given, type, body]): Call => ({
      token: given,
      body,
      ...(type !== undefined && { contentType: type }),
    }),
  ),
  fc.record({ headers: fc.record({ authorization: fc.string() }) }),
);

function expectGraphShape({ status, headers, json }: Answer): void {
  expect(status).toBeLessThan(500);
  for (const header of Object.values(headers)) expect(header).toMatch(/^[\x20-\x7e]*$/);
  if (status === 200) {
    expect(json).toEqual(expect.any(Object));
  } else {
    const shape = { message: expect.any(String), type: expect.any(String), code: expect.any(Number) };
    expect(json).toEqual({
      error: expect.objectContaining({ ...shape, fbtrace_id: headers['x-fb-request-id'] }),
    });
  }
  const whole = JSON.stringify([headers, json]);
  for (const secret of secrets) expect(whole).not.toContain(secret);
}

it('takes ten thousand characters wherever a token, an id or a name may stand', async () => {
  const long = 'E'.repeat(10_000);
  const sent: [string, Call][] = [
    ['/me', { token: long }],
    ['/me', { query: `access_token=${long}` }],
    ['/me', { token: `${lantern.appId}|${long}` }],
    ['/debug_token', { token: lantern.token, query: `input_token=${long}` }],
    [
      '/oauth/access_token',
      { query: `grant_type=client_credentials&client_id=${long}&client_secret=${long}` },
    ],
    [`/${long}`, { token: lantern.token }],
    [`/${lantern.wabaId}/${long}`, { token: lantern.token }],
    [`/${lantern.wabaId}`, { token: lantern.token, query: `fields=${long}` }],
    [`/${lantern.wabaId}`, { token: lantern.token, query: `appsecret_proof=${long}` }],
    [`/${lantern.wabaId}/phone_numbers`, { token: lantern.token, query: `after=${long}` }],
    [`/${lantern.wabaId}/assigned_users`, { token: lantern.token, query: `business=${long}` }],
  ];
  for (const [target, call] of sent) {
    const answer = await bench.call('GET', target, call);
    expectGraphShape(answer);
    // A long token to look into is as good as any other that is none.
    if (target !== '/debug_token') expect([target, answer.status >= 400]).toEqual([target, true]);
    expect(JSON.stringify(answer).length).toBeLessThan(3000);
  }
});

it('answers everything in Graph’s form, never with a 5xx, never with a secret', async () => {
  await fc.assert(
    fc.asyncProperty(method, path, call, async (verb, parts, sent) => {
      expectGraphShape(await bench.call(verb, parts.join('/'), sent));
    }),
    { numRuns: 1500 },
  );
  expect(bench.notices).toEqual([]);
  expect(Object.hasOwn(Object.prototype, 'b')).toBe(false);
});

it('takes names of the prototype as names (hostile/json-bodies.json, graph-fields)', async () => {
  const file = new URL('../../../../hostile/json-bodies.json', import.meta.url);
  const { cases }: { cases: { id: string; construct?: string }[] } = JSON.parse(readFileSync(file, 'utf8'));
  const row = cases.find(({ id }) => id === 'graph-fields');
  expect(row?.construct).toBe('GET /{id}?fields=__proto__,constructor and form bodies a[__proto__][b]=1');
  for (const target of [
    lantern.wabaId,
    `${lantern.wabaId}/subscribed_apps`,
    `${lantern.appId}/subscriptions`,
  ]) {
    for (const given of [lantern.token, lantern.appToken]) {
      const query = 'fields=__proto__,constructor';
      expectGraphShape(await bench.call('GET', `/${target}`, { token: given, query }));
      for (const verb of ['POST', 'DELETE']) {
        expectGraphShape(await bench.call(verb, `/${target}`, { token: given, form: 'a[__proto__][b]=1' }));
        expectGraphShape(await bench.call(verb, `/${target}`, { token: given, query }));
      }
    }
  }
  expect(Object.hasOwn(Object.prototype, 'b')).toBe(false);
});
