// The contract of /{app-id}/subscriptions, case by case, against a real store.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, type Call, harbour, lantern, openBench, removeSubscriptions } from '../test-bench.ts';
import { invalid, oauth, subscriptions, success, unknownObject } from '../test-expectations.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(async () => {
  await removeSubscriptions(bench.store);
  bench.verdict = { ok: true };
  bench.handshakes.length = 0;
  bench.duringHandshake = () => Promise.resolve();
});
afterAll(() => bench.close());

const callback = {
  object: 'whatsapp_business_account',
  callback_url: 'https://a.example/hook',
  verify_token: 'lantern-verify',
};

function asApp(call: Call = {}): Call {
  return { token: lantern.appToken, ...call };
}

async function subscribe(parameters: object = {}): Promise<void> {
  const answer = await bench.call('POST', subscriptions, asApp({ json: { ...callback, ...parameters } }));
  expect(answer).toMatchObject(success);
  bench.handshakes.length = 0;
}

async function readSubscription(): Promise<unknown> {
  return (await bench.call('GET', subscriptions, asApp())).json;
}

async function fieldNames(): Promise<string[]> {
  const [app] = await bench.store.apps.list();
  const subscription = await bench.store.subscriptions.app(app?.id ?? 0);
  return (subscription?.fields ?? []).map((field) => field.name).toSorted();
}

