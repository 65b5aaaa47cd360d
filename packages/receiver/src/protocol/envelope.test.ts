import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectText } from '../test/arbitrary-json.ts';
import { changeFrame, formNotification, notificationBytes } from './envelope.ts';
import { cutEnvelope } from './slices.ts';

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text);
const changeOf = (value: string, field: string) => {
  const { before, after } = changeFrame(field);
  return new Uint8Array([...before, ...bytesOf(value), ...after]);
};
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

describe('a change', () => {
  it('is the value, then the field', () => {
    expect(textOf(changeOf('{"é":1}', 'messages'))).toBe('{"value":{"é":1},"field":"messages"}');
    expect(textOf(changeOf('{}', 'not_in_the_catalogue'))).toBe(
      '{"value":{},"field":"not_in_the_catalogue"}',
    );
  });

  it('is not formed with a field that would need escaping', () => {
    expect(() => changeFrame('a","b')).toThrow(TypeError);
  });
});

describe('a notification', () => {
  const change = bytesOf('{"value":{},"field":"flows"}');

  it('has its members in the order of live traffic, and a time only when there is one', () => {
    const body = formNotification([
      { id: '1', time: 1739321024, changes: [change, change] },
      { id: '2', time: null, changes: [change] },
    ]);
    const text = textOf(change);
    expect(textOf(body)).toBe(
      `{"object":"whatsapp_business_account","entry":[{"id":"1","time":1739321024,"changes":[${text},${text}]},{"id":"2","changes":[${text}]}]}`,
    );
  });

  it('may be empty', () => {
    expect(textOf(formNotification([]))).toBe('{"object":"whatsapp_business_account","entry":[]}');
    expect(textOf(formNotification([{ id: '1', time: null, changes: [] }]))).toContain('"changes":[]');
  });

  it('is not formed with an id or a time that would break it', () => {
    expect(() => formNotification([{ id: '1"', time: null, changes: [] }])).toThrow(TypeError);
    expect(() => formNotification([{ id: '1', time: 1.5, changes: [] }])).toThrow(TypeError);
    expect(() => formNotification([{ id: '1', time: Number.NaN, changes: [] }])).toThrow(TypeError);
  });

  it('is cut into what it was formed from, and its size is known before', () => {
    const entries = fc.array(
      fc.record({
        id: fc.stringMatching(/^[0-9]{1,17}$/),
        time: fc.option(fc.nat()),
        changes: fc.array(
          objectText.map((value) => changeOf(value, 'messages')),
          { maxLength: 3 },
        ),
      }),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(entries, (formed) => {
        const body = formNotification(formed);
        const sizes = formed.map(({ id, time, changes }) => ({
          id,
          time,
          changes: changes.map(({ byteLength }) => ({ byteLength })),
        }));
        expect(notificationBytes(sizes)).toBe(body.byteLength);

        const cut = cutEnvelope(body, { duplicateKeys: 'last' });
        if (!cut.ok) throw new Error(cut.message);
        const again = cut.envelope.entries.map(({ id, time, changes }) => ({
          id,
          time,
          changes: changes.map(({ start, end }) => body.slice(start, end)),
        }));
        expect(again).toEqual(formed);
      }),
    );
  });
});
