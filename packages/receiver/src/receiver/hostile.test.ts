// Whatever is in a body, and whatever became of a real one, a receiver answers with one of its outcomes: it does not
// throw, and handlers that ask for everything lazy do not either.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText, objectText } from '../test/arbitrary-json.ts';
import { appSecret, postSigned, texts, verifyToken } from '../test/signed-post.ts';
import { exactInteger } from './exact-integer.ts';
import { createReceiver } from './receiver.ts';

const codes = ['empty', 'too_large', 'bad_utf8', 'not_json', 'not_an_envelope', 'bad_id', 'bad_field'];

function curious() {
  const errors: unknown[] = [];
  const names: string[] = [];
  const receiver = createReceiver({ appSecret, verifyToken })
    .onAny((item) => {
      names.push(item.name);
      const { contact, metadata, phoneNumberId, wabaId, key, conversation, path, change } = item;
      expect([contact, metadata, phoneNumberId, wabaId, key, conversation, path]).toHaveLength(7);
      expect(JSON.parse(new TextDecoder().decode(change.bytes)).field).toBe(change.field);
      exactInteger(item, 'id');
    })
    .onError((error) => void errors.push(error));
  return { receiver, errors, names };
}

async function judge(body: string | Uint8Array) {
  const { receiver, errors, names } = curious();
  const outcome = await postSigned(receiver, body);
  expect(errors).toEqual([]);
  if (outcome.kind === 'refused') expect(codes).toContain(outcome.reason);
  else expect(outcome.kind).toBe('accepted');
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  return { outcome, names };
}

const envelope = (field: string, value: string) =>
  `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"${field}","value":${value}}]}]}`;

describe('any JSON', () => {
  it('as the body', () =>
    fc.assert(
      fc.asyncProperty(jsonText, async (text) => void (await judge(text))),
      { numRuns: 100 },
    ));

  it('as the value of a change, its lists and its items', () => {
    const field = fc.constantFrom('messages', 'calls', 'standby', 'account_update', 'history', 'constructor');
    const list = fc.constantFrom(
      'messages',
      'statuses',
      'contacts',
      'standby',
      'metadata',
      '__proto__',
      'errors',
    );
    const members = fc.array(
      fc.tuple(
        list,
        fc.oneof(
          jsonText,
          objectText.map((text) => `[${text},${text}]`),
        ),
      ),
      {
        maxLength: 4,
      },
    );
    return fc.assert(
      fc.asyncProperty(field, members, async (name, pairs) => {
        const value = pairs.map(([key, text]) => `"${key}":${text}`).join(',');
        expect((await judge(envelope(name, `{${value}}`))).outcome.kind).toBe('accepted');
      }),
      { numRuns: 150 },
    );
  });
});

describe('a real notification', () => {
  const folder = new URL('../../samples/messages/', import.meta.url);
  const samples = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));

  it('with something else in place of any of its values', () => {
    const oddities = [
      'null',
      '0',
      '"0"',
      '1e400',
      '[]',
      '{}',
      '"\\ud800"',
      '"\\u0000"',
      '{"__proto__":{"polluted":1}}',
    ];
    return fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.nat(),
        fc.constantFrom(...oddities),
        async (text, n, odd) => {
          const places = [...text.matchAll(/:\s*("[^"]*"|[0-9.]+|true|false|null)/g)];
          const place = places[n % places.length];
          if (place === undefined) return;
          const after = place.index + place[0].length;
          await judge(`${text.slice(0, place.index)}:${odd}${text.slice(after)}`);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('with any byte changed', () =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples), fc.nat(), fc.nat(255), async (text, n, byte) => {
        const body = new TextEncoder().encode(text);
        body[n % body.length] = byte;
        await judge(body);
      }),
      { numRuns: 200 },
    ));
});

it('many items without ids, of which each key needs the bytes of all, are handled at once', async () => {
  const groups = Array.from({ length: 4_000 }, (_, i) => ({ type: 'group_delete', pad: `${i}`.repeat(60) }));
  const body = envelope('group_lifecycle_update', JSON.stringify({ groups }));
  const keys = new Set<string>();
  const receiver = createReceiver({ appSecret, verifyToken }).onAny(({ key }) => void keys.add(key));
  const begin = performance.now();
  expect(await postSigned(receiver, body)).toMatchObject({ kind: 'accepted' });
  expect(keys.size).toBe(4_000);
  // Hashing them anew for each took 4.6 s.
  expect(performance.now() - begin).toBeLessThan(2_000);
});

describe('a body', () => {
  const text = texts('a');

  it.each([
    ['with a byte order mark', `\ufeff${text}`, 'not_json'],
    ['that is not UTF-8', Uint8Array.from([0x7b, 0xff, 0x7d]), 'bad_utf8'],
    ['of blanks', ' \n\t', 'empty'],
    ['followed by NUL', `${text}\0`, 'not_json'],
    ['of brackets alone', '['.repeat(200_000) + ']'.repeat(200_000), 'not_an_envelope'],
    ['of brackets that are not closed', '['.repeat(200_000), 'not_json'],
    ['with an id that would be rounded', text.replace('"id":"1"', '"id":9007199254740993'), 'bad_id'],
    ['with a field that is no name', text.replace('"field":"messages"', '"field":"Mess ages"'), 'bad_field'],
    ['of two envelopes', `[${text},${text}]`, 'not_an_envelope'],
  ])('%s is refused', async (_, body, reason) => {
    expect((await judge(body)).outcome).toMatchObject({ kind: 'refused', status: 400, reason });
  });

  it.each([
    [
      'nested too deep for the wire',
      envelope('flows', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      1,
    ],
    [
      'of more changes than documented',
      envelope('flows', '{}').replace(/\{"field.*\}(?=\]\}\])/, `${'$&,'.repeat(1_999)}$&`),
      2_000,
    ],
    ['in the array of old documentation', `[${text}]`, 1],
    [
      'with its time in quotes',
      envelope('flows', '{}').replace('"id":"1"', '"id":"1","time":"1739321024"'),
      1,
    ],
  ])('%s is taken all the same', async (_, body, changeCount) => {
    expect((await judge(body)).outcome).toMatchObject({ kind: 'accepted', changeCount });
  });
});
