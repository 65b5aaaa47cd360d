// Finds where things stand in the bytes of JSON that `JSON.parse` has accepted, so that exact bytes can be cut out
// later and only when somebody asks. Checks nothing again and builds nothing; the work grows with the bytes alone,
// however deep they are nested. For bytes nobody has checked there is `protocol/json-cursor.ts`.

/** From the first byte of a value to the one after its last. */
export type Place = { readonly start: number; readonly end: number };

const quote = 0x22;
const backslash = 0x5c;
const openArray = 0x5b;
const openObject = 0x7b;
const comma = 0x2c;
const colon = 0x3a;

const isBlank = (byte: number | undefined) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

function afterBlanks(bytes: Uint8Array, at: number): number {
  let next = at;
  while (isBlank(bytes[next])) next++;
  return next;
}

function afterString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at + 1;
}

/** The place of the value that begins at or after this offset. */
export function valueAt(bytes: Uint8Array, from: number): Place {
  const start = afterBlanks(bytes, from);
  const first = bytes[start];
  if (first === quote) return { start, end: afterString(bytes, start) };
  if (first !== openObject && first !== openArray) return { start, end: afterScalar(bytes, start) };
  let depth = 0;
  let at = start;
  do {
    const byte = bytes[at];
    if (byte === quote) {
      at = afterString(bytes, at);
      continue;
    }
    // Brackets and braces differ by one bit from each other, and opening from closing ones by two more.
    if (byte === openObject || byte === openArray) depth++;
    else if (byte === openObject + 2 || byte === openArray + 2) depth--;
    at++;
  } while (depth > 0 && at < bytes.length);
  return { start, end: at };
}

function afterScalar(bytes: Uint8Array, start: number): number {
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === comma || byte === openObject + 2 || byte === openArray + 2 || isBlank(byte)) break;
  }
  return at;
}

/** The elements of the array at this place; none where it is something else. */
export function elementsOf(bytes: Uint8Array, { start, end }: Place): Place[] {
  if (bytes[start] !== openArray) return [];
  const elements: Place[] = [];
  let at = afterBlanks(bytes, start + 1);
  while (at < end - 1) {
    const element = valueAt(bytes, at);
    elements.push(element);
    at = afterBlanks(bytes, afterBlanks(bytes, element.end) + 1);
  }
  return elements;
}

/** The member of this name, which is ASCII: the last one where it is there twice, as `JSON.parse` reads it. */
export function memberPlace(bytes: Uint8Array, { start, end }: Place, name: string): Place | null {
  if (bytes[start] !== openObject) return null;
  let found: Place | null = null;
  let at = afterBlanks(bytes, start + 1);
  while (at < end - 1) {
    const keyEnd = afterString(bytes, at);
    const fits = keyIs(bytes, { start: at, end: keyEnd }, name);
    const colonAt = afterBlanks(bytes, keyEnd);
    const value = valueAt(bytes, bytes[colonAt] === colon ? colonAt + 1 : colonAt);
    if (fits) found = value;
    at = afterBlanks(bytes, afterBlanks(bytes, value.end) + 1);
  }
  return found;
}

function keyIs(bytes: Uint8Array, { start, end }: Place, name: string): boolean {
  const length = end - start - 2;
  // No escape is longer than six times what it stands for.
  if (length < name.length || length > 6 * name.length) return false;
  const key = bytes.subarray(start + 1, end - 1);
  if (!key.includes(backslash)) {
    return length === name.length && key.every((byte, i) => byte === name.charCodeAt(i));
  }
  const text: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(start, end)));
  return text === name;
}
