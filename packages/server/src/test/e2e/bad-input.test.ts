// Bad input to a running server: each has a precise answer, and nothing that was acknowledged is lost by it.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { changesMax, depthMax, notificationBytesMax } from '@wahook/receiver/protocol/limits';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { type Answer, startPlatform, type TestPlatform } from '../support/platform.ts';
import { repositoryRoot } from '../support/source-files.ts';

const waba = demo.waba.graphId;

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startPlatform();
});

afterAll(async () => {
  await platform.stop();
});

function publishRaw(body: string | Uint8Array, query = ''): Promise<Answer> {
  return platform.call('POST', `/api/v1/events${query}`, { token: demo.adminKey, body });
}

function envelope(changes: string): string {
  return `{"object":"whatsapp_business_account","entry":[{"id":"${waba}","time":1739321024,"changes":[${changes}]}]}`;
}

function change(value: string, field = 'messages'): string {
  return `{"value":${value},"field":"${field}"}`;
}

async function stored(): Promise<number> {
  return (await platform.store.events.list({ limit: 1000 })).length;
}

interface HostileCase {
  id: string;
  group: string;
  input?: string | null;
  construct?: string;
  expect: string;
}

const hostile: { cases: HostileCase[] } = JSON.parse(
  readFileSync(path.join(repositoryRoot, 'hostile/json-bodies.json'), 'utf8'),
);

/** Rows of other suites: the command line's --set, and the Graph API's parameters. */
const elsewhere = new Set(['set-path', 'graph-fields']);
/** An upstream body may carry these; published ones name the field or the account they mean. */
const publishRefuses = new Set(['field-proto']);

describe('the hostile bodies, published', () => {
  const cases = hostile.cases.filter((each) => typeof each.input === 'string' && !elsewhere.has(each.id));

  it('are there', () => expect(cases.length).toBeGreaterThan(45));

  it.each(cases)('$id', async ({ id, input, expect: expected, group }) => {
    const before = await stored();
    const answer = await publishRaw(input ?? '');
    const refused = expected.startsWith('400') || group === 'duplicate-keys' || publishRefuses.has(id);
    if (refused && id !== 'dup-in-value') {
      expect(answer.status).toBe(400);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json.detail.length).toBeGreaterThan(20);
      expect(await stored()).toBe(before);
      return;
    }
    expect(answer.status).toBe(202);
    const event = await platform.store.events.get(answer.json.first_seq);
    const sent = JSON.parse(input ?? '').entry[0].changes[0];
    expect(JSON.parse(new TextDecoder().decode(event?.change))).toEqual(sent);
    expect(Object.keys({})).toEqual([]);
    expect('polluted' in {}).toBe(false);
  });
});

describe('bodies that do not fit', () => {
  it.each([
    ['over 3 MB', () => ' '.repeat(notificationBytesMax + 1), 413, 'too_large'],
    [
      'nested 10,000 deep',
      () => envelope(change(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)),
      400,
      'too_deep',
    ],
    [
      'one level too deep',
      () => envelope(change(`{"a":${'['.repeat(depthMax)}${']'.repeat(depthMax)}}`)),
      400,
      'too_deep',
    ],
    [
      'over 1000 changes',
      () =>
        envelope(
          Array(changesMax + 1)
            .fill(change('{}'))
            .join(','),
        ),
      400,
      'too_many_changes',
    ],
    [
      'over 1000 items',
      () =>
        `[${Array(changesMax + 1)
          .fill(`{"waba_id":"${waba}","field":"messages","value":{}}`)
          .join(',')}]`,
      400,
      'too_many_changes',
    ],
    [
      'a change that escapes make too large',
      () => envelope(change(`{"t":"${'é'.repeat(1_000_000)}"}`)),
      413,
      'change_too_large',
    ],
    ['no change at all', () => envelope(''), 400, 'nothing_to_publish'],
    ['an unknown WABA', () => envelope(change('{}')).replace(waba, '999'), 404, 'unknown_waba'],
    ['an unknown field', () => envelope(change('{}', 'mesages')), 400, 'unknown_field'],
  ])('%s', async (_name, body, status, code) => {
    const before = await stored();
    const answer = await publishRaw(body());
    expect([answer.status, answer.json?.code]).toEqual([status, code]);
    expect(await stored()).toBe(before);
  });

  it('refuses one bad item with the whole array, so that nothing is half done', async () => {
    const before = await stored();
    const good = { waba_id: waba, field: 'messages', value: {} };
    expect((await platform.publish([good, { ...good, waba_id: '999' }])).status).toBe(404);
    expect((await platform.publish([good, { ...good, feild: 'x' }])).status).toBe(400);
    expect(await stored()).toBe(before);
  });

  it('warns of an odd time, and refuses it when asked to be strict', async () => {
    const body = envelope(change('{}')).replace('1739321024', '"soon"');
    const [lenient, strict] = [await publishRaw(body), await publishRaw(body, '?strict=true')];
    expect([lenient.status, lenient.json.warnings[0].code]).toEqual([202, 'bad_time']);
    expect([strict.status, strict.json.code]).toEqual([400, 'warnings_in_strict_mode']);
  });
});

