// Why a body was not accepted: one catalogue of codes, each with the HTTP status it gets on /api and what the
// sender did. The codes of the cut (not_json, too_deep …) come from the protocol, so that each has one source.
import { type CutCode, cutCodes } from '@wahook/receiver/protocol/slices';

export interface Refusal {
  code: RefusalCode;
  /** Cause and cure, for a person. */
  message: string;
  /** Byte offset in the body, where the cause has a place. */
  at?: number;
  retryAfterSeconds?: number;
}

const ownRefusals = {
  unknown_field: {
    status: 400,
    when: 'a field that is neither in the catalogue nor in the setting extra_fields',
  },
  unknown_waba: { status: 404, when: 'an account that is not known here' },
  unknown_sample: { status: 404, when: 'a sample that does not exist' },
  too_many_runs: { status: 409, when: 'as many runs of the simulator as there may be are going on' },
  bad_scenario: { status: 400, when: 'a scenario that could not be played; `problems` lists them all' },
  bad_set: { status: 400, when: 'a path or content that cannot be set in the sample' },
  change_too_large: { status: 413, when: 'a change that no notification could carry in wire form' },
  nothing_to_publish: { status: 400, when: 'an envelope without a change' },
  warnings_in_strict_mode: {
    status: 400,
    when: 'a body that is accepted with warnings, where strict is true or the setting `schema_check` is strict',
  },
  idempotency_key_reused: { status: 409, when: 'an Idempotency-Key that came before with another body' },
  busy: { status: 503, when: 'more requests wait for the disk than may' },
  disk_full: {
    status: 503,
    when: 'no room on the disk; what was acknowledged is safe and goes on being delivered',
  },
  storage_error: { status: 503, when: 'the commit failed for another reason' },
} as const satisfies Record<string, { status: number; when: string }>;

export type RefusalCode = CutCode | keyof typeof ownRefusals;

export const refusals: ReadonlyMap<RefusalCode, { status: number; when: string }> = new Map<
  RefusalCode,
  { status: number; when: string }
>([
  // Listed by the object's own keys, which are the codes.
  ...(Object.keys(cutCodes) as CutCode[]).map(
    (code) => [code, { status: cutStatus(code), when: cutCodes[code] }] as const,
  ),
  ...(Object.keys(ownRefusals) as (keyof typeof ownRefusals)[]).map(
    (code) => [code, ownRefusals[code]] as const,
  ),
]);

function cutStatus(code: CutCode): number {
  return code === 'too_large' ? 413 : 400;
}
