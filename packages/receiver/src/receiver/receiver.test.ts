import { describe, expect, it, vi } from 'vitest';
import { memoryDedupe } from '../dedupe/memory.ts';
import { notificationBytesMax } from '../protocol/limits.ts';
import { sign } from '../protocol/signature.ts';
import { jsonBodyRows, signatureCatalogue } from '../test/hostile-rows.ts';
import type { ReceivedChange } from './change.ts';
import type { ChangedField } from './notification.ts';
import { createReceiver, type ReceiverOptions } from './receiver.ts';

const appSecret = 'a-secret-for-tests';
const verifyToken = 'lantern-verify';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A receiver that remembers what it was given, errors included. */
function remembering(options: Partial<ReceiverOptions> = {}) {
  const changes: ReceivedChange[] = [];
  const errors: unknown[] = [];
  const receiver = createReceiver({
    ...('appSecrets' in options ? {} : { appSecret }),
    verifyToken,
    ...options,
  })
    .onChange((change) => void changes.push(change))
    .onError((error) => void errors.push(error));
  const post = (body: string | Uint8Array, headers?: Record<string, string>) => {
    const bytes = typeof body === 'string' ? bytesOf(body) : body;
    const sent = headers ?? { 'x-hub-signature-256': sign(bytes, appSecret).sha256 };
    return receiver.handle({
      method: 'POST',
      query: new URLSearchParams(),
      headers: (name) => sent[name],
      body: bytes,
    });
  };
  const get = (query: string) =>
    receiver.handle({
      method: 'GET',
      query: new URLSearchParams(query),
      headers: () => undefined,
      body: new Uint8Array(),
    });
  return { changes, errors, receiver, post, get };
}

const envelope = (...entries: string[]) =>
  `{"object":"whatsapp_business_account","entry":[${entries.join(',')}]}`;

describe('the handshake', () => {
  it('is answered with the challenge as plain text', async () => {
    const outcome = await remembering().get(
      'hub.mode=subscribe&hub.challenge=123&hub.verify_token=lantern-verify',
    );
    expect(outcome).toMatchObject({ kind: 'challenge', status: 200, body: '123', challenge: '123' });
    expect(outcome.headers).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    ['hub.mode=subscribe&hub.challenge=123&hub.verify_token=wrong', 'handshake_verify_token'],
    ['hub.challenge=123&hub.verify_token=lantern-verify', 'handshake_mode'],
    ['hub.mode=subscribe&hub.challenge=%3Cb%3E&hub.verify_token=lantern-verify', 'handshake_challenge'],
    ['', 'handshake_mode'],
  ])('is refused for ?%s', async (query, reason) => {
    const outcome = await remembering().get(query);
    expect(outcome).toMatchObject({ kind: 'refused', status: 403, reason });
    expect(outcome.body).not.toMatch(/123|</);
  });
});

