// The readers that every route shares: each by a table of what it takes and refuses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  flag,
  graphId,
  listOf,
  matching,
  nullable,
  oneOf,
  optional,
  type Reader,
  readBody,
  readQuery,
  text,
  time,
  unchanged,
  webAddress,
  wholeNumber,
  withDefault,
} from './members.ts';
import { ApiProblem } from './problem.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('a reader', () => {
  it.each<[string, Reader<unknown>, unknown[], unknown[]]>([
    [
      'of text',
      text(5),
      ['a', 'a b', 'ääääá', '€', '😀😀😀😀😀'],
      ['', ' a', '123456', 'a\n', '\u0000', '\ud800', 1, null, ['a']],
    ],
    [
      'of ids',
      graphId,
      ['1', '99999999999999999999'],
      ['0', '01', '', '1e3', '-1', '1'.repeat(21), 12, '１'],
    ],
    ['of flags', flag, [true, false], ['true', 1, null]],
    ['of words', oneOf(['live', 'development']), ['live'], ['Live', '', 'constructor', 'liv']],
    [
      'of lists',
      listOf(oneOf(['a', 'b']), { lengthMin: 1, lengthMax: 2 }),
      [['a'], ['a', 'b']],
      [[], ['c'], ['a', 'b', 'a'], 'a', { length: 1 }],
    ],
    ['of whole numbers', wholeNumber(1, 10), ['1', '10'], ['0', '11', '', '1.5', '0x5', 5, '1'.repeat(400)]],
    [
      'of times',
      time,
      ['2026-12-31T00:00:00Z', '2026-12-31T00:00+02:00'],
      ['2026-12-31', '2026-13-01T00:00:00Z', 0, 'now'],
    ],
    [
      'of addresses',
      webAddress,
      ['https://a.example/x?y'],
      ['http://a.example', 'https://', 'javascript:1', `https://a.example/${'x'.repeat(2048)}`],
    ],
    ['of patterns', matching(/^x+$/, 'x'), ['xx'], ['', 'y', 'xy']],
  ])('%s takes what it wants and nothing else', (_name, reader, good, bad) => {
    for (const value of good) expect(reader.read(value), JSON.stringify(value)).not.toBeNull();
    for (const value of bad) expect(reader.read(value), JSON.stringify(value)).toBeNull();
  });

  it('of lists keeps each item once', () => {
    expect(listOf(text(5), { lengthMax: 9 }).read(['a', 'b', 'a'])).toEqual({ value: ['a', 'b'] });
  });
});

describe('a body', () => {
  const shape = {
    name: text(20),
    mode: withDefault(oneOf(['live', 'test']), 'test'),
    id: optional(graphId),
    link: unchanged(nullable(text(20))),
  };

  it.each([
    [{ name: 'a' }, { name: 'a', mode: 'test', id: null, link: undefined }],
    [
      { name: 'a', id: null, link: null },
      { name: 'a', mode: 'test', id: null, link: null },
    ],
    [
      { name: 'a', mode: 'live', id: '7', link: 'b' },
      { name: 'a', mode: 'live', id: '7', link: 'b' },
    ],
  ])('%j is read as it is meant', (body, expected) => {
    expect(readBody(bytes(body), shape)).toEqual(expected);
  });

  it.each([
    [{}, '"name" must be a text'],
    [{ name: 'a', mode: null }, '"mode" must be one of live, test.'],
    [{ name: 'a', nmae: 'b' }, '"nmae" means nothing here; known are name, mode, id, link.'],
    [{ name: 'a', constructor: 'b' }, '"constructor" means nothing here'],
    [[], 'The body must be a JSON object.'],
    ['a', 'The body must be a JSON object.'],
  ])('%j is refused with its cause', (body, reason) => {
    expect(() => readBody(bytes(body), shape)).toThrow(reason);
  });

  it('that is absent is an empty object', () => {
    expect(readBody(new Uint8Array(0), {})).toEqual({});
  });

  it('of any bytes is read or refused, and nothing else happens', () => {
    const anything = fc.oneof(
      fc.json().map((json) => new TextEncoder().encode(json)),
      fc.uint8Array(),
      fc.dictionary(fc.constantFrom(...Object.keys(shape), '__proto__'), fc.anything()).map(bytes),
    );
    fc.assert(
      fc.property(anything, (body) => {
        try {
          expect(Object.keys(readBody(body, shape))).toEqual(Object.keys(shape));
        } catch (error) {
          expect(error).toBeInstanceOf(ApiProblem);
        }
      }),
    );
  });
});

describe('a query', () => {
  it('has each parameter at most once, and none that is unknown', () => {
    const shape = { limit: withDefault(wholeNumber(1, 10), 5) };
    expect(readQuery(new URLSearchParams(''), shape)).toEqual({ limit: 5 });
    expect(readQuery(new URLSearchParams('limit=7'), shape)).toEqual({ limit: 7 });
    for (const query of ['limit=1&limit=2', 'limit=', 'Limit=1', '__proto__=1'])
      expect(() => readQuery(new URLSearchParams(query), shape), query).toThrow(ApiProblem);
  });
});
