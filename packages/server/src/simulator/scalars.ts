// The texts and numbers of a JSON document, each with the member it belongs to and the place of its bytes. The
// document is only read: whoever wants to change it splices.
import { JsonCursor } from '@wahook/receiver/protocol/json-cursor';
import { decodeString } from '@wahook/receiver/protocol/json-string';

export interface Scalar {
  /** The nearest member name; elements have that of their array. */
  member: string;
  kind: 'string' | 'number';
  /** A string's content; a number as it is written. */
  text: string;
  start: number;
  end: number;
}

/** In the order of the document, which must be valid JSON. */
export function scalarsOf(json: Uint8Array): Scalar[] {
  const cursor = new JsonCursor(json);
  const found: Scalar[] = [];
  const open: { isObject: boolean; member: string }[] = [];
  let member = '';
  do {
    const kind = cursor.peek();
    if (kind === 'object' || kind === 'array') {
      open.push({ isObject: kind === 'object', member });
      cursor.enter();
    } else {
      const { start, end } = cursor.range();
      if (kind === 'string')
        found.push({
          member,
          kind,
          text: decodeString(json, { start: start + 1, end: end - 1 }),
          start,
          end,
        });
      if (kind === 'number')
        found.push({ member, kind, text: ascii.decode(json.subarray(start, end)), start, end });
    }
    while (open.length > 0 && !cursor.next()) open.pop();
    const inside = open.at(-1);
    if (inside) member = inside.isObject ? cursor.key() : inside.member;
  } while (open.length > 0);
  return found;
}

const ascii = new TextDecoder();
