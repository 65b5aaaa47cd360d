// Changes or removes one member of a JSON document by splicing bytes. Guarantees that every other byte stays as it was: big
// integers, the order of members, white space and escapes survive, because the document is never parsed into
// objects. That also keeps it free of prototype tricks; the three names are refused all the same.
import { JsonCursor } from './json-cursor.ts';
import { JsonError } from './json-error.ts';
import type { ByteRange } from './json-string.ts';
import { quote } from './quote.ts';

export type EditResult = { ok: true; json: Uint8Array } | { ok: false; message: string };

// Harmless to bytes, but whoever parses the result and merges it would be in for a surprise.
const refusedNames = new Set(['__proto__', 'constructor', 'prototype']);

const elementIndex = /^(0|[1-9][0-9]{0,8})$/;

/** Where the value at a path lies, or null. Of members that are there twice the last one counts. */
export function findMember(json: Uint8Array, path: readonly string[]): ByteRange | null {
  const cursor = new JsonCursor(json);
  const whole = cursor.range();
  cursor.finish();
  let found: ByteRange | null = whole;
  for (const step of path) {
    if (found === null) return null;
    found = look(json, found, step).found;
  }
  return found;
}

/**
 * Sets the value at a path of member names and element numbers (`['messages', '0', 'id']`). The parent must exist;
 * a new member goes to the end of its object, a new element only to the end of its array.
 */
export function setMember(json: Uint8Array, path: readonly string[], value: Uint8Array): EditResult {
  const name = quote(path.join('.'));
  const last = path.at(-1);
  if (last === undefined) return { ok: false, message: 'the path is empty; name at least one member' };
  if (path.some((step) => refusedNames.has(step))) {
    return { ok: false, message: `"${name}" is refused: __proto__, constructor and prototype can't be set` };
  }
  try {
    const put = findMember(value, []);
    const parent = findMember(json, path.slice(0, -1));
    if (put === null || parent === null) {
      return { ok: false, message: `"${name}" has no parent in the document; set the parent first` };
    }
    const bytes = value.subarray(put.start, put.end);
    return setIn(json, { parent, step: last, bytes, name });
  } catch (error) {
    if (error instanceof JsonError) return { ok: false, message: `"${name}" can't be set: ${error.message}` };
    throw error;
  }
}

/** Removes the member or element at a path, with its comma. One that is there twice is refused: which is meant? */
export function removeMember(json: Uint8Array, path: readonly string[]): EditResult {
  const name = quote(path.join('.'));
  const last = path.at(-1);
  if (last === undefined) return { ok: false, message: 'the path is empty; name at least one member' };
  try {
    const parent = findMember(json, path.slice(0, -1));
    const seen = parent && look(json, parent, last);
    if (!seen?.whole) return { ok: false, message: `"${name}" is not there, so it can't be removed` };
    if (seen.matches > 1) return { ok: false, message: `"${name}" is there ${seen.matches} times` };
    return { ok: true, json: splice(json, seen.whole, []) };
  } catch (error) {
    if (error instanceof JsonError)
      return { ok: false, message: `"${name}" can't be removed: ${error.message}` };
    throw error;
  }
}

function setIn(
  json: Uint8Array,
  { parent, step, bytes, name }: { parent: ByteRange; step: string; bytes: Uint8Array; name: string },
): EditResult {
  const { kind, found, count, end } = look(json, parent, step);
  if (found !== null) return { ok: true, json: splice(json, found, [bytes]) };
  if (kind === 'other') {
    return { ok: false, message: `"${name}" can't be set: its parent is neither an object nor an array` };
  }
  if (kind === 'array' && step !== String(count)) {
    const message = `"${name}" is no element: the array has ${count}, so ${count} would append one`;
    return { ok: false, message };
  }
  const parts = [encoder.encode(count > 0 ? ',' : ''), bytes];
  if (kind === 'object') parts.splice(1, 0, encoder.encode(`${JSON.stringify(step)}:`));
  return { ok: true, json: splice(json, { start: end, end }, parts) };
}

const encoder = new TextEncoder();

type Look = {
  kind: 'object' | 'array' | 'other';
  found: ByteRange | null;
  /** With its name, and with the comma that goes when it goes. */
  whole: ByteRange | null;
  /** How often it is there. */
  matches: number;
  /** How many members or elements there are. */
  count: number;
  /** Where a further one could be put: after the last one, or after the opening bracket. */
  end: number;
};

/** Looks for one step inside the value at `parent`, which is known to be valid. */
function look(json: Uint8Array, parent: ByteRange, step: string): Look {
  const cursor = new JsonCursor(json.subarray(0, parent.end));
  cursor.at = parent.start;
  const kind = cursor.peek();
  if (kind !== 'object' && kind !== 'array')
    return { kind: 'other', found: null, whole: null, matches: 0, count: 0, end: parent.end };

  let found: ByteRange | null = null;
  let whole: ByteRange | null = null;
  let matches = 0;
  let count = 0;
  let end = parent.start + 1;
  const wanted = elementIndex.test(step) ? Number(step) : -1;
  cursor.enter();
  while (cursor.next()) {
    const isMeant = kind === 'object' ? cursor.key() === step : count === wanted;
    const range = cursor.range();
    if (isMeant) {
      found = range;
      matches++;
      // After the one before; the first takes the comma behind it, if there is one.
      whole = { start: end, end: count > 0 ? range.end : afterComma(json, range.end) };
    }
    count++;
    end = range.end;
  }
  return { kind, found, whole, matches, count, end };
}

/** Just behind the comma that follows, or the same place when none does. The bytes are known to be valid JSON. */
function afterComma(json: Uint8Array, from: number): number {
  let at = from;
  while (json[at] === 0x20 || json[at] === 0x09 || json[at] === 0x0a || json[at] === 0x0d) at++;
  return json[at] === 0x2c ? at + 1 : from;
}

function splice(json: Uint8Array, { start, end }: ByteRange, parts: readonly Uint8Array[]): Uint8Array {
  const added = parts.reduce((sum, part) => sum + part.length, 0);
  const edited = new Uint8Array(json.length - (end - start) + added);
  edited.set(json.subarray(0, start), 0);
  let at = start;
  for (const part of parts) {
    edited.set(part, at);
    at += part.length;
  }
  edited.set(json.subarray(end), at);
  return edited;
}
