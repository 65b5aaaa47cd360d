// Builds notifications: one change from a value and a field, one body from changes grouped by entry.
// Guarantees the envelope's members in one fixed order and a buffer of exactly the needed size; the changes
// are copied byte for byte, never parsed. Choosing what goes into a notification is the caller's business.
import { fieldNamePattern } from './field-name.ts';
import { fields } from './fields.ts';
import { idPattern } from './ids.ts';
import type { Frame } from './wire-form.ts';

/** One entry to be sent: an account id, the time to state (left out when null), whole change objects. */
export type EntryToForm<Change = Uint8Array> = {
  id: string;
  time: number | null;
  changes: readonly Change[];
};

const ascii = new TextEncoder();
const bodyHead = ascii.encode('{"object":"whatsapp_business_account","entry":[');
const bodyTail = ascii.encode(']}');
const comma = 0x2c;

/** `{"value":…,"field":"…"}` without the value: the order of members that live notifications show. */
export function changeFrame(field: string): Frame {
  const known = frames.get(field);
  if (known) return known;
  if (!fieldNamePattern.test(field)) throw new TypeError('a change needs a field name like "messages"');
  return { before: changeHead, after: ascii.encode(`,"field":"${field}"}`) };
}

const changeHead = ascii.encode('{"value":');
/** Of the catalogue; any other name is made when it is asked for. */
const frames = new Map(
  fields.map(({ name }) => [name, { before: changeHead, after: ascii.encode(`,"field":"${name}"}`) }]),
);

/** The length `formNotification` would give, from the sizes of the changes alone. */
export function notificationBytes(entries: readonly EntryToForm<{ readonly byteLength: number }>[]): number {
  let bytes = bodyHead.length + bodyTail.length + commasBetween(entries);
  for (const entry of entries) {
    bytes += entryHead(entry).length + entryTail.length + commasBetween(entry.changes);
    for (const change of entry.changes) bytes += change.byteLength;
  }
  return bytes;
}

/** The body of one notification. Signed and sent as it is, so nothing may touch these bytes afterwards. */
export function formNotification(entries: readonly EntryToForm[]): Uint8Array {
  const body = new Uint8Array(notificationBytes(entries));
  let at = put(body, 0, bodyHead);
  for (const [index, entry] of entries.entries()) {
    if (index > 0) body[at++] = comma;
    at = put(body, at, ascii.encode(entryHead(entry)));
    for (const [place, change] of entry.changes.entries()) {
      if (place > 0) body[at++] = comma;
      at = put(body, at, change);
    }
    at = put(body, at, entryTail);
  }
  put(body, at, bodyTail);
  return body;
}

const entryTail = ascii.encode(']}');

// All ASCII, so its length in characters is its length in bytes.
function entryHead({ id, time }: EntryToForm<unknown>): string {
  if (!idPattern.test(id)) throw new TypeError('an entry needs an id made of digits');
  if (time !== null && !Number.isSafeInteger(time)) throw new TypeError('an entry time is whole seconds');
  return time === null ? `{"id":"${id}","changes":[` : `{"id":"${id}","time":${time},"changes":[`;
}

function put(body: Uint8Array, at: number, part: Uint8Array): number {
  body.set(part, at);
  return at + part.length;
}

function commasBetween(list: readonly unknown[]): number {
  return Math.max(0, list.length - 1);
}
