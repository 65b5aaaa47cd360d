// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the references of scenarios look like that.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDuration } from './duration.ts';
import { parseText } from './references.ts';

const text = (content: string) => ({ kind: 'text', text: content });

describe('a text with references', () => {
  it.each([
    ['', []],
    ['plain $5 }', [text('plain $5 }')]],
    ['$${a}', [text('${a}')]],
    ['a${b}c', [text('a'), { kind: 'variable', name: 'b' }, text('c')]],
    ['${s.id}', [{ kind: 'step', name: 's', path: ['id'] }]],
    ['${s[0].id}', [{ kind: 'step', name: 's', path: ['0', 'id'] }]],
    ['${now}', [{ kind: 'time', form: 'now', offsetMs: 0 }]],
    ['${now-1.5h}', [{ kind: 'time', form: 'now', offsetMs: -5_400_000 }]],
    ['${date+30d}', [{ kind: 'time', form: 'date', offsetMs: 30 * 86_400_000 }]],
  ])('%s is read', (given, parts) => {
    expect(parseText(given)).toEqual({ ok: true, parts });
  });

  it.each([
    '${',
    '${}',
    '${A}',
    '${a.}',
    '${a.b',
    '${now+}',
    '${now+1y}',
    '${date-36501d}',
    '${.a}',
    '${a b}',
  ])('%s is refused', (given) => {
    expect(parseText(given)).toMatchObject({ ok: false, message: expect.stringContaining('${') });
  });

  it('stands for itself once every ${ is doubled, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', '.') }), (plain) => {
        // A dollar before a doubled ${ would be taken for a part of it.
        fc.pre(!plain.includes('$${'));
        const parsed = parseText(plain.replaceAll('${', () => '$${'));
        expect(parsed).toEqual({ ok: true, parts: plain === '' ? [] : [text(plain)] });
      }),
    );
  });
});

it('reads spans of time in whole milliseconds', () => {
  const spans = ['500ms', '2s', '3m', '1.5h', '2d', '0s', '2', 's', '-1s', '1e3s', '1 s', '9999999999s'];
  expect(spans.map(readDuration)).toEqual([
    ...[500, 2_000, 180_000, 5_400_000, 172_800_000, 0],
    ...[null, null, null, null, null, null],
  ]);
});
