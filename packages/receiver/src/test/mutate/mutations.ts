// What can become of a body: members that go, come twice or change their type, names and numbers that trip up
// programs, and bytes that are cut, flipped or put in. Everything follows from the random numbers that are given.
import { type Span, spansOf } from './json-spans.ts';
import type { Random } from './random.ts';

export type Mutated = {
  readonly body: Uint8Array;
  /** What was done, in order. */
  readonly steps: readonly string[];
};

/** One to four changes of structure, then perhaps one of bytes. */
export function mutate(sample: string, random: Random): Mutated {
  let text = sample;
  const steps: string[] = [];
  for (let left = random.below(4); left >= 0; left--) {
    const [name, step] = random.oneOf(structural);
    const spans = spansOf(text);
    // Everything may have been removed.
    if (spans.length === 0) break;
    steps.push(name);
    text = step(text, chosen(text, spans, random), random);
  }
  if (random.below(8) === 0) {
    steps.push('nest');
    text = nest(text, random.oneOf([...spansOf(text), wholeOf(text)]), random);
  }
  const body = new TextEncoder().encode(text);
  if (random.below(3) > 0) return { body, steps };
  const [name, step] = random.oneOf(bytewise);
  steps.push(name);
  return { body: step(body, random), steps };
}

const wholeOf = (text: string): Span => ({ kind: 'other', start: 0, end: text.length, name: null });

const envelopeMember = /^"(object|entry|id|time|changes|field|value|metadata|phone_number_id|waba_info)"$/;

/** In a quarter of cases one of those that are read before anything else; there are few of them. */
function chosen(text: string, spans: readonly Span[], random: Random): Span {
  const first = spans.filter(({ name }) => name && envelopeMember.test(text.slice(name.start, name.end)));
  return random.oneOf(first.length > 0 && random.below(4) === 0 ? first : spans);
}

type Step = (text: string, span: Span, random: Random) => string;

const cut = (text: string, start: number, end: number, between = '') =>
  text.slice(0, start) + between + text.slice(end);
const begin = ({ start, name }: Span) => name?.start ?? start;

const oddities = [
  'null',
  'true',
  '0',
  '-0',
  '1',
  '"0"',
  '""',
  '"1"',
  '1e400',
  '-1e400',
  '1e-400',
  '0.1000000000000000055511151231257827',
  '9007199254740993',
  '123456789012345678901234567890123',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '[{}]',
  '["\\u0000"]',
  '{"\\\\":1}',
  '{"":{}}',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u0000"',
  '"__proto__"',
  '"constructor"',
  '{"__proto__":{"polluted":1}}',
  '{"__proto__":null}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toJSON":1,"then":1,"valueOf":1,"toString":1,"hasOwnProperty":1,"length":-1}',
  `"${'x'.repeat(10_000)}"`,
  `"${'\\u00e9\\/'.repeat(2_000)}"`,
  '"\\ud83d\\ude00😀"',
];
const oddNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  'length',
  '0',
  '',
  '\\u0000',
  '\\ud800',
  'id',
  'type',
  'messages',
  'entry',
  'changes',
  'changed_fields',
  'field',
  'value',
];

