// What holds for every call, whichever edge it goes to: headers, paths, bodies, faults.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { implementedCalls } from './implemented.ts';
import { type Bench, type Call, lantern, openBench } from './test-bench.ts';
import {
  invalid,
  notImplemented,
  oauth,
  subscribedApps,
  subscriptions,
  traceId,
  unknownObject,
} from './test-expectations.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('headers', () => {
  it('echo the version of the path and keep answers out of caches', async () => {
    const { headers } = await bench.call('GET', `/v19.0/${lantern.wabaId}/subscribed_apps`, {
      token: lantern.token,
    });
    expect(headers).toEqual({
      'x-business-use-case-usage': expect.stringContaining(lantern.wabaId),
      'content-type': 'application/json; charset=UTF-8',
      'facebook-api-version': 'v19.0',
      'x-fb-request-id': traceId,
      'x-fb-trace-id': expect.stringMatching(/^[A-Za-z0-9_-]{11}$/),
      'cache-control': 'private, no-cache, no-store, must-revalidate',
      pragma: 'no-cache',
      expires: 'Sat, 01 Jan 2000 00:00:00 GMT',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it('name the newest version when the path has none, and carry the trace id of the error', async () => {
    const { headers, json } = await bench.call('GET', `/${lantern.wabaId}/subscribed_apps`);
    expect(headers).toMatchObject({ 'facebook-api-version': 'v26.0', 'cache-control': 'no-store' });
    expect(json).toMatchObject({ error: { fbtrace_id: headers['x-fb-request-id'] } });
  });
});

describe('what is not there', () => {
  const unknownPath = (shown: string) =>
    oauth(400, 2500, `Unknown path components: ${shown}. wahook answers: ${implementedCalls.join('; ')}.`);

  it.each<[string, string, object]>([
    ['PUT', subscribedApps, unknownObject('put', lantern.wabaId)],
    ['HEAD', subscriptions, unknownObject('head', lantern.appId)],
    ['GET', `/v25.0/${lantern.wabaId}/message_templates`, notImplemented('the edge "message_templates"')],
    ['GET', `/${lantern.wabaId}/constructor`, notImplemented('the edge "constructor"')],
    ['GET', '/v25.0/me/accounts', unknownPath('/v25.0/me/accounts')],
    ['GET', '/v25.0/oauth/authorize', unknownPath('/v25.0/oauth/authorize')],
    ['DELETE', '/v25.0/me', unknownObject('delete', 'me')],
    ['GET', '/v25.0', unknownPath('/v25.0')],
    ['GET', `/${lantern.wabaId}/subscribed_apps/1`, unknownPath(`/${lantern.wabaId}/subscribed_apps/1`)],
    ['GET', `/${'1'.repeat(33)}/subscribed_apps`, unknownPath(`/${'1'.repeat(33)}/subscribed_apps`)],
    ['GET', '/<script>"\n', unknownPath('/\\u003Cscript\\u003e\\u0022\\u000a')],
  ])('%s %s is answered with what there is', async (method, path, expected) => {
    expect(await bench.call(method, path, { token: lantern.token })).toMatchObject(expected);
  });

  it('the parameter method, which would turn a meant DELETE into a POST', async () => {
    const call = { token: lantern.token, query: 'method=delete' };
    expect(await bench.call('POST', subscribedApps, call)).toMatchObject(
      notImplemented('the parameter method, which asks for "delete"'),
    );
    const harmless = { token: lantern.token, query: 'method=get' };
    expect(await bench.call('GET', subscribedApps, harmless)).toMatchObject({ status: 200 });
  });
});

describe('bodies that cannot be read', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  it.each<[string, Call, object]>([
    [
      'cut JSON',
      { body: bytes('{"object":'), contentType: 'application/json' },
      invalid('The body is not valid JSON'),
    ],
    ['a JSON array', { json: [] }, invalid('The JSON body must be an object with one member per parameter')],
    [
      'bytes that are not UTF-8',
      { body: bytes('{"a":"\xff"}'), contentType: 'application/json' },
      invalid('The body is not valid UTF-8'),
    ],
    [
      'JSON sent as form',
      { form: '{"object":"whatsapp_business_account"}' },
      invalid(
        'The body looks like JSON but was sent as a form; add the header Content-Type: application/json',
      ),
    ],
    [
      'another media type',
      { body: bytes('a=b'), contentType: 'text/plain' },
      invalid(
        'The body has the Content-Type "text/plain"; send application/json, application/x-www-form-urlencoded or multipart/form-data',
      ),
    ],
    [
      'broken multipart',
      { body: bytes('--x'), contentType: 'multipart/form-data' },
      invalid('The body is not valid multipart/form-data'),
    ],
    [
      'too many parameters',
      { query: 'a=b&'.repeat(1001) },
      invalid('The call has more than 1000 parameters'),
    ],
    [
      'more than 256 kB',
      { body: new Uint8Array(300_000), contentType: 'application/json' },
      oauth(413, 100, '(#100) The body of the request is too large'),
    ],
  ])('%s', async (_name, call, expected) => {
    expect(await bench.call('POST', subscriptions, { token: lantern.appToken, ...call })).toMatchObject(
      expected,
    );
  });

  it('a body the HTTP server stopped reading gets the same answer', () => {
    const { status, body } = bench.graph.tooLarge(subscriptions);
    expect(status).toBe(413);
    expect(JSON.parse(String(body))).toMatchObject({ error: { code: 100, fbtrace_id: traceId } });
  });
});

describe('faults of the server', () => {
  it('are a 503 in Meta’s form that hides the cause, which goes to the operator under the trace id', async () => {
    await bench.store.close();
    const answer = await bench.call('GET', subscriptions, { token: lantern.appToken });
    expect(answer).toMatchObject({
      status: 503,
      json: {
        error: {
          message: 'An unexpected error has occurred. Please retry your request later.',
          code: 2,
          is_transient: true,
        },
      },
    });
    expect(bench.notices).toEqual([
      { kind: 'call_failed', traceId: answer.headers['x-fb-request-id'], error: expect.any(Error) },
    ]);
  });
});
