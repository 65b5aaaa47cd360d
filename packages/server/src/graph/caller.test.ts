// Access tokens: where they may stand, and what is said of those that are no good.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Bench,
  type Call,
  harbour,
  lantern,
  lanternTokens,
  openBench,
  startOfTime,
} from './test-bench.ts';
import { invalid, oauth, subscribedApps } from './test-expectations.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('access tokens', () => {
  const get = (call: Call) => bench.call('GET', subscribedApps, call);
  const parse = oauth(401, 190, 'Invalid OAuth access token - Cannot parse access token');
  const signature = oauth(401, 190, 'Invalid OAuth access token signature.');
  const missing = oauth(400, 104, 'An access token is required to request this resource.');
  const empty = { status: 200, json: { data: [] } };

  it.each<[string, Call, object]>([
    ['Bearer header', { token: lantern.token }, empty],
    ['OAuth header', { headers: { authorization: `OAuth ${lantern.token}` } }, empty],
    ['header in small letters', { headers: { authorization: `bearer ${lantern.token}` } }, empty],
    ['query', { query: `access_token=${lantern.token}` }, empty],
    ['form', { form: `access_token=${lantern.token}` }, empty],
    ['JSON body', { json: { access_token: lantern.token } }, empty],
    ['the same one in two places', { token: lantern.token, query: `access_token=${lantern.token}` }, empty],
    ['none', {}, missing],
    ['an empty one', { query: 'access_token=' }, missing],
    ['another scheme than Bearer', { headers: { authorization: 'Basic YTpi' } }, missing],
    ['an unknown one', { token: 'EAAnobody00000000000000000000000001' }, parse],
    ['a list', { json: { access_token: [lantern.token] } }, parse],
    ['one of 5,000 characters', { token: 'E'.repeat(5000) }, parse],
    ['one with a line break', { query: 'access_token=EAA%0Aa' }, parse],
    ['app id and wrong secret', { token: `${lantern.appId}|wrong` }, signature],
    ['app id and the secret of another app', { token: `${lantern.appId}|${harbour.secret}` }, signature],
    ['unknown app id', { token: '200000000000009|anything' }, signature],
  ])('%s', async (_name, call, expected) => {
    expect(await get(call)).toMatchObject(expected);
  });

  it('two different ones are refused without being repeated', async () => {
    const answer = await get({ token: lantern.token, query: `access_token=${harbour.token}` });
    expect(answer).toMatchObject(
      invalid('The call carries two different access tokens. Send one of them, in one place.'),
    );
  });

  it('an expired one is told when it expired', async () => {
    expect(await get({ token: lanternTokens.expired })).toMatchObject(
      oauth(
        401,
        190,
        'Error validating access token: Session has expired on Saturday, 21-Nov-26 11:00:00 UTC. The current time is Saturday, 21-Nov-26 12:00:00 UTC.',
        463,
      ),
    );
  });

  it('are challenged for in WWW-Authenticate, with the message', async () => {
    expect((await get({})).headers['www-authenticate']).toBe(
      'OAuth "Facebook Platform" "invalid_request" "An access token is required to request this resource."',
    );
    expect((await get({ token: 'EAAnobody00000000000000000000000001' })).headers['www-authenticate']).toBe(
      'OAuth "Facebook Platform" "invalid_token" "Invalid OAuth access token - Cannot parse access token"',
    );
  });

  it('a revoked one is told so', async () => {
    const found = await bench.store.tokens.find(lantern.token);
    await bench.store.tokens.revoke(found?.id ?? 0, startOfTime);
    expect(await get({ token: lantern.token })).toMatchObject(
      oauth(401, 190, 'Error validating access token: The access token has been revoked.', 467),
    );
  });
});
