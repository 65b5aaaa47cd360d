import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote } from './quote.ts';

describe('quoting a stranger', () => {
  it.each([
    ['plain text, 100 %', 'plain text, 100 %'],
    ['<!DOCTYPE html>', '\\u003C!DOCTYPE html\\u003e'],
    ['say "x" & \\', 'say \\u0022x\\u0022 \\u0026 \\u005c'],
    ['\u001b[2J\r\n\u0000', '\\u001b[2J\\u000d\\u000a\\u0000'],
    ['é😀\u202e\ud800\u007f', '\\u00e9\\ud83d\\ude00\\u202e\\ud800\\u007f'],
  ])('%j becomes %s', (text, expected) => {
    expect(quote(text)).toBe(expected);
  });

  it('ends after 100 characters, never inside of an escape', () => {
    expect(quote('x'.repeat(101))).toBe('x'.repeat(100));
    expect(quote(`${'x'.repeat(96)}éx`)).toBe('x'.repeat(96));
  });

  it('gives printable ASCII for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(quote(text)).toMatch(/^[ !#-%'-;=?-~]{0,100}$/);
      }),
    );
  });
});
