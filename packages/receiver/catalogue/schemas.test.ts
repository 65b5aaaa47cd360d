// The schemas say yes to every sample, no to what misses a required member, and nothing about what is new.
import { describe, expect, it } from 'vitest';
import { fieldNames } from '../src/protocol/fields.ts';
import { changesOf, type Notification, samples } from './test/samples.ts';
import { problems, schemaNames } from './test/schemas.ts';

const sample = (name: string): Notification => {
  const found = samples.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return structuredClone(found.body);
};
const firstValue = (name: string) => changesOf(sample(name))[0]?.value;

describe('the schemas', () => {
  it('are there for the envelope and for each field', () => {
    expect(schemaNames.toSorted()).toEqual([...fieldNames, 'notification'].toSorted());
  });

  it('accept every sample, as a notification and value by value', () => {
    expect(samples.length).toBe(346);
    const wrong = samples.flatMap(({ name, body }) => [
      ...problems('notification', body).map((problem) => `${name}${problem}`),
      ...changesOf(body)
        .filter(({ field }) => fieldNames.includes(field))
        .flatMap(({ field, value }) => problems(field, value).map((problem) => `${name} ${field}${problem}`)),
    ]);
    expect(wrong).toEqual([]);
  });

  it('point into the branch that was meant', () => {
    const body = JSON.parse(JSON.stringify(sample('messages/text.json')).replace('"body":', '"bdoy":'));
    expect(problems('notification', body)[0]).toBe(
      "/entry/0/changes/0/value/messages/0/text: must have required property 'body'",
    );
  });

  it('say nothing about fields, kinds, values and members to come', () => {
    const text = JSON.stringify(sample('messages/text.json'));
    expect(problems('notification', JSON.parse(text.replace('"messages",', '"sparkles",')))).toEqual([]);
    const unheard = text.replace('"type":"text"', '"type":"sparkle_v9","new":{"a":1}');
    expect(problems('notification', JSON.parse(unheard))).toEqual([]);
    const security = JSON.stringify(firstValue('security/pin_changed.json'));
    expect(problems('security', JSON.parse(security.replace('PIN_CHANGED', 'PIN_EATEN')))).toEqual([]);
  });

  it.each([
    [
      'a number for a string',
      'messages/text.json',
      '"timestamp":"1767225660"',
      '"timestamp":1767225660',
      'must be string',
    ],
    ['text for Unix seconds', 'messages/text.json', '"1767225660"', '"yesterday"', 'must match pattern'],
    ['an object for a list', 'messages/text.json', /"messages":\[(.*)\]/, '"messages":$1', 'must be array'],
    ['another product', 'messages/text.json', '"whatsapp"', '"messenger"', 'must be equal to constant'],
  ])('refuse %s', (_what, name, from, to, message) => {
    const wrong = JSON.parse(JSON.stringify(firstValue(name)).replace(from, to));
    expect(problems('messages', wrong).join()).toContain(message);
  });
});