describe('/{app-id}/subscriptions', () => {
  const appTokenNeeded = oauth(400, 15, '(#15) This method must be called with an app access_token.');

  it.each(['GET', 'POST', 'DELETE'])('%s wants an app access token', async (method) => {
    expect(await bench.call(method, subscriptions, { token: lantern.token })).toMatchObject(appTokenNeeded);
  });

  it.each(['GET', 'POST', 'DELETE'])(
    '%s answers the same for a foreign and an unknown app',
    async (method) => {
      for (const id of [harbour.appId, '200000000000009']) {
        const answer = await bench.call(method, `/${id}/subscriptions`, asApp({ json: callback }));
        expect(answer).toMatchObject(unknownObject(method.toLowerCase(), id));
      }
    },
  );

  it('GET lists nothing before the first POST', async () => {
    expect(await readSubscription()).toEqual({ data: [] });
  });

  it('POST shakes hands, then GET shows what was subscribed, without the verify token', async () => {
    const call = asApp({ json: { ...callback, fields: ['messages', 'account_update'] } });
    expect(await bench.call('POST', subscriptions, call)).toMatchObject(success);
    expect(bench.handshakes).toEqual([{ url: callback.callback_url, verifyToken: callback.verify_token }]);
    expect(await readSubscription()).toEqual({
      data: [
        {
          object: 'whatsapp_business_account',
          callback_url: callback.callback_url,
          active: true,
          fields: expect.arrayContaining([
            { name: 'messages', version: 'v25.0' },
            { name: 'account_update', version: 'v25.0' },
          ]),
        },
      ],
    });
  });

  const form = new URLSearchParams(callback).toString();
  const names = '["messages","calls"]';
  it.each<[string, Call]>([
    ['a comma list in the query', { query: `${form}&fields=messages,%20calls` }],
    ['a comma list in a form', { form: `${form}&fields=messages%2Ccalls` }],
    ['a comma list in JSON', { json: { ...callback, fields: 'messages,calls' } }],
    ['an array in JSON', { json: { ...callback, fields: ['messages', 'calls'] } }],
    ['an array as text', { query: `${form}&fields=${encodeURIComponent(names)}` }],
    ['an array as text in JSON', { json: { ...callback, fields: names } }],
    ['fields[]', { form: `${form}&fields[]=messages&fields[]=calls` }],
    ['fields[0]', { form: `${form}&fields[0]=messages&fields[1]=calls` }],
    ['repeated fields', { form: `${form}&fields=messages&fields=calls` }],
    ['doubled names', { form: `${form}&fields=messages,calls,messages` }],
    ['query and body together', { query: form, json: { fields: ['messages', 'calls'] } }],
  ])('POST takes fields as %s', async (_name, call) => {
    expect(await bench.call('POST', subscriptions, asApp(call))).toMatchObject(success);
    expect(await fieldNames()).toEqual(['calls', 'messages']);
  });

  it('POST takes multipart forms, as curl -F sends them', async () => {
    const boundary = '------------------------f0e1d2c3b4a59687';
    const parameters = { ...callback, fields: 'messages' };
    const parts = Object.entries(parameters).map(
      ([name, value]) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const body = Buffer.from(`${parts.join('')}--${boundary}--\r\n`);
    const call = asApp({ body, contentType: `multipart/form-data; boundary=${boundary}` });
    expect(await bench.call('POST', subscriptions, call)).toMatchObject(success);
    expect(await fieldNames()).toEqual(['messages']);
  });

  it('POST amends: fields are added, those already there keep their version', async () => {
    await subscribe({ fields: 'messages' });
    const call = asApp({ form: 'object=whatsapp_business_account&fields=messages,calls' });
    expect(await bench.call('POST', `/v26.0/${lantern.appId}/subscriptions`, call)).toMatchObject(success);
    expect(bench.handshakes).toEqual([]);
    expect(await readSubscription()).toMatchObject({
      data: [
        {
          fields: expect.arrayContaining([
            { name: 'messages', version: 'v25.0' },
            { name: 'calls', version: 'v26.0' },
          ]),
        },
      ],
    });
  });

  it('POST without fields keeps them, and names the newest version when the path has none', async () => {
    const target = `/${lantern.appId}/subscriptions`;
    await bench.call('POST', target, asApp({ json: { ...callback, fields: 'flows' } }));
    await bench.call('POST', target, asApp({ json: { ...callback, callback_url: 'https://b.example/' } }));
    expect(await readSubscription()).toMatchObject({
      data: [{ callback_url: 'https://b.example/', fields: [{ name: 'flows', version: 'v26.0' }] }],
    });
  });

  it('POST takes the known misspelling, extra fields of the settings, and include_values', async () => {
    await subscribe({ fields: 'group_participant_update,brand_new_field', include_values: 'false' });
    expect(await fieldNames()).toEqual(['brand_new_field', 'group_participants_update']);
    const [app] = await bench.store.apps.list();
    expect(await bench.store.subscriptions.app(app?.id ?? 0)).toMatchObject({ includeValues: false });
  });

  it('POST with another verify token alone shakes hands with the URL that is there', async () => {
    await subscribe();
    const call = asApp({ form: 'object=whatsapp_business_account&verify_token=another' });
    expect(await bench.call('POST', subscriptions, call)).toMatchObject(success);
    expect(bench.handshakes).toEqual([{ url: callback.callback_url, verifyToken: 'another' }]);
  });

  it('POST with another URL alone shakes hands with the verify token that is there', async () => {
    await subscribe();
    const call = asApp({ json: { object: callback.object, callback_url: 'https://b.example/' } });
    expect(await bench.call('POST', subscriptions, call)).toMatchObject(success);
    expect(bench.handshakes).toEqual([{ url: 'https://b.example/', verifyToken: callback.verify_token }]);
  });

  it.each([
    [2200, oauth(400, 2200, '(#2200) no')],
    [2201, oauth(400, 2201, '(#2201) no')],
    [100, oauth(400, 100, '(#100) no')],
  ] as const)('POST answers a failed handshake with %i and changes nothing', async (code, expected) => {
    await subscribe({ fields: 'messages' });
    const before = await readSubscription();
    bench.verdict = { ok: false, code, message: `(#${code}) no` };
    const change = { ...callback, callback_url: 'https://b.example/', fields: 'calls' };
    expect(await bench.call('POST', subscriptions, asApp({ json: change }))).toMatchObject(expected);
    expect(await readSubscription()).toEqual(before);
  });

  it('POST over the budget of handshakes says that trying later helps', async () => {
    bench.verdict = { ok: false, code: 4, message: '(#4) later' };
    const answer = await bench.call('POST', subscriptions, asApp({ json: callback }));
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 4, is_transient: true } } });
  });

  it('POST with callback URL and verify token reactivates', async () => {
    await subscribe({ fields: 'messages' });
    const [app] = await bench.store.apps.list();
    const current = await bench.store.subscriptions.app(app?.id ?? 0);
    if (!current) throw new Error('subscribed above');
    await bench.store.subscriptions.saveApp({ ...current, active: false, verifyToken: 'lantern-verify' });
    expect(await readSubscription()).toMatchObject({ data: [{ active: false }] });
    await bench.call('POST', subscriptions, asApp({ form: `object=${callback.object}&fields=calls` }));
    expect(await readSubscription()).toMatchObject({ data: [{ active: false }] });
    await subscribe();
    expect(await readSubscription()).toMatchObject({ data: [{ active: true }] });
    expect(await fieldNames()).toEqual(['calls', 'messages']);
  });

  it.each<[string, object, object]>([
    ['object', { object: undefined }, invalid('The parameter object is required')],
    ['callback_url', { callback_url: undefined }, invalid('The parameter callback_url is required')],
    [
      'a callback_url that is not empty',
      { callback_url: '' },
      invalid('The parameter callback_url is required'),
    ],
    ['verify_token', { verify_token: undefined }, invalid('The parameter verify_token is required')],
    [
      'a known object',
      { object: 'page' },
      invalid('Param object must be one of {whatsapp_business_account} - got "page".'),
    ],
    ['a text as object', { object: ['x'] }, invalid('Param object must be a string')],
    ['an exact number', { verify_token: 2 ** 60 }, invalid('Param verify_token must be a string')],
    [
      'well-formed text',
      { verify_token: '\ud800' },
      invalid('Param verify_token must be well-formed Unicode'),
    ],
    [
      'a verify token of bounded length',
      { verify_token: 'x'.repeat(2049) },
      invalid('Param verify_token must not be longer than 2048 characters'),
    ],
    ['a boolean', { include_values: 'maybe' }, invalid('Param include_values must be a boolean')],
    ['texts as fields', { fields: [{}] }, invalid('Param fields[0] must be a string')],
    ['an array as fields', { fields: '["messages"' }, invalid('Param fields must be an array')],
  ])('POST wants %s', async (_name, part, expected) => {
    const answer = await bench.call('POST', subscriptions, asApp({ json: { ...callback, ...part } }));
    expect(answer).toMatchObject(expected);
    expect(bench.handshakes).toEqual([]);
    expect(await readSubscription()).toEqual({ data: [] });
  });

  it('POST with an unknown field fails whole, names it and lists the known ones', async () => {
    await subscribe({ fields: 'messages' });
    const change = { ...callback, callback_url: 'https://b.example/', fields: 'calls,<mesages>' };
    const { status, json } = await bench.call('POST', subscriptions, asApp({ json: change }));
    expect(status).toBe(400);
    const message = expect.stringMatching(
      /^\(#100\) Param fields\[1\] must be one of \{account_alerts, .*messages.*, brand_new_field\} - got "\\u003Cmesages\\u003e"\.$/,
    );
    expect(json).toMatchObject({ error: { code: 100, type: 'OAuthException', message } });
    expect(bench.handshakes).toEqual([]);
    expect(await readSubscription()).toMatchObject({ data: [{ callback_url: callback.callback_url }] });
    expect(await fieldNames()).toEqual(['messages']);
  });

  it('POSTs at the same time do not lose each other’s fields', async () => {
    await subscribe();
    const names = ['messages', 'calls', 'flows', 'history', 'security'];
    const amend = (name: string) =>
      bench.call('POST', subscriptions, asApp({ json: { object: callback.object, fields: [name] } }));
    for (const answer of await Promise.all(names.map(amend))) expect(answer).toMatchObject(success);
    expect(await fieldNames()).toEqual(names.toSorted());
  });

  it('a POST whose handshake takes long keeps the fields that others add meanwhile', async () => {
    await subscribe();
    bench.duringHandshake = async () => {
      const call = asApp({ json: { object: callback.object, fields: 'calls' } });
      expect(await bench.call('POST', subscriptions, call)).toMatchObject(success);
    };
    await bench.call('POST', subscriptions, asApp({ json: { ...callback, fields: 'messages' } }));
    expect(await fieldNames()).toEqual(['calls', 'messages']);
  });

  it.each<[string, Call, string[] | null]>([
    [
      'only the named fields',
      { query: 'object=whatsapp_business_account&fields=messages' },
      ['calls', 'flows'],
    ],
    ['fields without naming the object', { json: { fields: ['calls', 'security'] } }, ['flows', 'messages']],
    ['the subscription of the object', { query: 'object=whatsapp_business_account' }, null],
    ['everything when nothing is named', {}, null],
  ])('DELETE removes %s', async (_name, call, left) => {
    await subscribe({ fields: 'messages,calls,flows' });
    expect(await bench.call('DELETE', subscriptions, asApp(call))).toMatchObject(success);
    if (left === null) expect(await readSubscription()).toEqual({ data: [] });
    else expect(await fieldNames()).toEqual(left);
  });

  it('DELETE is idempotent, and the app can subscribe again', async () => {
    expect(await bench.call('DELETE', subscriptions, asApp())).toMatchObject(success);
    await subscribe({ fields: 'messages' });
    for (const _ of [1, 2]) expect(await bench.call('DELETE', subscriptions, asApp())).toMatchObject(success);
    await subscribe({ fields: 'calls' });
    expect(await fieldNames()).toEqual(['calls']);
  });

  const emptyList = invalid('Param fields is empty; leave it out to remove the whole subscription');
  it.each<[string, Call, object]>([
    ['an empty list of fields', { query: 'fields=' }, emptyList],
    ['an empty array of fields', { json: { fields: [] } }, emptyList],
    ['null as fields', { json: { fields: null } }, emptyList],
    [
      'another object',
      { query: 'object=page' },
      invalid('Param object must be one of {whatsapp_business_account} - got "page".'),
    ],
  ])('DELETE with %s removes nothing', async (_name, call, expected) => {
    await subscribe({ fields: 'messages' });
    expect(await bench.call('DELETE', subscriptions, asApp(call))).toMatchObject(expected);
    expect(await fieldNames()).toEqual(['messages']);
  });
});
