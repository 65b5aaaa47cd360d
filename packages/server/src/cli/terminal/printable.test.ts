import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableJson } from './printable.ts';

interface DisplayRow {
  id: string;
  text: string;
  expect: string;
}

const catalogue: { display: DisplayRow[] } = JSON.parse(
  readFileSync(new URL('../../../../../hostile/json-bodies.json', import.meta.url), 'utf8'),
);

/** What the terminal must show; the other rows concern pages, exports and logs. */
const shownAs: Readonly<Record<string, string>> = {
  rlo: 'user_\\u202egnp.exe',
  rli: '\\u2067abc',
  unbalanced: '\\u202a\\u202a\\u202aabc',
  'zero-width': 'adm\\u200bin',
  bom: '\\ufeffadmin',
  'tag-chars': 'a\\u{e0041}\\u{e0042}',
  'ansi-clear': '\\x1b[2J\\x1b[H',
  'ansi-title': '\\x1b]0;owned\\x07',
  'ansi-link': '\\x1b]8;;https://evil.example\\x1b\\click\\x1b]8;;\\x1b\\',
  c1: '\\x9b2J',
  cr: 'real\\rfake',
  'log-line': 'x\\n{"level":"error","msg":"forged"}',
  nul: 'a\\x00b',
  lone: '\ufffd',
};

/** Everything a terminal might act on. */
const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('printable text', () => {
  it.each(Object.entries(shownAs))('shows the hostile row %s harmlessly', (id, shown) => {
    const row = catalogue.display.find((each) => each.id === id);
    expect(row, 'the catalogue has the row').toBeDefined();
    expect(printable(row?.text ?? '')).toBe(shown);
  });

  it('leaves nothing a terminal would act on in any row of the catalogue', () => {
    for (const row of catalogue.display) expect(printable(row.text)).not.toMatch(dangerous);
  });

  it('leaves what people write as it is', () => {
    const text = '¡Olá! 50 % < 100 %, 👋🏽 ❤️ me@example.com / café, نعم, 한국어';
    expect(printable(text)).toBe(text);
  });

  it('shows a selector that follows no emoji, because text can be hidden in it', () => {
    expect(printable('x\ufe0f\u{e0100}')).toBe('x\\ufe0f\\u{e0100}');
  });

  it('cuts long text by characters and says so', () => {
    expect(printable('😀'.repeat(50_000), 3)).toBe('😀😀😀…');
    expect(printable('abc', 3)).toBe('abc');
  });

  it('never lets a dangerous character through, and never grows a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(dangerous);
      }),
    );
  });
});

describe('printable JSON', () => {
  it('stays the same value', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, text) => {
        const safe = printableJson(JSON.stringify([JSON.parse(json), text]));
        expect(safe).not.toMatch(dangerous);
        expect(JSON.parse(safe)).toEqual([JSON.parse(json), text]);
      }),
    );
  });
});
