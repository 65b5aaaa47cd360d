// From the bytes of a verified body to what handlers are given: one object per change, in the order of the body.
// Unknown fields, members and enum values are no errors here; the platform adds them without notice.
import { type CutEnvelope, type CutFailure, cutEnvelope } from '../protocol/slices.ts';

/** One change of a notification. */
export type ReceivedChange = {
  /** The field it belongs to, such as `messages`. May be one that this library has never heard of. */
  field: string;
  /** The parsed value, members unchecked. Integers above 2^53 are rounded by parsing; `bytes` has them exactly. */
  value: Record<string, unknown>;
  /** `entry[].id`: the WhatsApp Business Account, or for partner events the partner's business. */
  entryId: string;
  /** `entry[].time` in Unix seconds, null where the platform does not send it. */
  entryTime: number | null;
  /** The whole change object as it came, for storing or passing on. */
  bytes: Uint8Array;
};

export type ReceivedNotification = {
  changes: readonly ReceivedChange[];
  /** Field names only, from subscriptions made without values. Usually empty. */
  changedFields: readonly { entryId: string; entryTime: number | null; field: string }[];
};

/** Reads duplicates as `JSON.parse` does, so that routing data and parsed value never disagree. */
export function readNotification(
  body: Uint8Array,
): { ok: true; notification: ReceivedNotification } | CutFailure {
  const cut = cutEnvelope(body, { duplicateKeys: 'last' });
  return cut.ok ? { ok: true, notification: collect(body, cut.envelope) } : cut;
}

function collect(body: Uint8Array, { entries }: CutEnvelope): ReceivedNotification {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const changes: ReceivedChange[] = [];
  const changedFields: { entryId: string; entryTime: number | null; field: string }[] = [];
  for (const entry of entries) {
    const source = { entryId: entry.id, entryTime: entry.time };
    for (const slice of entry.changes) {
      changes.push({
        field: slice.field,
        value: JSON.parse(decoder.decode(body.subarray(slice.valueStart, slice.valueEnd))),
        ...source,
        bytes: body.subarray(slice.start, slice.end),
      });
    }
    for (const field of entry.changedFields ?? []) changedFields.push({ ...source, field });
  }
  return { changes, changedFields };
}
