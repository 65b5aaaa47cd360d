// What routing needs to know of a change's value: where it lies and which number or account it is about.
// Everything else in the value is moved over as bytes. The readers of envelopes and of published events share it.
import { CutFailure, type CutReport } from './cut-report.ts';
import type { JsonCursor } from './json-cursor.ts';
import { joinPath, Members } from './members.ts';
import { optionalDisplayNumber, optionalId } from './read-scalars.ts';

export type ValueFacts = {
  readonly start: number;
  readonly end: number;
  /** Already in wire form. */
  readonly isFormed: boolean;
  readonly phoneNumberId: string | null;
  readonly displayPhoneNumber: string | null;
  readonly wabaInfoId: string | null;
};

const valueNames = [
  'metadata',
  'display_phone_number',
  'waba_info',
  // Two fields name their number here instead of in `metadata`: messaging_handovers, account_settings_update.
  'recipient',
  'phone_number_settings',
] as const;

type NumberFacts = { readonly phoneNumberId: string | null; readonly displayPhoneNumber: string | null };
const noNumber: NumberFacts = { phoneNumberId: null, displayPhoneNumber: null };

/** Reads the object the cursor stands before. */
export function readValue(cursor: JsonCursor, report: CutReport, path: string): ValueFacts | CutFailure {
  const start = cursor.at;
  let metadata: NumberFacts | CutFailure = noNumber;
  let recipient: NumberFacts | CutFailure = noNumber;
  let settings: NumberFacts | CutFailure = noNumber;
  let wabaInfoId: string | null | CutFailure = null;
  let displayPhoneNumber: string | null = null;

  const members = new Members(cursor, report, { path, names: valueNames });
  for (let name = members.next(); name !== null; name = members.next()) {
    switch (name) {
      case 'metadata':
        metadata = readNumber(cursor, report, joinPath(path, name));
        break;
      case 'recipient':
        recipient = readNumber(cursor, report, joinPath(path, name));
        break;
      case 'phone_number_settings':
        settings = readNumber(cursor, report, joinPath(path, name));
        break;
      case 'waba_info':
        wabaInfoId = readWabaInfo(cursor, report, joinPath(path, name));
        break;
      case 'display_phone_number':
        displayPhoneNumber = optionalDisplayNumber(cursor);
        break;
    }
  }

  if (members.failure !== null) return members.failure;
  if (metadata instanceof CutFailure) return metadata;
  if (recipient instanceof CutFailure) return recipient;
  if (settings instanceof CutFailure) return settings;
  if (wabaInfoId instanceof CutFailure) return wabaInfoId;
  return {
    start,
    end: cursor.at,
    isFormed: cursor.isFormedSince(start),
    phoneNumberId: metadata.phoneNumberId ?? recipient.phoneNumberId ?? settings.phoneNumberId,
    displayPhoneNumber: metadata.displayPhoneNumber ?? recipient.displayPhoneNumber ?? displayPhoneNumber,
    wabaInfoId,
  };
}

const numberNames = ['phone_number_id', 'display_phone_number'] as const;

function readNumber(cursor: JsonCursor, report: CutReport, path: string): NumberFacts | CutFailure {
  if (cursor.peek() !== 'object') {
    cursor.skip();
    return noNumber;
  }
  let phoneNumberId: string | null = null;
  let displayPhoneNumber: string | null = null;
  const members = new Members(cursor, report, { path, names: numberNames });
  for (let name = members.next(); name !== null; name = members.next()) {
    if (name === 'phone_number_id') phoneNumberId = optionalId(cursor);
    else displayPhoneNumber = optionalDisplayNumber(cursor);
  }
  return members.failure ?? { phoneNumberId, displayPhoneNumber };
}

const wabaInfoNames = ['waba_id'] as const;

function readWabaInfo(cursor: JsonCursor, report: CutReport, path: string): string | null | CutFailure {
  if (cursor.peek() !== 'object') {
    cursor.skip();
    return null;
  }
  let wabaId: string | null = null;
  const members = new Members(cursor, report, { path, names: wabaInfoNames });
  while (members.next() !== null) wabaId = optionalId(cursor);
  return members.failure ?? wabaId;
}
