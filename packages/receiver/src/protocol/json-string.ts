// String literals of JSON, as bytes: find where one ends, compare one, decode one.
// Guarantees strict RFC 8259 (no raw control characters, only known escapes) and valid UTF-8: no overlong forms,
// no surrogates, nothing beyond U+10FFFF, nothing cut short. Objects, arrays and numbers are `json-cursor.ts`'s.
import { JsonError } from './json-error.ts';

const quoteMark = 0x22;
const backslash = 0x5c;
const letterU = 0x75;

/** Letter after a backslash → the character it stands for. `\u` is not in it. */
const shortEscapes = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
    ([letter, character]) => [letter.charCodeAt(0), character.charCodeAt(0)],
  ),
);

/** By byte, 1: ASCII that stands for itself in a string. Most of what is read is this. */
const plainAscii = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== quoteMark && byte !== backslash ? 1 : 0,
);

/** The offset of the closing quote of the string whose first character is at `start`. Throws JsonError. */
export function findStringEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    // Beyond the end reads as NUL. No JSON string may hold one raw, so one test covers both.
    let byte = bytes[at] ?? 0;
    while (plainAscii[byte] === 1) byte = bytes[++at] ?? 0;
    if (byte === quoteMark) return at;
    if (byte === backslash) at += escapeLength(bytes, at);
    else if (byte >= 0x80) at += sequenceLength(bytes, at);
    else if (at >= bytes.length) throw new JsonError('not_json', 'a string is not closed', at);
    else throw new JsonError('not_json', 'a control character in a string must be written as an escape', at);
  }
}

function escapeLength(bytes: Uint8Array, at: number): 2 | 6 {
  const letter = bytes[at + 1] ?? 0;
  if (shortEscapes.has(letter)) return 2;
  if (letter !== letterU) throw new JsonError('not_json', 'a backslash starts no escape that JSON knows', at);
  for (let digit = at + 2; digit < at + 6; digit++) {
    if (hexValue(bytes[digit] ?? 0) < 0) throw new JsonError('not_json', '\\u needs four hex digits', at);
  }
  return 6;
}

/** The length of the UTF-8 sequence that starts with a byte above 0x7F (Unicode 16, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): 2 | 3 | 4 {
  const lead = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  // The limits of the second byte shut out overlong forms (E0, F0), surrogates (ED) and all above U+10FFFF (F4).
  if (lead >= 0xc2 && lead <= 0xdf && isContinuation(second)) return 2;
  if (lead >= 0xe0 && lead <= 0xef && isContinuation(bytes[at + 2] ?? 0)) {
    if (second >= (lead === 0xe0 ? 0xa0 : 0x80) && second <= (lead === 0xed ? 0x9f : 0xbf)) return 3;
  }
  if (
    lead >= 0xf0 &&
    lead <= 0xf4 &&
    isContinuation(bytes[at + 2] ?? 0) &&
    isContinuation(bytes[at + 3] ?? 0)
  ) {
    if (second >= (lead === 0xf0 ? 0x90 : 0x80) && second <= (lead === 0xf4 ? 0x8f : 0xbf)) return 4;
  }
  throw new JsonError('bad_utf8', 'the bytes are not valid UTF-8; encode the body as UTF-8', at);
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function hexValue(digit: number): number {
  if (digit >= 0x30 && digit <= 0x39) return digit - 0x30;
  const lower = digit | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Whether a valid literal means this ASCII text, however it is escaped. Allocates nothing. */
export function stringMeans(bytes: Uint8Array, { start, end }: ByteRange, text: string): boolean {
  let at = start;
  for (let place = 0; place < text.length; place++) {
    if (at >= end) return false;
    const byte = bytes[at] ?? 0;
    const unit = byte === backslash ? escapedUnit(bytes, at) : byte;
    if (unit !== text.charCodeAt(place)) return false;
    at += byte !== backslash ? 1 : bytes[at + 1] === letterU ? 6 : 2;
  }
  return at === end;
}

/** From the first byte of something to the one after its last. */
export type ByteRange = { readonly start: number; readonly end: number };

function escapedUnit(bytes: Uint8Array, at: number): number {
  const short = shortEscapes.get(bytes[at + 1] ?? 0);
  if (short !== undefined) return short;
  let unit = 0;
  for (let digit = at + 2; digit < at + 6; digit++) unit = unit * 16 + hexValue(bytes[digit] ?? 0);
  return unit;
}

// `ignoreBOM`, or a leading U+FEFF of the text would vanish.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a valid literal whose characters lie in the range (quotes outside). */
export function decodeString(bytes: Uint8Array, { start, end }: ByteRange): string {
  const literal = decoder.decode(bytes.subarray(start, end));
  if (!literal.includes('\\')) return literal;
  const text: unknown = JSON.parse(`"${literal}"`);
  return String(text);
}
