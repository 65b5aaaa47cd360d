// Puts JSON into the form that notifications have on the wire: compact, and with Meta's escapes. Works token by
// token on valid JSON, so numbers, the order of members, duplicates and escapes that are already there stay as
// written; a parser would round, reorder, merge and respell them. Validating the input is up to the caller.
import { asciiEscapes, putUnitEscape, unitEscapeBytes } from './escapes.ts';

/** Which escapes the result has. */
export interface WireFormOptions {
  /** `meta`: the escapes of `escapes.ts`, so that the result is ASCII. `plain`: white space goes, nothing else. */
  escapes: 'meta' | 'plain';
}

/** Where the value lies. */
export interface Source {
  start: number;
  end: number;
  /** It is known to be in wire form already. */
  isFormed?: boolean;
}

/** Bytes to put before and after the value, as they are. */
export interface Frame {
  before: Uint8Array;
  after: Uint8Array;
}

const quoteMark = 0x22;
const backslash = 0x5c;
const noFrame: Frame = { before: new Uint8Array(), after: new Uint8Array() };

/** The value in `json[start, end)` in wire form, in a buffer of its own. */
export function toWireForm(
  json: Uint8Array,
  { start, end, isFormed = false }: Source,
  { escapes }: WireFormOptions,
  { before, after }: Frame = noFrame,
): Uint8Array {
  if (isFormed) return framed(json.subarray(start, end), { before, after });
  const plainInString = escapes === 'meta' ? formedInString : plainOfJson;
  let out = roomFor(scratch, 0, end - start);
  let length = 0;
  let at = start;
  while (at < end) {
    // Between strings: all but white space, up to and with the next opening quote.
    while (at < end) {
      const byte = json[at++] ?? 0;
      if (!isBlank(byte)) out[length++] = byte;
      if (byte === quoteMark) break;
    }
    while (at < end) {
      let byte = json[at] ?? 0;
      for (; plainInString[byte] === 1; byte = json[++at] ?? 0) out[length++] = byte;
      if (byte === quoteMark) {
        out[length++] = byte;
        at++;
        break;
      }
      if (byte === backslash) {
        // With the character after it: of `\u` the digits follow by themselves.
        out[length++] = byte;
        out[length++] = json[at + 1] ?? 0;
        at += 2;
        continue;
      }
      out = roomFor(out, length, stepMax + end - at);
      length = byte < 0x80 ? putAscii(out, length, byte) : putEscaped(out, length, codePointAt(json, at));
      at += byte < 0x80 ? 1 : sequenceLength(byte);
    }
  }
  keep(out);
  return framed(out.subarray(0, length), { before, after });
}

function framed(value: Uint8Array, { before, after }: Frame): Uint8Array {
  const whole = new Uint8Array(before.length + value.length + after.length);
  whole.set(before);
  whole.set(value, before.length);
  whole.set(after, before.length + value.length);
  return whole;
}

/** By byte, 1: stands for itself within a string of valid JSON. A quote and a backslash do not. */
const plainOfJson = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte !== quoteMark && byte !== backslash ? 1 : 0,
);
/** In either form, for there is nothing to escape. */
export const formedInString: Uint8Array = plainOfJson.map((isPlain, byte) =>
  isPlain === 1 && byte < 0x80 && asciiEscapes[byte] === undefined ? 1 : 0,
);

/** The most that one step writes: a surrogate pair. */
const stepMax = 2 * unitEscapeBytes;

/** Reused from call to call: a buffer of its own for each would keep the garbage collector busy. */
let scratch = new Uint8Array(16 * 1024);
const scratchMax = 1024 * 1024;

function keep(out: Uint8Array<ArrayBuffer>): void {
  if (out.length <= scratchMax) scratch = out;
}

function roomFor(out: Uint8Array<ArrayBuffer>, length: number, more: number): Uint8Array<ArrayBuffer> {
  if (length + more <= out.length) return out;
  const larger = new Uint8Array((length + more) * 2);
  larger.set(out.subarray(0, length));
  return larger;
}

function putAscii(out: Uint8Array, at: number, byte: number): number {
  const spelled = asciiEscapes[byte];
  if (spelled === undefined) {
    // Not in valid JSON: a control character.
    out[at] = byte;
    return at + 1;
  }
  out.set(spelled, at);
  return at + spelled.length;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** By the first byte of a valid UTF-8 sequence of several bytes. */
function sequenceLength(lead: number): 2 | 3 | 4 {
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function codePointAt(json: Uint8Array, at: number): number {
  const lead = json[at] ?? 0;
  const length = sequenceLength(lead);
  // The lead byte of n bytes has n+1 marker bits, every other byte two.
  let codePoint = lead & (0x7f >> length);
  for (let place = 1; place < length; place++)
    codePoint = (codePoint << 6) | ((json[at + place] ?? 0) & 0x3f);
  return codePoint;
}

function putEscaped(out: Uint8Array, at: number, codePoint: number): number {
  if (codePoint < 0x10000) return putUnitEscape(out, at, codePoint);
  const above = codePoint - 0x10000;
  const afterHigh = putUnitEscape(out, at, 0xd800 | (above >> 10));
  return putUnitEscape(out, afterHigh, 0xdc00 | (above & 0x3ff));
}
