import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../test/arbitrary-json.ts';
import { JsonCursor } from './json-cursor.ts';
import { toWireForm } from './wire-form.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function wire(text: string, escapes: 'meta' | 'plain' = 'meta'): string {
  const json = encoder.encode(text);
  return decoder.decode(toWireForm(json, { start: 0, end: json.length }, { escapes }));
}

describe('white space', () => {
  it('goes between tokens and stays in strings', () => {
    expect(wire(' {\r\n\t"a b" : [ 1 , " \\t " , true ] } ')).toBe('{"a b":[1," \\t ",true]}');
  });

  it('is told from text by quotes that are not escaped', () => {
    expect(wire('[ "\\" x" , "\\\\" , " " ]')).toBe('["\\" x","\\\\"," "]');
  });
});

describe('escapes', () => {
  it.each([
    ['äöå', '\\u00e4\\u00f6\\u00e5'],
    ['€', '\\u20ac'],
    ['😀', '\\ud83d\\ude00'],
    ['\u{10ffff}', '\\udbff\\udfff'],
    ['\u2028\ufeff\uffff', '\\u2028\\ufeff\\uffff'],
    ['\u0080\u07ff\u0800', '\\u0080\\u07ff\\u0800'],
    ['a/b', 'a\\/b'],
    ['<%@>', '\\u003C\\u0025\\u0040>'],
    ["\u007f & ' + =", "\u007f & ' + ="],
  ])('%j becomes %s', (text, expected) => {
    expect(wire(`"${text}"`)).toBe(`"${expected}"`);
  });

  it('apply to names as well', () => {
    expect(wire('{"é/":1}')).toBe('{"\\u00e9\\/":1}');
  });

  it.each(['\\/ and \\u002f', '\\u00E9', '\\ud800', '\\uDE00\\uD83D', '\\"\\\\\\b\\f\\n\\r\\t', '\\\\\\/'])(
    'that are there already stay: %s',
    (text) => {
      expect(wire(`"${text}"`)).toBe(`"${text}"`);
    },
  );

  it('are left out on demand', () => {
    expect(wire(' [ "é/<\\u00E9" ] ', 'plain')).toBe('["é/<\\u00E9"]');
  });
});

it('numbers, order and duplicates stay as written', () => {
  const text = '{"b":9007199254740993,"a":1e400,"a":-0,"c":0.10,"2":1E+2,"1":1e-999999999}';
  expect(wire(text)).toBe(text);
});

it('works on a part of a buffer and gives a buffer of its own', () => {
  const json = encoder.encode('xx[ "é" ]yy');
  const result = toWireForm(json, { start: 2, end: json.length - 2 }, { escapes: 'meta' });
  expect(decoder.decode(result)).toBe('["\\u00e9"]');
  expect(result.buffer.byteLength).toBe(result.length);
});

it('puts a frame around the value as it is', () => {
  const json = encoder.encode('{ "é": 1 }');
  const frame = { before: encoder.encode('<é '), after: encoder.encode(' />') };
  const formed = toWireForm(json, { start: 0, end: json.length }, { escapes: 'meta' }, frame);
  expect(decoder.decode(formed)).toBe('<é {"\\u00e9":1} />');
});

it('forms what grows to six times its size, and what is larger than it keeps room for', () => {
  const text = `"${'é<'.repeat(400_000)}"`;
  expect(wire(text)).toBe(`"${'\\u00e9\\u003C'.repeat(400_000)}"`);
  expect(wire('"é"')).toBe('"\\u00e9"');
});

describe('for random JSON', () => {
  const runs = { numRuns: 500 };

  it('a cursor that has found it in wire form already is right, and finds that its own output is', () => {
    const isFormed = (text: string) => {
      const cursor = new JsonCursor(encoder.encode(text));
      cursor.peek();
      const { at } = cursor;
      cursor.skip();
      return cursor.isFormedSince(at);
    };
    fc.assert(
      fc.property(jsonText, (text) => {
        if (isFormed(text)) expect([wire(text), wire(text, 'plain')]).toEqual([text.trim(), text.trim()]);
        const formed = wire(text);
        // Escapes are looked at closely whether they are right or not.
        expect(isFormed(formed)).toBe(!formed.includes('\\'));
      }),
      runs,
    );
  });

  it('the meaning stays, in both forms', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(JSON.parse(wire(text))).toEqual(JSON.parse(text));
        expect(JSON.parse(wire(text, 'plain'))).toEqual(JSON.parse(text));
      }),
      runs,
    );
  });

  it('the result is ASCII, without what the table escapes', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(wire(text)).toMatch(/^(?:[\x20-\x7f])*$/);
        expect(wire(text)).not.toMatch(/[<%@]|[^\\](?:\\\\)*\//);
      }),
      runs,
    );
  });

  it('doing it twice changes nothing more', () => {
    fc.assert(
      fc.property(jsonText, fc.constantFrom('meta' as const, 'plain' as const), (text, escapes) => {
        expect(wire(wire(text, escapes), escapes)).toBe(wire(text, escapes));
      }),
      runs,
    );
  });
});
