// Puts JSON into the form that notifications have on the wire: compact, and with Meta's escapes. Works token by
// token on valid JSON, so numbers, the order of members, duplicates and escapes that are already there stay as
// written; a parser would round, reorder, merge and respell them. Validating the input is up to the caller.
import { asciiEscapes, putUnitEscape, unitEscapeBytes } from './escapes.ts';

/** `meta`: the escapes of `escapes.ts`, so that the result is ASCII. `plain`: white space goes, nothing else. */
export type WireFormOptions = { escapes: 'meta' | 'plain' };

const quoteMark = 0x22;
const backslash = 0x5c;

/** The value in `json[start, end)` in wire form, in a buffer of its own. */
export function toWireForm(
  json: Uint8Array,
  start: number,
  end: number,
  { escapes }: WireFormOptions,
): Uint8Array {
  const escaping = escapes === 'meta';
  let out = new Uint8Array(end - start + roomMin);
  let length = 0;
  let inString = false;
  for (let at = start; at < end; ) {
    if (length + roomMin > out.length) out = doubled(out);
    const byte = json[at] ?? 0;
    if (!inString) {
      inString = byte === quoteMark;
      if (!isBlank(byte)) out[length++] = byte;
      at++;
    } else if (byte === backslash) {
      // With the character after it: of `\u` the digits follow by themselves.
      out[length++] = byte;
      out[length++] = json[at + 1] ?? 0;
      at += 2;
    } else if (escaping && byte >= 0x80) {
      length = putEscaped(out, length, codePointAt(json, at));
      at += sequenceLength(byte);
    } else {
      inString = byte !== quoteMark;
      const replacement = escaping ? asciiEscapes[byte] : undefined;
      if (replacement === undefined) out[length++] = byte;
      else for (const part of replacement) out[length++] = part;
      at++;
    }
  }
  // A copy, so that a small change does not keep a large buffer alive.
  return out.slice(0, length);
}

/** The most that one step writes: a surrogate pair. */
const roomMin = 2 * unitEscapeBytes;

function doubled(out: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(out.length * 2);
  larger.set(out);
  return larger;
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
