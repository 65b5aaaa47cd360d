// Reads events of the publish API: one object, or an array of them, each `{"waba_id","field","value",…}`.
// Our own format, so it is strict where envelopes are lenient: an unknown member is an error, because a misspelt
// `phone_number_id` that is silently dropped would send the event somewhere else.
import { CutFailure, type CutReport } from './cut-report.ts';
import type { JsonCursor } from './json-cursor.ts';
import { changesMax } from './limits.ts';
import { joinPath, Members, readList, skipRefused } from './members.ts';
import { quote } from './quote.ts';
import { readField, readId, readTime } from './read-scalars.ts';
import { readValue, type ValueFacts } from './read-value.ts';

/** One event to be published. Offsets are bytes of the body: first, and one after the last. */
export type PublishedItem = {
  wabaId: string;
  field: string;
  valueStart: number;
  valueEnd: number;
  /** The value is in wire form already. */
  valueIsFormed: boolean;
  /** The member of that name; without it, what the value says. */
  phoneNumberId: string | null;
  displayPhoneNumber: string | null;
  /** Unix seconds; null when not given, or not usable. */
  time: number | null;
};

export const eventNames = ['waba_id', 'field', 'value', 'phone_number_id', 'time'] as const;

/** Reads the value the cursor stands before. */
export function readEvents(cursor: JsonCursor, report: CutReport): PublishedItem[] | CutFailure {
  if (cursor.peek() !== 'array') {
    const item = readEvent(cursor, report, '');
    return item instanceof CutFailure ? item : [item];
  }
  const { at } = cursor;
  const items = readList(cursor, {
    readItem: (index) => readEvent(cursor, report, `[${index}]`),
    most: changesMax,
    tooMany: (place) =>
      new CutFailure('too_many_changes', `one request may publish ${changesMax} events; send several`, place),
    notAList: (place) => misfit('the body', place),
  });
  if (items instanceof CutFailure || items.length > 0) return items;
  return new CutFailure('not_an_event', 'the array is empty; put at least one event in it', at);
}

function readEvent(cursor: JsonCursor, report: CutReport, path: string): PublishedItem | CutFailure {
  const kind = cursor.peek();
  const start = cursor.at;
  if (kind !== 'object') return skipRefused(cursor, misfit(path === '' ? 'the body' : path, start));

  const place = (name: string) => joinPath(path, name);
  let wabaId: string | CutFailure | null = null;
  let field: string | CutFailure | null = null;
  let value: ValueFacts | CutFailure | null = null;
  let phoneNumberId: string | CutFailure | null = null;
  let time: number | null = null;
  const members = new Members(cursor, report, {
    path,
    names: eventNames,
    refuseOthers: (name) => unknown(place(name)),
  });
  for (let name = members.next(); name !== null; name = members.next()) {
    switch (name) {
      case 'waba_id':
        wabaId = readId(cursor, place(name));
        break;
      case 'field':
        field = readField(cursor, place(name));
        break;
      case 'value':
        value = readEventValue(cursor, report, place(name));
        break;
      case 'phone_number_id':
        phoneNumberId = readId(cursor, place(name));
        break;
      case 'time':
        time = readTime(cursor, report, place(name));
        break;
    }
  }

  if (members.failure !== null) return members.failure;
  if (wabaId === null) return missing(place('waba_id'), start);
  if (wabaId instanceof CutFailure) return wabaId;
  if (field === null) return missing(place('field'), start);
  if (field instanceof CutFailure) return field;
  if (value === null) return missing(place('value'), start);
  if (value instanceof CutFailure) return value;
  if (phoneNumberId instanceof CutFailure) return phoneNumberId;
  return {
    wabaId,
    field,
    valueStart: value.start,
    valueEnd: value.end,
    valueIsFormed: value.isFormed,
    phoneNumberId: phoneNumberId ?? value.phoneNumberId,
    displayPhoneNumber: value.displayPhoneNumber,
    time,
  };
}

function readEventValue(cursor: JsonCursor, report: CutReport, path: string): ValueFacts | CutFailure {
  if (cursor.peek() === 'object') return readValue(cursor, report, path);
  return skipRefused(cursor, new CutFailure('not_an_event', `${path} must be an object`, cursor.at));
}

function misfit(path: string, at: number): CutFailure {
  const message = `${path} must be an object with "waba_id", "field" and "value"`;
  return new CutFailure('not_an_event', message, at);
}

function missing(path: string, at: number): CutFailure {
  const message = `${path} is missing; an event needs "waba_id", "field" and "value"`;
  return new CutFailure('not_an_event', message, at);
}

function unknown(path: string): string {
  return `"${quote(path)}" is not a member of an event; those are ${eventNames.join(', ')}`;
}
