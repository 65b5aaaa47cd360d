// The check itself: silent about all samples, in words about what contradicts a schema, and of one mind with a
// validator of JSON Schema whatever is done to a sample.
import { fieldNames } from '@wahook/receiver/protocol/fields';
import { cutPublished } from '@wahook/receiver/protocol/slices';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schemaValues } from '../../../../receiver/src/test/schema-values.ts';
import { openSamples, sampleId } from '../../simulator/samples.ts';
import { createSchemaCheck } from './schema-check.ts';
import { readFieldSchema } from './schema-files.ts';
import { placesOfValues } from './value-places.ts';

const check = createSchemaCheck();

function checkBody(body: Uint8Array) {
  const cut = cutPublished(body);
  if (!cut.ok) throw new Error(cut.message);
  return check(body, placesOfValues(body, cut));
}

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const samples = await openSamples();
const textSample = new TextDecoder().decode(
  (await samples.read({ field: 'messages', variant: 'text' })) ?? new Uint8Array(),
);

/** The sample of a text message with something in it replaced. */
function spoilt(from: string | RegExp, to: string): Uint8Array {
  const plain = JSON.stringify(JSON.parse(textSample));
  const body = plain.replace(from, to);
  expect(body).not.toBe(plain);
  return new TextEncoder().encode(body);
}

