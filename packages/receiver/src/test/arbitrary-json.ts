// Random JSON as text, written in all the ways the grammar allows: white space anywhere, escapes of every spelling,
// numbers no parser keeps. For property tests of code that must leave such spellings alone.
import fc from 'fast-check';

const blanks = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 3 });

const character = fc.oneof(
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
    .map((text) => JSON.stringify(text).slice(1, -1)),
  fc.constantFrom(
    '\\/',
    '/',
    '<',
    '%',
    '@',
    '\\u002f',
    '\\u00E9',
    '\\u00e9',
    '\\ud83d\\ude00',
    '\\ud800',
    '\\"',
  ),
  fc.constantFrom('é', '€', '😀', '\u2028', '\u007f', '\ufeff', '\uffff', '{', ']', ',', '\\\\', '\\n'),
);

export const stringLiteral = fc
  .array(character, { maxLength: 8 })
  .map((characters) => `"${characters.join('')}"`);

/**
 * Any name but a single backslash. V8's JSON.parse, as of Node 24.21, takes a name that begins with an escape for
 * that one when it has read an object with it before, and these tests compare with what it says.
 */
const nameLiteral = stringLiteral.filter((literal) => JSON.parse(literal) !== '\\');

const numberLiteral = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
  fc.constantFrom(
    '-0',
    '9007199254740993',
    '1e400',
    '1E+2',
    '1e-999999999',
    '0.1000000000000000055511151231257827',
  ),
);

const spaced = (text: fc.Arbitrary<string>) =>
  fc.tuple(blanks, text, blanks).map(([before, token, after]) => before + token + after);

/** Object text from members given as texts; blanks are added here. */
export const objectOf = (members: fc.Arbitrary<string>[]) =>
  fc.tuple(...members.map(spaced)).map((texts) => `{${texts.join(',')}}`);

export const member = (key: string, value: fc.Arbitrary<string>) =>
  fc.tuple(blanks, spaced(value)).map(([gap, text]) => `${JSON.stringify(key)}${gap}:${text}`);

const tree = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(stringLiteral, numberLiteral, fc.constantFrom('true', 'false', 'null')),
    tie('object'),
    fc.array(spaced(tie('value')), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
  ),
  object: fc
    .array(
      fc.tuple(spaced(nameLiteral), spaced(tie('value'))).map(([key, value]) => `${key}:${value}`),
      { maxLength: 4 },
    )
    .map((members) => `{${members.join(',')}}`),
}));

/** Any JSON value. */
export const jsonText: fc.Arbitrary<string> = spaced(tree.value);

/** Any JSON object, without white space around it. */
export const objectText: fc.Arbitrary<string> = tree.object;
