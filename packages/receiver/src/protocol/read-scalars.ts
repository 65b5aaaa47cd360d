// The small values that decide about routing: ids, field names, times. Each reader moves over one value whatever
// it is, and gives back either something safe to use as a key or a refusal.
import { CutFailure, type CutReport } from './cut-report.ts';
import { fieldNamePattern } from './field-name.ts';
import { idPattern } from './ids.ts';
import type { JsonCursor, JsonKind } from './json-cursor.ts';
import { decodeString } from './json-string.ts';
import { fieldNameLengthMax, idLengthMax } from './limits.ts';

export function readId(cursor: JsonCursor, path: string): string | CutFailure {
  cursor.peek();
  const at = cursor.at;
  const id = optionalId(cursor);
  if (id !== null) return id;
  const message = `${path} must be a string of 1 to ${idLengthMax} digits; ids sent as JSON numbers would be rounded`;
  return new CutFailure('bad_id', message, at);
}

/** Null for anything but an id: values are the platform's, and one we can't route by is no fault of theirs. */
export function optionalId(cursor: JsonCursor): string | null {
  const id = cursor.shortText(idLengthMax);
  return id !== null && idPattern.test(id) ? id : null;
}

export function readField(cursor: JsonCursor, path: string): string | CutFailure {
  cursor.peek();
  const at = cursor.at;
  const field = cursor.shortText(fieldNameLengthMax);
  if (field !== null && fieldNamePattern.test(field)) return field;
  const message = `${path} must be a field name like "messages": lower-case letters, digits and _, ${fieldNameLengthMax} at most`;
  return new CutFailure('bad_field', message, at);
}

const displayNumberLengthMax = 64;
const printableAscii = /^[\x20-\x7e]+$/;

/** A phone number as people write it: digits today, but once `+1 202-555-0123`. Null for anything else. */
export function optionalDisplayNumber(cursor: JsonCursor): string | null {
  const text = cursor.shortText(displayNumberLengthMax);
  return text !== null && printableAscii.test(text) ? text : null;
}

// Fifteen digits stay below 2^53 and reach 30 million years ahead.
const secondsPattern = /^(0|[1-9][0-9]{0,14})$/;
const secondsLengthMax = 15;

/** Unix seconds. Documentation quotes them now and then, so a string of digits is taken, with a warning. */
export function readTime(cursor: JsonCursor, report: CutReport, path: string): number | null {
  const kind = cursor.peek();
  const at = cursor.at;
  const text = kind === 'string' ? cursor.shortText(secondsLengthMax) : shortNumber(cursor, kind);
  if (text === null || !secondsPattern.test(text)) {
    report.warn('bad_time', `${path} must be whole Unix seconds as a number; it was left out`, at);
    return null;
  }
  if (kind === 'string') report.warn('time_is_text', `${path} is a string; send it as a number`, at);
  return Number(text);
}

/** Moves over anything; as text only what is a number, since anything else may have escapes of its own. */
function shortNumber(cursor: JsonCursor, kind: JsonKind): string | null {
  const { start, end } = cursor.range();
  return kind === 'number' && end - start <= secondsLengthMax
    ? decodeString(cursor.bytes, { start, end })
    : null;
}