describe('a notification', () => {
  it('reaches the handler change by change', async () => {
    const { changes, post } = remembering();
    const first = '{"value":{"text":"é \\/ \\u00e9"},"field":"messages"}';
    const second = '{ "field":"a_field_of_the_future", "value" : {"big":9007199254740993} }';
    const outcome = await post(
      envelope(`{"id":"1","time":1739321024,"changes":[${first}]}`, `{"id":"2","changes":[${second}]}`),
    );

    expect(outcome).toEqual({ kind: 'accepted', status: 200, headers: {}, body: '', changeCount: 2 });
    expect(changes.map(({ bytes }) => textOf(bytes))).toEqual([first, second]);
    expect(changes).toMatchObject([
      { field: 'messages', value: { text: 'é / é' }, entryId: '1', entryTime: 1739321024 },
      { field: 'a_field_of_the_future', entryId: '2', entryTime: null },
    ]);
  });

  it('without values tells which fields changed', async () => {
    const fields: ChangedField[] = [];
    const { post, changes, receiver } = remembering();
    receiver.onChangedField((changed) => void fields.push(changed));
    await post(
      envelope(
        '{"id":"1","changed_fields":["flows"]}',
        '{"id":"2","changes":[{"field":"flows","value":{}}]}',
      ),
    );
    expect(fields).toEqual([{ entryId: '1', entryTime: null, field: 'flows' }]);
    expect(changes).toMatchObject([{ entryId: '2' }]);
  });

  it('is handled in order, one change after the other', async () => {
    const log: string[] = [];
    const { post, receiver } = remembering();
    receiver.onChange(async ({ field }) => {
      log.push(`${field} begins`);
      await Promise.resolve();
      log.push(`${field} ends`);
    });
    await post(envelope('{"id":"1","changes":[{"field":"a","value":{}},{"field":"b","value":{}}]}'));
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('is asked for again when a handler fails, after the others have run', async () => {
    const seen: string[] = [];
    const { post, errors, receiver } = remembering();
    receiver.onChange(({ field }) => {
      seen.push(field);
      if (field === 'a') throw new Error('a failed');
      if (field === 'b') return Promise.reject(new Error('b failed'));
    });
    const changes = ['a', 'b', 'c'].map((field) => `{"field":"${field}","value":{}}`);
    const outcome = await post(envelope(`{"id":"1","changes":[${changes.join(',')}]}`));
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(outcome).toMatchObject({ kind: 'failed', status: 500, body: 'a handler failed' });
    expect(errors).toEqual([new Error('a failed'), new Error('b failed')]);
    expect(outcome.kind === 'failed' && outcome.errors).toEqual(errors);
  });

  it('whose handler fails is reported on the console unless somebody listens', async () => {
    const spy = vi.spyOn(console, 'error').mockImplementation(() => {});
    const receiver = createReceiver({ appSecret, verifyToken }).onChange(() => {
      throw new Error('unheard');
    });
    const body = bytesOf(envelope('{"id":"1","changes":[{"field":"a","value":{}}]}'));
    const { sha256 } = sign(body, appSecret);
    await receiver.handle({ method: 'POST', query: new URLSearchParams(), headers: () => sha256, body });
    expect(spy).toHaveBeenCalledExactlyOnceWith(new Error('unheard'));
    spy.mockRestore();
  });
});

describe('a refusal', () => {
  const ignored = { 'x-hub-signature-256': 'sha256=0' };

  it.each([
    ['without a signature', {}, 'signature_missing'],
    ['with a malformed signature', ignored, 'signature_malformed'],
    [
      'with a signature of something else',
      { 'x-hub-signature-256': sign(bytesOf('x'), appSecret).sha256 },
      'signature_mismatch',
    ],
    [
      'with SHA-1 only',
      { 'x-hub-signature': sign(bytesOf(envelope()), appSecret).sha1 },
      'signature_sha1_only',
    ],
  ])('is 401 %s', async (_, headers, reason) => {
    const { changes, post } = remembering();
    expect(await post(envelope(), headers)).toMatchObject({ kind: 'refused', status: 401, reason });
    expect(changes).toEqual([]);
  });

  it('comes before parsing: a body that is not signed is not looked into', async () => {
    expect(await remembering().post('not json', ignored)).toMatchObject({ status: 401 });
  });

  it.each([
    ['', 'empty'],
    ['hello', 'not_json'],
    ['{"object":"page","entry":[]}', 'not_an_envelope'],
  ])('is 400 for a signed %j', async (body, reason) => {
    expect(await remembering().post(body)).toMatchObject({ kind: 'refused', status: 400, reason });
  });

  it('is 413 for a body over the bound', async () => {
    const body = new Uint8Array(notificationBytesMax + 1).fill(0x20);
    expect(await remembering().post(body)).toMatchObject({ status: 413, reason: 'too_large' });
  });

  it('is 405 for other methods, and says which to use', async () => {
    const { receiver } = remembering();
    const outcome = await receiver.handle({
      method: 'PUT',
      query: new URLSearchParams(),
      headers: () => undefined,
      body: new Uint8Array(),
    });
    expect(outcome).toMatchObject({ status: 405, headers: { allow: 'GET, POST' } });
  });
});

describe('secrets', () => {
  it('may be several, and SHA-1 may be allowed', async () => {
    const { post } = remembering({ appSecrets: ['new', appSecret], acceptSha1: true });
    const body = envelope();
    expect(await post(body)).toMatchObject({ kind: 'accepted' });
    expect(await post(body, { 'x-hub-signature': sign(bytesOf(body), 'new').sha1 })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    [{ appSecret: '' }, /app secret is empty/],
    [{ appSecrets: [] }, /list of at least one/],
    [{ appSecrets: ['x', ' '] }, /app secret is empty/],
    [{ appSecret: 'x', appSecrets: ['x'] }, /not both/],
    [{ appSecret: 'undefined' }, /the word "undefined"/],
    [{ verifyToken: '' }, /verify token is empty/],
    [{ verifyToken: 'undefined' }, /verify token is the word "undefined"/],
    [{ verifyToken: 'lantern\n' }, /verify token begins or ends with white space/],
    [{ appSecret: 'a-secret\r\n' }, /app secret begins or ends with white space/],
    [{ appSecrets: ['a-secret', ' another'] }, /app secret begins or ends with white space/],
    [{ appSecret: '"a-secret"' }, /app secret stands in quotes/],
  ])('that are none stop the receiver from being made: %j', (options, message) => {
    expect(() => remembering(options)).toThrow(message);
  });

  it.each([true, {}, { call: () => {} }, memoryDedupe, { ...memoryDedupe(), leaseMs: 0 }])(
    'and a client or setting in place of a store stops it too: %j',
    (dedupe) => {
      // As an application without types may have it.
      expect(() => remembering({ dedupe: dedupe as never })).toThrow(/dedupe must be a store.*redisDedupe/);
    },
  );

  it('are not enough: without a handler, every notification is asked for again', async () => {
    const errors: unknown[] = [];
    const receiver = createReceiver({ appSecret, verifyToken }).onError((error) => void errors.push(error));
    const body = bytesOf(envelope());
    const { sha256 } = sign(body, appSecret);
    const request = { method: 'POST', query: new URLSearchParams(), headers: () => sha256, body };
    expect(await receiver.handle(request)).toMatchObject({ kind: 'failed', status: 500 });
    expect(errors).toMatchObject([{ message: expect.stringMatching(/no handler.*onChange/) }]);
  });
});

it.each(['{}', { object: 'whatsapp_business_account' }, null, new ArrayBuffer(2)])(
  'a body that is no bytes is a fault of the set-up and not of the sender: %j',
  async (body) => {
    const errors: unknown[] = [];
    const receiver = createReceiver({ appSecret, verifyToken })
      .onAny(() => {})
      .onError((error) => void errors.push(error));
    const outcome = await receiver.handle({
      method: 'POST',
      query: new URLSearchParams(),
      headers: () => sign(bytesOf('{}'), appSecret).sha256,
      // As an application without types may do it.
      body: body as never,
    });
    expect(outcome).toMatchObject({ kind: 'failed', status: 500 });
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/the bytes that came.*as a Uint8Array/) },
    ]);
  },
);

describe('the hostile bodies, validly signed', () => {
  const rows = jsonBodyRows().filter((row) =>
    ['duplicate-keys', 'number', 'string', 'prototype'].includes(row.group),
  );

  it.each(rows)('$id is handed over as JSON.parse reads it', async ({ input }) => {
    const { changes, post } = remembering();
    expect(await post(input ?? '')).toMatchObject({ kind: 'accepted', changeCount: 1 });
    const [entry] = JSON.parse(input ?? '').entry;
    expect(changes).toMatchObject([{ entryId: entry.id, field: entry.changes[0].field }]);
    expect(changes[0]?.value).toEqual(entry.changes[0].value);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('the hostile signature headers', () => {
  const catalogue = signatureCatalogue();

  it.each(catalogue.cases)('$id: $expect', async ({ headers, expect: expected }) => {
    const { post } = remembering({ appSecret: catalogue.secret });
    expect(await post(catalogue.body, headers)).toMatchObject({ status: expected === 'accept' ? 200 : 401 });
  });
});
