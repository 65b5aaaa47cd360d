// One change of a notification, as handlers are given it: parsed, and with its exact bytes for whoever asks. Cutting
// the bytes out costs a walk over the body, so it is done at the first question and for all changes of the body.
import { elementsOf, memberPlace, type Place, valueAt } from './valid-json.ts';

/** One change of a notification. */
export type ReceivedChange = {
  /** The field it belongs to, such as `messages`. May be one that this library has never heard of. */
  readonly field: string;
  /** The parsed value, members unchecked. Integers above 2^53 are rounded by parsing; see `exactInteger`. */
  readonly value: Readonly<Record<string, unknown>>;
  /** `entry[].id`: the WhatsApp Business Account, or for partner events the partner's business. */
  readonly entryId: string;
  /** `entry[].time` in Unix seconds, null where the platform does not send it. */
  readonly entryTime: number | null;
  /**
   * The whole change object as it came, for storing or passing on: a view of the body, not a copy.
   *
   * @throws TypeError when the notification was made from parsed JSON, which has forgotten its bytes
   */
  readonly bytes: Uint8Array;
};

/** The body that changes were read from, cut when first asked. `null`: it was given parsed. */
export class ChangeSource {
  readonly body: Uint8Array | null;
  #places: readonly Place[] | null = null;

  constructor(body: Uint8Array | null) {
    this.body = body;
  }

  /** The bytes of the change with this number, counted over all entries. */
  bytesOf(index: number): Uint8Array {
    if (this.body === null) {
      throw new TypeError('parsed JSON has no bytes; hand over the body itself, as bytes or text');
    }
    this.#places ??= placesOfChanges(this.body);
    const place = this.#places[index];
    if (place === undefined) throw new TypeError('the bytes of the body were changed after it was read');
    return this.body.subarray(place.start, place.end);
  }
}

/** A class for the lazy member; to users it is a plain change. */
export class SlicedChange implements ReceivedChange {
  readonly field: string;
  readonly value: Record<string, unknown>;
  readonly entryId: string;
  readonly entryTime: number | null;
  readonly #source: ChangeSource;
  readonly #index: number;

  constructor(
    facts: { field: string; value: Record<string, unknown>; entryId: string; entryTime: number | null },
    source: ChangeSource,
    index: number,
  ) {
    this.field = facts.field;
    this.value = facts.value;
    this.entryId = facts.entryId;
    this.entryTime = facts.entryTime;
    this.#source = source;
    this.#index = index;
  }

  get bytes(): Uint8Array {
    return this.#source.bytesOf(this.#index);
  }
}

function placesOfChanges(body: Uint8Array): Place[] {
  const root = valueAt(body, 0);
  const envelope = elementsOf(body, root)[0] ?? root;
  const entries = memberPlace(body, envelope, 'entry');
  if (entries === null) return [];
  return elementsOf(body, entries).flatMap((entry) => {
    const changes = memberPlace(body, entry, 'changes');
    return changes === null ? [] : elementsOf(body, changes);
  });
}