const structural: readonly (readonly [string, Step])[] = [
  [
    'remove',
    (text, span) => {
      const without = cut(text, begin(span), span.end);
      const at = begin(span);
      if (without[at] === ',') return cut(without, at, at + 1);
      return without[at - 1] === ',' ? cut(without, at - 1, at) : without || '0';
    },
  ],
  [
    'repeat',
    (text, span) => {
      const isWhole = span.end === text.length;
      return isWhole
        ? `[${text},${text}]`
        : cut(text, span.end, span.end, `,${text.slice(begin(span), span.end)}`);
    },
  ],
  ['replace', (text, { start, end }, random) => cut(text, start, end, random.oneOf(oddities))],
  [
    'replace in a repeat',
    (text, span, random) => {
      const { name, end } = span;
      if (name === null) return text;
      return cut(text, end, end, `,${text.slice(name.start, name.end)}:${random.oneOf(oddities)}`);
    },
  ],
  ['retype', (text, { start, end }) => cut(text, start, end, retyped(text.slice(start, end)))],
  ['wrap in an array', (text, { start, end }) => cut(text, start, end, `[${text.slice(start, end)}]`)],
  [
    'wrap in an object',
    (text, { start, end }, random) =>
      cut(text, start, end, `{"${random.oneOf(oddNames)}":${text.slice(start, end)}}`),
  ],
  [
    'rename',
    (text, { name }, random) =>
      name === null ? text : cut(text, name.start, name.end, `"${random.oneOf(oddNames)}"`),
  ],
  [
    'respell a name',
    (text, { name }) => (name === null ? text : cut(text, name.start, name.end, respelled(text, name))),
  ],
  [
    'add a member',
    (text, { kind, start, end }, random) => {
      if (kind !== 'object') return text;
      const comma = end - start > 2 ? ',' : '';
      return cut(text, start, start + 1, `{"${random.oneOf(oddNames)}":${random.oneOf(oddities)}${comma}`);
    },
  ],
  [
    'multiply an element',
    (text, { start, end, name }, random) => {
      const element = text.slice(start, end);
      if (name !== null || end === text.length || element.length > 2_000) return text;
      return cut(text, end, end, `,${element}`.repeat(1 + random.below(200)));
    },
  ],
  [
    'add blanks',
    (text, { start, end }, random) => {
      const blank = random.oneOf([' ', '\n', '\t\r\n', ' '.repeat(1_000)]);
      return cut(text, start, end, `${blank}${text.slice(start, end)}${blank}`);
    },
  ],
];

function retyped(value: string): string {
  if (/^"-?(0|[1-9][0-9]*)"$/.test(value)) return value.slice(1, -1);
  if (/^["[{]/.test(value)) return value.startsWith('"') ? value.length.toString() : JSON.stringify(value);
  return `"${value}"`;
}

/** The same name, its first letter as an escape. */
function respelled(text: string, { start, end }: { start: number; end: number }): string {
  const [first = '', ...rest] = text.slice(start + 1, end - 1);
  if (first === '' || first === '\\') return text.slice(start, end);
  const code = first.charCodeAt(0).toString(16).padStart(4, '0');
  return first.length > 1 ? text.slice(start, end) : `"\\u${code}${rest.join('')}"`;
}

function nest(text: string, { start, end }: Span, random: Random): string {
  const depth = random.oneOf([58, 64, 1_000, 10_000, 10_000, 100_000]);
  const [open, close] = random.oneOf([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"__proto__":', '}]'],
  ]);
  return cut(text, start, end, open?.repeat(depth) + text.slice(start, end) + close?.repeat(depth));
}

type ByteStep = (body: Uint8Array, random: Random) => Uint8Array;

const odd: readonly (readonly number[])[] = [
  [0x00],
  [0xff],
  [0x80],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf0, 0x9f],
  [0xef, 0xbb, 0xbf],
  [0x22],
  [0x5c],
  [0x7b],
  [0x5d],
  [0x2c],
  [0x0a],
];

const joined = (...parts: readonly (Uint8Array | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part))));
/** 0 to the length, both included. */
const place = (body: Uint8Array, random: Random) => random.below(body.length + 1);

const bytewise: readonly (readonly [string, ByteStep])[] = [
  ['truncate', (body, random) => body.subarray(0, place(body, random))],
  [
    'truncate at a multiple of 97',
    (body, random) => body.subarray(0, 97 * random.below(1 + body.length / 97)),
  ],
  [
    'flip a bit',
    (body, random) => {
      const flipped = Uint8Array.from(body);
      const at = random.below(Math.max(1, body.length));
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
      return flipped;
    },
  ],
  [
    'put bytes in',
    (body, random) => {
      const at = place(body, random);
      return joined(body.subarray(0, at), random.oneOf(odd), body.subarray(at));
    },
  ],
  ['put bytes in front', (body, random) => joined(random.oneOf(odd), body)],
  ['put bytes behind', (body, random) => joined(body, random.oneOf(odd))],
  [
    'take bytes out',
    (body, random) => {
      const at = place(body, random);
      return joined(body.subarray(0, at), body.subarray(at + 1 + random.below(40)));
    },
  ],
  ['send twice over', (body) => joined(body, body)],
  [
    'encode as UTF-16',
    (body) => Uint8Array.from({ length: 2 * body.length }, (_, i) => (i % 2 === 0 ? (body[i / 2] ?? 0) : 0)),
  ],
  ['add megabytes of blanks', (body) => joined(body, new Uint8Array(3 * 1024 * 1024 - 10).fill(0x20))],
];
