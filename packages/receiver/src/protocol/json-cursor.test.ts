import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../test/arbitrary-json.ts';
import { JsonCursor } from './json-cursor.ts';
import { JsonError } from './json-error.ts';
import { depthMax } from './limits.ts';

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text);

/** The fault of the bytes, or 'valid'. */
function judge(bytes: Uint8Array): string {
  const cursor = new JsonCursor(bytes);
  try {
    cursor.skip();
    cursor.finish();
    return 'valid';
  } catch (error) {
    if (error instanceof JsonError) return error.code;
    throw error;
  }
}

function parserTakes(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The deepest nesting that skips strings, for texts that are valid JSON. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const bracket of text.replace(/"(\\.|[^"\\])*"/gs, '').match(/[[\]{}]/g) ?? []) {
    depth += '[{'.includes(bracket) ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

describe('accepts exactly what JSON.parse accepts, but for depth', () => {
  const agrees = (text: string) => {
    const expected = parserTakes(text) && depthOf(text) <= depthMax;
    expect(judge(bytesOf(text)) === 'valid', text).toBe(expected);
  };

  it('for random JSON', () => {
    fc.assert(fc.property(jsonText, agrees), { numRuns: 500 });
  });

  it('for random JSON with one character replaced, removed or added', () => {
    const sharp = fc.constantFrom(
      '',
      '"',
      '\\',
      ',',
      ':',
      '{',
      '}',
      '[',
      ']',
      '0',
      '1',
      '-',
      '.',
      'e',
      'u',
      't',
      ' ',
    );
    const mutated = fc
      .tuple(jsonText, fc.nat(), fc.nat(1), sharp)
      // Whole code points, so that encoding does not repair a split surrogate pair.
      .map(([text, place, removed, added]) => {
        const points = [...text];
        points.splice(place % (points.length + 1), removed, added);
        return points.join('');
      });
    fc.assert(fc.property(mutated, agrees), { numRuns: 2000 });
  });

  it('for texts of JSON tokens in any order', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-0',
      '01',
      '1.',
      '1e5',
      'true',
      'null',
      'nul',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 9 }), (tokens) => agrees(tokens.join(''))),
      { numRuns: 3000 },
    );
  });

  it('for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), agrees));
  });
});

describe('UTF-8', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  it('is refused in a string where a strict decoder refuses it', () => {
    const wild = fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      // Around the limits of what each lead byte allows.
      fc.array(
        fc.constantFrom(
          0x7f,
          0x80,
          0x8f,
          0x90,
          0x9f,
          0xa0,
          0xbf,
          0xc0,
          0xc1,
          0xc2,
          0xdf,
          0xe0,
          0xed,
          0xee,
          0xf0,
          0xf4,
          0xf5,
        ),
        { maxLength: 5 },
      ),
    );
    fc.assert(
      fc.property(wild, (content) => {
        const bytes = Uint8Array.from([
          0x22,
          ...content.map((byte) => (byte === 0x22 || byte === 0x5c ? 0x41 : Math.max(byte, 0x20))),
          0x22,
        ]);
        let decodes = true;
        try {
          decoder.decode(bytes);
        } catch {
          decodes = false;
        }
        expect(judge(bytes)).toBe(decodes ? 'valid' : 'bad_utf8');
      }),
      { numRuns: 5000 },
    );
  });

  it('is refused outside of strings, a byte order mark included', () => {
    expect(judge(bytesOf('\u00a0{}'))).toBe('not_json');
    expect(judge(bytesOf('\ufeff{}'))).toBe('not_json');
    expect(() => new JsonCursor(bytesOf('\ufeff{}')).skip()).toThrow(/byte order mark/);
  });
});

describe('depth', () => {
  const nested = (depth: number) => bytesOf('['.repeat(depth) + ']'.repeat(depth));

  it('is accepted up to the bound and refused beyond', () => {
    expect(judge(nested(depthMax))).toBe('valid');
    expect(judge(nested(depthMax + 1))).toBe('too_deep');
  });

  it('is refused at the first bracket too many, however many follow', () => {
    const cursor = new JsonCursor(nested(1_500_000));
    expect(() => cursor.skip()).toThrow(JsonError);
    expect(cursor.at).toBe(depthMax);
  });
});

describe('walking', () => {
  it('finds members by name, in whatever way the name is escaped', () => {
    const cursor = new JsonCursor(bytesOf(' { "a" : 1 , "\\u0069\\u0064":"7", "b":[ ] } '));
    const names = ['id', 'b'];
    const seen: [number, string][] = [];
    expect(cursor.peek()).toBe('object');
    cursor.enter();
    while (cursor.next()) {
      seen.push([cursor.keyIndex(names), cursor.key()]);
      cursor.skip();
    }
    cursor.finish();
    expect(seen).toEqual([
      [-1, 'a'],
      [0, 'id'],
      [1, 'b'],
    ]);
  });

  it('does not take the beginning of a name, or more than it, for the name', () => {
    const cursor = new JsonCursor(bytesOf('{"i":1,"idx":2,"\\u0069":3,"":4}'));
    cursor.peek();
    cursor.enter();
    while (cursor.next()) {
      expect(cursor.keyIndex(['id'])).toBe(-1);
      cursor.skip();
    }
  });

  it('reads short strings and no long ones', () => {
    const read = (text: string) => new JsonCursor(bytesOf(text)).shortText(3);
    expect(read('"abc"')).toBe('abc');
    expect(read('"\\u0061\\n\\/"')).toBe('a\n/');
    expect(read('"\ufeffé"')).toBe('\ufeffé');
    expect(read('"abcd"')).toBeNull();
    expect(read('123')).toBeNull();
  });

  it('gives the range of a value without the white space around it', () => {
    const cursor = new JsonCursor(bytesOf('[ {"a": 1} , 2 ]'));
    cursor.peek();
    cursor.enter();
    cursor.next();
    expect(cursor.range()).toEqual({ start: 2, end: 10 });
    cursor.next();
    expect(cursor.range()).toEqual({ start: 13, end: 14 });
    expect(cursor.next()).toBe(false);
  });

  it('names the place of a fault', () => {
    const cursor = new JsonCursor(bytesOf('{"a":1,}'));
    expect(() => cursor.skip()).toThrow(expect.objectContaining({ code: 'not_json', at: 7 }));
    expect(() => new JsonCursor(bytesOf('{"a":')).skip()).toThrow('the body ends too early');
  });
});
