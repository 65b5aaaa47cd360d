// Cuts a body into changes as byte ranges, without building objects for what it does not route on.
// Guarantees that an accepted body is valid JSON and UTF-8 within `limits.ts`, and that every slice is the sender's
// bytes. A body that is not JSON is reported as such wherever the fault is; nothing here throws for a bad body.
import { CutFailure, CutReport, type CutWarning, type DuplicateKeys } from './cut-report.ts';
import { JsonCursor } from './json-cursor.ts';
import { JsonError } from './json-error.ts';
import { notificationBytesMax } from './limits.ts';
import { type CutEnvelope, readEnvelope } from './read-envelope.ts';
import { eventNames, type PublishedItem, readEvents } from './read-events.ts';

export { type CutCode, type CutFailure, type CutWarning, cutCodes } from './cut-report.ts';
export type { ChangeSlice } from './read-change.ts';
export type { CutEntry, CutEnvelope } from './read-envelope.ts';
export type { PublishedItem } from './read-events.ts';

export type CutOptions = { duplicateKeys: DuplicateKeys };

/**
 * Cuts a notification. `duplicateKeys: 'last'` reads a member that is there twice as `JSON.parse` does, so that
 * whoever routes by these slices and whoever parses them mean the same account.
 */
export function cutEnvelope(
  body: Uint8Array,
  { duplicateKeys }: CutOptions,
): { ok: true; envelope: CutEnvelope } | CutFailure {
  const report = new CutReport({ duplicateKeys, allowChangedFields: true });
  const envelope = readWhole(body, (cursor) => readEnvelope(cursor, report));
  return envelope instanceof CutFailure ? envelope : { ok: true, envelope };
}

export type Published =
  | { ok: true; kind: 'envelope'; envelope: CutEnvelope }
  | { ok: true; kind: 'items'; items: PublishedItem[]; warnings: CutWarning[] };

/** Cuts what the publish API takes: an event, an array of 1 to 1000 events, or an envelope. */
export function cutPublished(body: Uint8Array): Published | CutFailure {
  const report = new CutReport({ duplicateKeys: 'refuse', allowChangedFields: false });
  const isEnvelope = readWhole(body, looksLikeEnvelope, { toEnd: false });
  if (isEnvelope instanceof CutFailure) return isEnvelope;
  if (isEnvelope.yes) {
    const envelope = readWhole(body, (cursor) => readEnvelope(cursor, report));
    return envelope instanceof CutFailure ? envelope : { ok: true, kind: 'envelope', envelope };
  }
  const items = readWhole(body, (cursor) => readEvents(cursor, report));
  return items instanceof CutFailure ? items : { ok: true, kind: 'items', items, warnings: report.warnings };
}

/** Runs a reader over a body and turns everything that may be wrong with the body into a value. */
function readWhole<Found extends object>(
  body: Uint8Array,
  read: (cursor: JsonCursor) => Found | CutFailure,
  { toEnd }: { toEnd: boolean } = { toEnd: true },
): Found | CutFailure {
  if (body.length > notificationBytesMax) {
    const message = `the body has ${body.length} bytes and may have ${notificationBytesMax}; send several`;
    return new CutFailure('too_large', message, notificationBytesMax);
  }
  const cursor = new JsonCursor(body);
  if (cursor.isBlankToEnd()) return new CutFailure('empty', 'the body is empty; send JSON', 0);
  try {
    const found = read(cursor);
    if (toEnd) cursor.finish();
    return found;
  } catch (error) {
    if (error instanceof JsonError) return new CutFailure(error.code, error.message, error.at);
    throw error;
  }
}

const envelopeNames = ['object', 'entry'];

/** Told by the first member that is known, so most bodies need no second look at their values. */
function looksLikeEnvelope(cursor: JsonCursor): { yes: boolean } {
  if (cursor.peek() === 'array') {
    cursor.enter();
    if (!cursor.next()) return { yes: false };
  }
  if (cursor.peek() !== 'object') return { yes: false };
  cursor.enter();
  while (cursor.next()) {
    if (cursor.keyIndex(envelopeNames) >= 0) return { yes: true };
    if (cursor.keyIndex(eventNames) >= 0) return { yes: false };
    cursor.skip();
  }
  return { yes: false };
}
