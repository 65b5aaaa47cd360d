// Whom a change is about: the user or group at the other end of a conversation, read from the change's bytes without
// building objects, and only as far as the first one named. A change that names several (statuses of several
// recipients) counts as about the first.
import { JsonCursor } from './json-cursor.ts';
import { JsonError } from './json-error.ts';

/** In a list of the value, the members that name the other end; the earlier in this order counts. */
type Naming = readonly string[];

/**
 * The phone number goes before the business-scoped id: payloads from before 2026 have it alone, and where it may
 * not be shared it is missing from all that concerns that user.
 */
const namings: Readonly<Record<string, Naming>> = {
  messages: ['group_id', 'from', 'from_user_id'],
  statuses: ['group_id', 'recipient_id', 'recipient_user_id'],
  message_echoes: ['to', 'to_user_id', 'message'],
  groups: ['group_id'],
  user_preferences: ['wa_id', 'user_id'],
  user_id_update: ['wa_id'],
  // Either side may be the user, so both stand here; see readCall.
  calls: ['from', 'from_user_id', 'to', 'to_user_id', 'direction'],
};

/** The longest id is a parent BSUID: a country code, `.ENT.` and 128 characters. */
const nameLengthMax = 160;

/** null: the change is about no conversation, or its bytes are no change. */
export function conversationOf(change: Uint8Array): string | null {
  const cursor = new JsonCursor(change);
  try {
    if (cursor.peek() !== 'object') return null;
    cursor.enter();
    while (cursor.next()) {
      if (cursor.keyIndex(['value']) === 0) return cursor.peek() === 'object' ? readValue(cursor) : null;
      cursor.skip();
    }
    return null;
  } catch (error) {
    if (error instanceof JsonError) return null;
    throw error;
  }
}

const listNames = Object.keys(namings);
/** Where a conversation stands one level deeper. */
const wrappers = ['standby', 'sender'];
const valueNames = [...listNames, ...wrappers];

/** Stops at the first list that names somebody: most of a change is never looked at. */
function readValue(cursor: JsonCursor): string | null {
  cursor.enter();
  while (cursor.next()) {
    const name = valueNames[cursor.keyIndex(valueNames)];
    const found = name === undefined ? null : readNamed(cursor, name);
    if (found !== null) return found;
    if (name === undefined) cursor.skip();
  }
  return null;
}

/** Moves over the value, unless it finds a name in it. */
function readNamed(cursor: JsonCursor, name: string): string | null {
  const kind = cursor.peek();
  if (name === 'standby' && kind === 'object') return readValue(cursor);
  if (name === 'sender' && kind === 'object') return prefer(readTexts(cursor, ['phone_number', 'user_id']));
  const naming = namings[name];
  if (naming === undefined || kind !== 'array') {
    cursor.skip();
    return null;
  }
  return readList(cursor, name, naming);
}

function readList(cursor: JsonCursor, name: string, naming: Naming): string | null {
  cursor.enter();
  while (cursor.next()) {
    if (cursor.peek() !== 'object') {
      cursor.skip();
      continue;
    }
    const texts = readTexts(cursor, naming);
    const found = name === 'calls' ? readCall(texts) : prefer(texts);
    if (found !== null) return found;
  }
  return null;
}

/** The members of these names that are texts, in their order; null where there is none. */
function readTexts(cursor: JsonCursor, names: Naming): (string | null)[] {
  const texts: (string | null)[] = names.map(() => null);
  cursor.enter();
  while (cursor.next()) {
    const index = cursor.keyIndex(names);
    if (index < 0) cursor.skip();
    else if (names[index] === 'message') texts[index] = readRequest(cursor);
    else texts[index] = cursor.shortText(nameLengthMax) || null;
  }
  return texts;
}

/** An echo in `standby` holds the request to send it, and that its addressee: of both, `to` counts. */
function readRequest(cursor: JsonCursor): string | null {
  if (cursor.peek() === 'object') return prefer(readTexts(cursor, ['to', 'recipient']));
  cursor.skip();
  return null;
}

function prefer(texts: readonly (string | null)[]): string | null {
  return texts.find((text) => text !== null) ?? null;
}

/** A call has two ends; its direction says which of them is the user. */
function readCall(texts: readonly (string | null)[]): string | null {
  const [from, fromUserId, to, toUserId, direction] = texts;
  return direction === 'BUSINESS_INITIATED' ? (to ?? toUserId ?? null) : (from ?? fromUserId ?? null);
}