describe('who may call', () => {
  it.each([
    ['no key', {}],
    ['a wrong key', { token: 'wrong' }],
    ['a Graph token', { token: demo.accessToken }],
    ['two keys', { headers: { authorization: `Bearer ${demo.adminKey}, Bearer x` } }],
  ])('refuses %s', async (_name, options) => {
    const answer = await platform.call('GET', '/api/v1/events', options);
    expect([answer.status, answer.json.code]).toEqual([401, 'admin_key_required']);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });

  it('takes no key from the address', async () => {
    const answer = await platform.call('GET', `/api/v1/events?access_token=${demo.adminKey}`);
    expect(answer.status).toBe(401);
  });

  it('answers only to loopback names, and to no page of another site', async () => {
    const rebound = await platform.call('GET', '/healthz', { headers: { host: 'evil.example' } });
    expect([rebound.status, rebound.json.code]).toEqual([421, 'host_not_allowed']);
    const page = await platform.call('GET', '/healthz', { headers: { origin: 'https://evil.example' } });
    expect([page.status, page.json.code]).toEqual([403, 'origin_not_allowed']);
    expect((await platform.call('GET', '/healthz', { headers: { origin: platform.url } })).status).toBe(200);
  });

  it.each([
    ['two Host headers', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: b\r\n\r\n', 400],
    ['an absolute target', 'GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    [
      'two tokens',
      'GET /v25.0/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n',
      400,
    ],
    [
      'a compressed body',
      'POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}',
      415,
    ],
    [
      'chunks in HTTP/1.0',
      'POST /api/v1/events HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
      400,
    ],
    [
      'an address of 12,000 characters',
      `GET /${'a'.repeat(12_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      414,
    ],
    ['a path outside', 'GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n', 404],
    ['TRACE', 'TRACE /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
  ])('refuses %s', async (_name, raw, status) => {
    expect(await rawStatus(raw)).toBe(status);
  });
});

describe('unknown things', () => {
  it.each([
    ['/api/v1/events/999999', 404, 'unknown_event'],
    ['/api/v1/events/abc', 404, 'unknown_event'],
    ['/api/v1/deliveries/9-9', 404, 'unknown_delivery'],
    ['/api/v1/deliveries/%00', 404, 'unknown_delivery'],
    ['/api/v1/events?limit=0', 400, 'bad_request'],
    ['/api/v1/events?limti=5', 400, 'bad_request'],
    ['/api/v1/events?waba_id=999', 400, 'bad_request'],
    ['/api/v1/deliveries?state=lost', 400, 'bad_request'],
    ['/api/v1/nothing', 404, 'not_found'],
    ['/nothing', 404, 'not_found'],
  ])('%s', async (target, status, code) => {
    const answer = await platform.call('GET', target, { token: demo.adminKey });
    expect([answer.status, answer.json?.code]).toEqual([status, code]);
  });

  it.each([
    ['an unknown sample', { sample: 'messages.nothing', waba_id: waba }, 404, 'unknown_sample'],
    ['a path outside the samples', { sample: '../package.json', waba_id: waba }, 404, 'unknown_sample'],
    ['an unknown WABA', { sample: 'messages.text', waba_id: '999' }, 404, 'unknown_waba'],
    [
      'a set path that pollutes',
      { sample: 'messages.text', waba_id: waba, set: { '__proto__.x': '1' } },
      400,
      'bad_set',
    ],
    [
      'a set path without parent',
      { sample: 'messages.text', waba_id: waba, set: { 'a.b.c': '1' } },
      400,
      'bad_set',
    ],
    ['no sample', { waba_id: waba }, 400, 'bad_request'],
  ])('simulator: %s', async (_name, body, status, code) => {
    const answer = await platform.call('POST', '/api/v1/simulator', {
      token: demo.adminKey,
      body: JSON.stringify(body),
    });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });
});

describe('a full disk', () => {
  it('refuses new events with 503, keeps what it acknowledged, and goes on when there is room', async () => {
    const full = await startPlatform({ faults: { pagesMax: 400 } });
    const value = { text: 'x'.repeat(100_000) };
    const statuses: number[] = [];
    for (let sent = 0; sent < 60; sent++) {
      const answer = await full.publish({ waba_id: waba, field: 'account_update', value });
      statuses.push(answer.status);
      if (answer.status === 503) expect(answer.json.code).toBe('disk_full');
    }
    expect(new Set(statuses)).toEqual(new Set([202, 503]));
    const acknowledged = statuses.filter((status) => status === 202).length;
    expect(await full.store.events.list({ limit: 1000 })).toHaveLength(acknowledged);
    expect((await full.call('GET', '/healthz')).status).toBe(200);
    await full.stop();
  });
});

function rawStatus(request: string): Promise<number> {
  const { hostname, port } = new URL(platform.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.on('data', (data) => {
      resolve(Number(/^HTTP\/1\.[01] (\d{3})/.exec(data.toString())?.[1]));
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed without an answer')));
  });
}
