// From a body to the changes in it: decoded once, parsed once, and walked without recursion. Guarantees that what is
// no notification is refused with a code and a cure, never thrown. Unknown fields, members and enum values are no
// errors here; the platform adds them without notice. Bounds and their reasons: docs/adr/0024.
import { fieldNamePattern } from '../protocol/field-name.ts';
import { idPattern } from '../protocol/ids.ts';
import { notificationBytesMax } from '../protocol/limits.ts';
import { ChangeSource, type ReceivedChange, SlicedChange } from './change.ts';
import { isObject } from './member.ts';

/** A field that changed, from a subscription made without values: there is nothing but its name. */
export type ChangedField = {
  readonly field: string;
  readonly entryId: string;
  /** Unix seconds, null where the platform does not send it. */
  readonly entryTime: number | null;
};

/** A notification that was read: its changes, entry by entry, in the order they were sent. */
export type ReceivedNotification = {
  readonly changes: readonly ReceivedChange[];
  /** Field names only, from subscriptions made without values. Usually empty. */
  readonly changedFields: readonly ChangedField[];
};

/** What is wrong with a body, to branch on. */
export type NotificationCode =
  /** No bytes, or white space. */
  | 'empty'
  /** More than 3 MB. */
  | 'too_large'
  | 'bad_utf8'
  | 'not_json'
  /** JSON of another shape than `{object, entry: [{id, changes: [{field, value}]}]}`. */
  | 'not_an_envelope'
  /** An entry whose `id` is not digits. */
  | 'bad_id'
  /** A change whose `field` can be no name of a field. */
  | 'bad_field';

/** Why a body is no notification; the message names cause and cure. */
export type NotificationRefusal = {
  readonly ok: false;
  readonly code: NotificationCode;
  readonly message: string;
};

/** What `readNotification` answers: the notification, or why there is none. */
export type NotificationRead =
  | { readonly ok: true; readonly notification: ReceivedNotification }
  | NotificationRefusal;

/**
 * Reads a body that is the platform's: its signature is checked elsewhere. Takes an envelope, or an array with one in
 * it, as old documentation prints it. A member that is there twice counts as `JSON.parse` reads it: the last.
 */
export function readNotification(body: Uint8Array): NotificationRead {
  if (body.byteLength > notificationBytesMax) {
    const bound = `the body has ${body.byteLength} bytes; a notification has ${notificationBytesMax} at most`;
    return refusal('too_large', bound);
  }
  let text: string;
  try {
    text = decoder.decode(body);
  } catch {
    return refusal('bad_utf8', 'the body is not UTF-8; encode it as UTF-8');
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuseText(text);
  }
  return readParsed(parsed, new ChangeSource(body));
}

/** Reads what somebody else has parsed. Its changes have no bytes. */
export function readParsed(parsed: unknown, source = new ChangeSource(null)): NotificationRead {
  const reading = new Reading(source);
  const refused = reading.envelope(parsed);
  return refused ?? { ok: true, notification: reading };
}

// `ignoreBOM` keeps a byte order mark in the text, where JSON refuses it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Our own words: the message of `JSON.parse` quotes the body. */
function refuseText(text: string): NotificationRefusal {
  if (/^[ \t\r\n]*$/.test(text)) return refusal('empty', 'the body is empty; send JSON');
  if (text.charCodeAt(0) === 0xfeff) {
    return refusal('not_json', 'the body starts with a byte order mark; send it without one');
  }
  return refusal('not_json', 'the body is not JSON; send the envelope as it was signed');
}

function refusal(code: NotificationCode, message: string): NotificationRefusal {
  return { ok: false, code, message };
}

const misfit = (path: string, expected: string) => refusal('not_an_envelope', `${path} must be ${expected}`);

const objectName = 'whatsapp_business_account';

/** One pass over the envelope. Each method answers what is wrong, or null. */
class Reading implements ReceivedNotification {
  readonly changes: SlicedChange[] = [];
  readonly changedFields: ChangedField[] = [];
  readonly #source: ChangeSource;

  constructor(source: ChangeSource) {
    this.#source = source;
  }

  envelope(parsed: unknown): NotificationRefusal | null {
    const envelope = Array.isArray(parsed) && parsed.length === 1 ? parsed[0] : parsed;
    if (Array.isArray(envelope)) {
      return refusal('not_an_envelope', 'a body that is an array must hold exactly one envelope');
    }
    if (!isObject(envelope)) return misfit('the body', 'an object with "object" and "entry"');
    if (envelope.object !== objectName) {
      return misfit('object', `the string "${objectName}"; other products are not handled`);
    }
    const entries = envelope.entry;
    if (!Array.isArray(entries)) return misfit('entry', 'an array');
    for (let i = 0; i < entries.length; i++) {
      const refused = this.#entry(entries[i], i);
      if (refused !== null) return refused;
    }
    return null;
  }

  #entry(entry: unknown, at: number): NotificationRefusal | null {
    if (!isObject(entry)) return misfit(`entry[${at}]`, 'an object');
    const { id, changes, changed_fields: changedFields } = entry;
    if (typeof id !== 'string' || !idPattern.test(id)) {
      return refusal(
        'bad_id',
        `entry[${at}].id must be a string of 1 to 32 digits; a JSON number would be rounded`,
      );
    }
    const time = readTime(entry.time);
    if (changes === undefined && changedFields !== undefined) return this.#names(changedFields, id, time, at);
    if (!Array.isArray(changes)) return misfit(`entry[${at}].changes`, 'an array');
    for (let i = 0; i < changes.length; i++) {
      const refused = this.#change(changes[i], id, time, at, i);
      if (refused !== null) return refused;
    }
    return changedFields === undefined ? null : this.#names(changedFields, id, time, at);
  }

  // Positional: called for every change, and an object for each would be garbage.
  #change(
    change: unknown,
    entryId: string,
    entryTime: number | null,
    entryAt: number,
    at: number,
  ): NotificationRefusal | null {
    if (!isObject(change)) return misfit(`entry[${entryAt}].changes[${at}]`, 'an object');
    const { field, value } = change;
    if (typeof field !== 'string') return misfit(`entry[${entryAt}].changes[${at}].field`, 'a string');
    if (!fieldNamePattern.test(field)) return badField(`entry[${entryAt}].changes[${at}].field`);
    if (typeof value !== 'object' || value === null) {
      return misfit(`entry[${entryAt}].changes[${at}].value`, 'an object');
    }
    // An array is not what the contract says, but losing it helps nobody: it has members as well, if unusual ones.
    const kept = value as Record<string, unknown>;
    const facts = { field, value: kept, entryId, entryTime };
    this.changes.push(new SlicedChange(facts, this.#source, this.changes.length));
    return null;
  }

  #names(names: unknown, entryId: string, entryTime: number | null, at: number) {
    if (!Array.isArray(names)) return misfit(`entry[${at}].changed_fields`, 'an array of field names');
    for (const field of names) {
      if (typeof field !== 'string' || !fieldNamePattern.test(field)) {
        return badField(`entry[${at}].changed_fields`);
      }
      this.changedFields.push({ field, entryId, entryTime });
    }
    return null;
  }
}

function badField(path: string): NotificationRefusal {
  return refusal(
    'bad_field',
    `${path} must be a field name like "messages": lower-case letters, digits and _`,
  );
}

/** Unix seconds. Documentation quotes them now and then, so digits in a string are taken as well. */
function readTime(time: unknown): number | null {
  const seconds = typeof time === 'string' && /^[0-9]{1,15}$/.test(time) ? Number(time) : time;
  return typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds >= 0 ? seconds : null;
}
