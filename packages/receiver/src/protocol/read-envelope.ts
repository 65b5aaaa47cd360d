// Reads one envelope: object → entry → changes. Duplicate members and wrong types become refusals as values, so
// that a later duplicate can take the place of a bad one; the whole of the body is moved over in any case.
import { CutFailure, type CutReport, type CutWarning } from './cut-report.ts';
import type { JsonCursor } from './json-cursor.ts';
import { changesMax, entriesMax } from './limits.ts';
import { Members, misfit, readList, skipRefused } from './members.ts';
import { type ChangeSlice, readChanges, tooManyChanges } from './read-change.ts';
import { readField, readId, readTime } from './read-scalars.ts';

export type CutEntry = {
  id: string;
  /** Unix seconds; null when not sent, or not usable. */
  time: number | null;
  changes: ChangeSlice[];
  /** Names of fields, from an app that asked not to be sent values. */
  changedFields?: string[];
};

export type CutEnvelope = { entries: CutEntry[]; changeCount: number; warnings: CutWarning[] };

const objectName = 'whatsapp_business_account';
const envelopeNames = ['object', 'entry'] as const;

/** Reads the value the cursor stands before: an envelope, or an array that holds just one. */
export function readEnvelope(cursor: JsonCursor, report: CutReport): CutEnvelope | CutFailure {
  if (cursor.peek() !== 'array') return readEnvelopeObject(cursor, report);

  // Older documentation prints bodies like this; no live traffic is known to be so.
  const one = 'a body that is an array must hold exactly one envelope';
  const envelopes = readList(cursor, {
    readItem: () => readEnvelopeObject(cursor, report),
    most: 1,
    tooMany: (at) => new CutFailure('not_an_envelope', one, at),
    notAList: (at) => new CutFailure('not_an_envelope', one, at),
  });
  if (envelopes instanceof CutFailure) return envelopes;
  return envelopes[0] ?? new CutFailure('not_an_envelope', one, 0);
}

function readEnvelopeObject(cursor: JsonCursor, report: CutReport): CutEnvelope | CutFailure {
  const kind = cursor.peek();
  const start = cursor.at;
  if (kind !== 'object') {
    return skipRefused(cursor, misfit('the body', 'an object with "object" and "entry"', start));
  }

  let object: true | CutFailure | null = null;
  let entries: CutEntry[] | CutFailure | null = null;
  const members = new Members(cursor, report, { path: '', names: envelopeNames });
  for (let name = members.next(); name !== null; name = members.next()) {
    if (name === 'object') object = readObjectName(cursor);
    else entries = readEntries(cursor, report);
  }

  if (members.failure !== null) return members.failure;
  if (object === null) return misfit('object', `the string "${objectName}"`, start);
  if (object instanceof CutFailure) return object;
  if (entries === null) return misfit('entry', 'an array', start);
  if (entries instanceof CutFailure) return entries;
  return { entries, changeCount: countChanges(entries), warnings: report.warnings };
}

function readObjectName(cursor: JsonCursor): true | CutFailure {
  cursor.peek();
  const at = cursor.at;
  const fits = cursor.shortText(objectName.length) === objectName;
  return fits || misfit('object', `the string "${objectName}"; other products are not handled`, at);
}

function readEntries(cursor: JsonCursor, report: CutReport): CutEntry[] | CutFailure {
  let count = 0;
  return readList(cursor, {
    readItem: (index) => {
      const { at } = cursor;
      const entry = readEntry(cursor, report, `entry[${index}]`);
      if (entry instanceof CutFailure) return entry;
      count += countUpdates(entry);
      return count > changesMax ? tooManyChanges(at) : entry;
    },
    most: entriesMax,
    tooMany: (at) =>
      new CutFailure('too_many_changes', `a body may hold ${entriesMax} entries; send several`, at),
    notAList: (at) => misfit('entry', 'an array', at),
  });
}

const entryNames = ['id', 'time', 'changes', 'changed_fields'] as const;

function readEntry(cursor: JsonCursor, report: CutReport, path: string): CutEntry | CutFailure {
  const kind = cursor.peek();
  const start = cursor.at;
  if (kind !== 'object') return skipRefused(cursor, misfit(path, 'an object', start));

  let id: string | CutFailure | null = null;
  let time: number | null = null;
  let changes: ChangeSlice[] | CutFailure | null = null;
  let changedFields: string[] | CutFailure | null = null;
  const members = new Members(cursor, report, { path, names: entryNames });
  for (let name = members.next(); name !== null; name = members.next()) {
    switch (name) {
      case 'id':
        id = readId(cursor, `${path}.id`);
        break;
      case 'time':
        time = readTime(cursor, report, `${path}.time`);
        break;
      case 'changes':
        changes = readChanges(cursor, report, `${path}.changes`);
        break;
      case 'changed_fields':
        changedFields = readChangedFields(cursor, report, `${path}.changed_fields`);
        break;
    }
  }

  if (members.failure !== null) return members.failure;
  if (id === null) return misfit(`${path}.id`, 'a string of digits', start);
  if (id instanceof CutFailure) return id;
  if (changes instanceof CutFailure) return changes;
  if (changedFields instanceof CutFailure) return changedFields;
  if (changedFields !== null) return { id, time, changes: changes ?? [], changedFields };
  return changes === null ? misfit(`${path}.changes`, 'an array', start) : { id, time, changes };
}

function readChangedFields(cursor: JsonCursor, report: CutReport, path: string): string[] | CutFailure {
  if (!report.allowChangedFields) {
    const message = `${path} has no values to publish; send "changes" instead`;
    return skipRefused(cursor, new CutFailure('unknown_member', message, cursor.at));
  }
  return readList(cursor, {
    readItem: (index) => readField(cursor, `${path}[${index}]`),
    most: changesMax,
    tooMany: tooManyChanges,
    notAList: (at) => misfit(path, 'an array of field names', at),
  });
}

// The name of a changed field is an update as well, so it counts towards the bound.
function countUpdates(entry: CutEntry): number {
  return entry.changes.length + (entry.changedFields?.length ?? 0);
}

function countChanges(entries: readonly CutEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.changes.length, 0);
}
