// What can be wrong with a body: the stable codes, refusals with a place, and warnings that let a body pass.
// Refusals are values, so that a member which is replaced by a later duplicate takes its refusal with it.
import { warningsMax } from './limits.ts';

/** Code → what it means. Codes are part of the contract with our users: texts may change, codes may not. */
export const cutCodes = {
  empty: 'there is nothing in the body, or white space only',
  too_large: 'more bytes than one notification may have',
  not_json: 'the bytes break the grammar of JSON',
  bad_utf8: 'the bytes are not UTF-8',
  too_deep: 'nested deeper than 64 levels',
  not_an_envelope: 'JSON, but a member of the envelope is missing or of the wrong type',
  not_an_event: 'JSON, but a member of a published event is missing or of the wrong type',
  too_many_changes: 'more than 1000 changes, counted over all entries, or more than 1000 entries',
  bad_id: 'an id that is not a string of 1 to 32 digits',
  bad_field: 'a field name that is not of the form of one',
  duplicate_key: 'a member that decides about routing is there twice',
  unknown_member: 'a published event has a member that means nothing',
} as const;

export type CutCode = keyof typeof cutCodes;

/** Why a body was refused. `message` names cause and cure, `at` is the offset of the byte in question. */
export class CutFailure {
  readonly ok = false;
  readonly code: CutCode;
  readonly message: string;
  readonly at: number;

  constructor(code: CutCode, message: string, at: number) {
    this.code = code;
    this.message = message;
    this.at = at;
  }
}

export const warningCodes = {
  duplicate_key: 'a member that decides about routing is there twice; the last one counted',
  time_is_text: 'a time came as a string of digits; it was read as the number',
  bad_time: 'a time is not whole Unix seconds; it was left out',
  value_not_object: 'the value of a change is an array; it was kept as it is',
} as const;

/** Something odd in a body that was taken all the same. A strict caller may refuse on any. */
export type CutWarning = { code: keyof typeof warningCodes; message: string; at: number };

/** What to do about members that decide about routing and are there twice. */
export type DuplicateKeys = 'refuse' | 'last';

/** Carries the rules for one body down to its readers, and the warnings up. */
export class CutReport {
  readonly duplicateKeys: DuplicateKeys;
  /** `changed_fields`, which name changes without their values: of use to a receiver, not to a publisher. */
  readonly allowChangedFields: boolean;
  readonly warnings: CutWarning[] = [];

  constructor(rules: { duplicateKeys: DuplicateKeys; allowChangedFields: boolean }) {
    this.duplicateKeys = rules.duplicateKeys;
    this.allowChangedFields = rules.allowChangedFields;
  }

  warn(code: CutWarning['code'], message: string, at: number): void {
    if (this.warnings.length < warningsMax) this.warnings.push({ code, message, at });
  }

  /** A duplicate: null where the last one counts, which is what `JSON.parse` does as well. */
  duplicate(path: string, at: number): CutFailure | null {
    if (this.duplicateKeys === 'refuse') {
      return new CutFailure('duplicate_key', `${path} is there twice; keep one of them`, at);
    }
    this.warn('duplicate_key', `${path} is there twice; the last one counted`, at);
    return null;
  }
}