describe('the schema check', () => {
  it('says nothing about the samples, all 346', async () => {
    const names = samples.list();
    expect(names.length).toBe(346);
    const warned: string[] = [];
    for (const name of names) {
      const { warnings } = checkBody((await samples.read(name)) ?? new Uint8Array());
      warned.push(...warnings.map(({ path, message }) => `${sampleId(name)} ${path}: ${message}`));
    }
    expect(warned).toEqual([]);
  });

  it.each([
    { members: 'required', values: 'listed', codes: [] },
    { members: 'all', values: 'listed', codes: [] },
    { members: 'all', values: 'unheard', codes: ['unlisted_value'] },
  ] as const)(
    'says $codes about values with $members members that are $values, whatever the field',
    ({ codes, ...plan }) => {
      const said = new Set<string>();
      const about = (field: string) =>
        fc.property(schemaValues(readFieldSchema(field), plan), (value) => {
          const { warnings } = check(text(value), [{ field, path: [] }]);
          for (const { code } of warnings) said.add(code);
        });
      for (const field of fieldNames) fc.assert(about(field), { numRuns: 2 });
      expect([...said]).toEqual(codes);
    },
  );

  it('knows every word of every schema', () => {
    expect(fieldNames.length).toBeGreaterThan(30);
    for (const field of fieldNames) expect(() => check(text({}), [{ field, path: [] }])).not.toThrow();
  });

  it.each([
    [
      'a member that its kind has is missing',
      spoilt('"text":{', '"words":{'),
      'missing_member',
      '/messages/0/text',
      'messages[0].text is missing; where type is "text" it must be there, an object',
    ],
    [
      'a member that every value has is missing',
      spoilt('"messaging_product":"whatsapp",', ''),
      'missing_member',
      '/messaging_product',
      'messaging_product is missing; it must be "whatsapp"',
    ],
    [
      'a number stands for a string',
      spoilt('"timestamp":"1767225660"', '"timestamp":17672256600000000001'),
      'wrong_type',
      '/messages/0/timestamp',
      'messages[0].timestamp must be a string of digits; it is the number 17672256600000000001',
    ],
    [
      'an object stands for a list',
      spoilt(/"messages":\[(.*?)\]\}/, '"messages":$1}'),
      'wrong_type',
      '/messages',
      'messages must be an array; it is an object',
    ],
    [
      'text stands for Unix seconds',
      spoilt('1767225660', '<b>soon\\n'),
      'wrong_form',
      '/messages/0/timestamp',
      'messages[0].timestamp must be a string of digits; it is "\\u003Cb\\u003esoon\\u000a"',
    ],
    [
      'what is always the same is not',
      spoilt('"whatsapp"', '"messenger"'),
      'wrong_value',
      '/messaging_product',
      'messaging_product must be "whatsapp"; it is "messenger"',
    ],
  ])('names the place where %s', (_what, body, code, path, message) => {
    const { warnings, hasProblems } = checkBody(body);
    const whole = `/entry/0/changes/0/value${path}`;
    expect(warnings).toEqual([{ code, path: whole, message, field: 'messages', at: expect.any(Number) }]);
    expect(hasProblems).toBe(true);
  });

  it('remarks on what is not listed, without calling it a problem', () => {
    const { warnings, hasProblems } = checkBody(spoilt('"type":"text"', '"type":"txet"'));
    expect(warnings).toMatchObject([{ code: 'unlisted_value', path: expect.stringMatching(/\/0\/type$/) }]);
    expect(warnings[0]?.message).toMatch(
      /^messages\[0\]\.type is "txet", which is not listed: new, or misspelt\. Perhaps "text" is meant$/,
    );
    expect(hasProblems).toBe(false);
    expect(checkBody(spoilt('"type":"text"', '"type":"hologram"')).warnings[0]?.message).toMatch(
      / misspelt\. Listed are "text", "image", .* and 6 more$/,
    );
  });

  it('remarks on a member that is nearly spelt like one that is not there, and on no other', () => {
    const { warnings, hasProblems } = checkBody(spoilt('"contacts":', '"contatcs":'));
    expect(warnings).toMatchObject([
      {
        code: 'unlisted_member',
        path: '/entry/0/changes/0/value/contatcs',
        message:
          'the value has "contatcs", which is not listed: new, or misspelt. Perhaps "contacts" is meant',
      },
    ]);
    expect(hasProblems).toBe(false);
    const others = spoilt('"contacts":', '"Contacts":[],"added_lately":1,"__proto__":1,"contacts":');
    expect(checkBody(others).warnings).toEqual([]);
    const hostile = spoilt('"body":', '"b<dy\\u001b":1,"was":');
    expect(checkBody(hostile).warnings[1]?.message).toMatch(/^messages\[0\]\.text has "b\\u003Cdy\\u001b", /);
  });

  it('gives the byte of a place, and of the container that lacks it', () => {
    const body = spoilt('"whatsapp"', '7');
    const [wrong] = checkBody(body).warnings;
    expect(new TextDecoder().decode(body.subarray(wrong?.at))).toMatch(/^7,/);
    const lacking = spoilt('"body":', '"bdoy":');
    const [missing] = checkBody(lacking).warnings;
    expect(new TextDecoder().decode(lacking.subarray(missing?.at))).toMatch(/^\{"bdoy":/);
  });

  it('points into every form of a body', () => {
    const value = { event: 5 };
    const entry = { id: '1', changes: [{ field: 'account_update', value }] };
    const object = 'whatsapp_business_account';
    const item = { waba_id: '1', field: 'account_update', value };
    const bodies: [unknown, string][] = [
      [item, '/value/event'],
      [[item, item], '/0/value/event'],
      [{ object, entry: [entry] }, '/entry/0/changes/0/value/event'],
      [[{ object, entry: [entry] }], '/0/entry/0/changes/0/value/event'],
    ];
    for (const [body, path] of bodies) expect(checkBody(text(body)).warnings[0]).toMatchObject({ path });
    expect(checkBody(text([item, item])).warnings[1]).toMatchObject({ path: '/1/value/event' });
  });

  it('passes numbers beyond what can be counted, which are whole all the same', () => {
    const name = { field: 'message_template_status_update', variant: 'approved' };
    expect(samples.list()).toContainEqual(name);
    for (const id of ['12345678901234567890', '1e400', '1.0'])
      expect(
        checkBody(
          new TextEncoder().encode(
            `{"waba_id":"1","field":"${name.field}","value":{"event":"APPROVED","message_template_id":${id},"message_template_name":"a","message_template_language":"en","reason":"NONE"}}`,
          ),
        ).warnings.filter(({ path }) => path.endsWith('_id')),
      ).toEqual([]);
  });

  it('lists so many and counts the others', () => {
    const messages = Array.from({ length: 50_000 }, () => ({}));
    const { warnings, more } = checkBody(
      text({ waba_id: '1', field: 'messages', value: { messages, messaging_product: 1 } }),
    );
    // messaging_product, metadata, and of each message: type, id, timestamp.
    expect(warnings).toHaveLength(20);
    expect(more).toBe(2 + 3 * 50_000 - 20);
  });

  it('is of one mind with a validator, whatever is done to a sample', async () => {
    const oracle = createOracle();
    const bodies = await Promise.all(samples.list().map(async (name) => samples.read(name)));
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.nat(), replacement, (sample, place, put) => {
        const body = mutated(JSON.parse(new TextDecoder().decode(sample ?? new Uint8Array())), place, put);
        const { hasProblems, warnings } = check(text(body.value), [{ field: body.field, path: [] }]);
        expect(hasProblems).toBe(!oracle(body.field)(body.value));
        const told = warnings.map(({ code, path }) => `${code} ${path}`);
        expect(told).toEqual([...new Set(told)]);
      }),
      { numRuns: 400 },
    );
  });
});

const replacement = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom<unknown>('', '17', 'text', 1.5, 3, null, true, [], {}, [{}]),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The value of the first change with one place of it replaced, or taken out. */
function mutated(body: unknown, place: number, put: unknown): { field: string; value: unknown } {
  const { entry } = Array.isArray(body) ? body[0] : Object(body);
  const { field, value } = entry[0].changes[0];
  const places: { of: object; name: string }[] = [];
  const collect = (of: object): void => {
    for (const [name, inside] of Object.entries(of)) {
      places.push({ of, name });
      if (typeof inside === 'object' && inside !== null) collect(inside);
    }
  };
  collect(value);
  const chosen = places[place % places.length];
  if (chosen) Reflect.set(chosen.of, chosen.name, put);
  // As it arrives: what is undefined is not there, or null in an array.
  return { field, value: JSON.parse(JSON.stringify(value)) };
}

function createOracle(): (field: string) => ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  ajv.addVocabulary(['x-known-values']);
  const made = new Map<string, ValidateFunction>();
  return (field) => {
    const validate = made.get(field) ?? ajv.compile(Object(readFieldSchema(field) ?? {}));
    made.set(field, validate);
    return validate;
  };
}
