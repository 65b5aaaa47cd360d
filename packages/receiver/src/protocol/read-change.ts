// Reads one change of an envelope, keeping where its bytes lie and what routes it. The value is not looked into
// further than that: what is below the routing members belongs to whoever handles the change.
import { CutFailure, type CutReport } from './cut-report.ts';
import type { JsonCursor } from './json-cursor.ts';
import { changesMax } from './limits.ts';
import { Members, misfit, readList, skipRefused } from './members.ts';
import { readField } from './read-scalars.ts';
import { readValue, type ValueFacts } from './read-value.ts';

/** One change object inside a body. Offsets are bytes: first, and one after the last. */
export type ChangeSlice = {
  start: number;
  end: number;
  valueStart: number;
  valueEnd: number;
  /** All of it is in wire form already. */
  isFormed: boolean;
  field: string;
  /** Which number it is about: `value.metadata.phone_number_id`, or where the field keeps it instead. */
  phoneNumberId: string | null;
  /** The same number as people write it; management fields carry nothing else. */
  displayPhoneNumber: string | null;
  /** `value.waba_info.waba_id`: the account, where `entry[].id` is a partner's business. */
  wabaInfoId: string | null;
};

/** Reads the elements of one entry's `changes`. */
export function readChanges(cursor: JsonCursor, report: CutReport, path: string): ChangeSlice[] | CutFailure {
  return readList(cursor, {
    readItem: (index) => readChange(cursor, report, `${path}[${index}]`),
    most: changesMax,
    tooMany: tooManyChanges,
    notAList: (at) => misfit(path, 'an array', at),
  });
}

const changeNames = ['field', 'value'] as const;

function readChange(cursor: JsonCursor, report: CutReport, path: string): ChangeSlice | CutFailure {
  const kind = cursor.peek();
  const start = cursor.at;
  if (kind !== 'object') return skipRefused(cursor, misfit(path, 'an object', start));

  let field: string | CutFailure | null = null;
  let value: ValueFacts | CutFailure | null = null;
  const members = new Members(cursor, report, { path, names: changeNames });
  for (let name = members.next(); name !== null; name = members.next()) {
    if (name === 'field') field = readField(cursor, `${path}.field`);
    else value = readAnyContainer(cursor, report, `${path}.value`);
  }

  if (members.failure !== null) return members.failure;
  if (field === null) return misfit(`${path}.field`, 'a string', start);
  if (field instanceof CutFailure) return field;
  if (value === null) return misfit(`${path}.value`, 'an object', start);
  if (value instanceof CutFailure) return value;
  return {
    start,
    end: cursor.at,
    valueStart: value.start,
    valueEnd: value.end,
    isFormed: cursor.isFormedSince(start),
    field,
    phoneNumberId: value.phoneNumberId,
    displayPhoneNumber: value.displayPhoneNumber,
    wabaInfoId: value.wabaInfoId,
  };
}

// An array is not what the contract says, but it has bytes to keep and nothing to route by: losing it helps nobody.
function readAnyContainer(cursor: JsonCursor, report: CutReport, path: string): ValueFacts | CutFailure {
  const kind = cursor.peek();
  if (kind === 'object') return readValue(cursor, report, path);
  const { start, end } = cursor.range();
  if (kind !== 'array') return misfit(path, 'an object', start);
  report.warn('value_not_object', `${path} is an array instead of an object; it was kept as it is`, start);
  const isFormed = cursor.isFormedSince(start);
  return { start, end, isFormed, phoneNumberId: null, displayPhoneNumber: null, wabaInfoId: null };
}

/** The refusal of one change too many, in one entry or over all of them. */
export function tooManyChanges(at: number): CutFailure {
  const message = `a body may hold ${changesMax} changes over all entries; send several`;
  return new CutFailure('too_many_changes', message, at);
}
