// The bytes that are cut out late are those that the strict scanner cuts out, for every body that both accept.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutEnvelope } from '../protocol/slices.ts';
import { jsonText, member, objectOf, objectText } from '../test/arbitrary-json.ts';
import { readNotification } from './notification.ts';
import { memberPlace, valueAt } from './valid-json.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const change = objectOf([
  member('value', objectText),
  member('field', fc.constant('"messages"')),
  member('x', jsonText),
]);
const list = (of: fc.Arbitrary<string>, most: number) =>
  fc.array(of, { maxLength: most }).map((items) => `[${items.join(' , ')}]`);
const entry = objectOf([
  member('changes', list(jsonText, 1)),
  member('id', fc.constant('"1"')),
  member('changes', list(change, 3)),
]);
const body = objectOf([
  member('object', fc.constant('"whatsapp_business_account"')),
  member('entry', list(entry, 3)),
  member('y', jsonText),
]);

it('cuts the changes that the scanner cuts, twice named members included', () => {
  fc.assert(
    fc.property(body, (text) => {
      const bytes = bytesOf(text);
      const cut = cutEnvelope(bytes, { duplicateKeys: 'last' });
      const read = readNotification(bytes);
      if (!cut.ok || !read.ok) throw new Error(`refused: ${text}`);
      const slices = cut.envelope.entries.flatMap(({ changes }) => changes);
      expect(read.notification.changes.map((each) => textOf(each.bytes))).toEqual(
        slices.map(({ start, end }) => textOf(bytes.subarray(start, end))),
      );
    }),
    { numRuns: 100 },
  );
});

describe('a member', () => {
  const find = (text: string, name: string) => {
    const bytes = bytesOf(text);
    const place = memberPlace(bytes, valueAt(bytes, 0), name);
    return place === null ? null : text.slice(place.start, place.end);
  };

  it.each([
    ['{"a":1,"b":{"a":2}}', 'a', '1'],
    ['{"\\u0061":1}', 'a', '1'],
    ['{"a":1,"a":2}', 'a', '2'],
    ['{"b":"\\"a\\":7","a":[ ]}', 'a', '[ ]'],
    ['{ "a" : -1.5e3 , "b":1}', 'a', '-1.5e3'],
    ['{"aa":1}', 'a', null],
    ['{}', 'a', null],
    ['[1]', 'a', null],
  ])('of %s: %s is %s', (text, name, expected) => {
    expect(find(text, name)).toBe(expected);
  });

  it('is found however deep the others are, in time that grows with the bytes', () => {
    const deep = `{"x":${'['.repeat(500_000)}${']'.repeat(500_000)},"a":1}`;
    expect(find(deep, 'a')).toBe('1');
  });
});
