// Integers that `JSON.parse` rounds, read from the bytes: `message_template_id` has outgrown 2^53.
import type { ReceivedChange } from './change.ts';
import type { ItemFacts } from './item.ts';
import { elementsOf, memberPlace, type Place, valueAt } from './valid-json.ts';

/** Ids have under twenty digits; turning a million of them into a number would take seconds. */
const digitsMax = 100;

/**
 * An integer of an item, exactly as it was sent. Reads the bytes of the item anew each time: ask once.
 *
 * @param path from the item's content: `'message_template_id'`, or `['errors', 0, 'code']`
 * @returns null where there is nothing, or no integer; an id sent as a string of digits is one
 * @throws TypeError when the item was made from parsed JSON, which has been rounded already
 * @example
 * receiver.on('message_template_status_update', (update, item) => {
 *   const id = exactInteger(item, 'message_template_id'); // 9007199254740993n
 * });
 */
export function exactInteger(
  item: Pick<ItemFacts, 'change' | 'path'>,
  path: string | readonly (string | number)[],
): bigint | null {
  const { bytes } = item.change;
  const place = follow(bytes, placeOf(item), typeof path === 'string' ? [path] : path);
  if (place === null || place.end - place.start > digitsMax) return null;
  const literal = new TextDecoder().decode(bytes.subarray(place.start, place.end));
  const digits = /^(-?[0-9]+)$|^"(-?[0-9]+)"$/.exec(literal);
  return digits === null ? null : BigInt(digits[1] ?? digits[2] ?? '');
}

function placeOf({ change, path }: Pick<ItemFacts, 'change' | 'path'>): Place | null {
  const steps = ['value', ...path];
  const index = steps.pop();
  const { bytes } = change;
  if (typeof index !== 'number') return follow(bytes, valueAt(bytes, 0), ['value', ...path]);
  return elementsAt(change, steps)[index] ?? null;
}

/** Kept, because every item of a change may ask: walking the list anew for each of 10,000 took 80 seconds. */
const kept = new WeakMap<ReceivedChange, Map<string, readonly Place[]>>();

function elementsAt(change: ReceivedChange, steps: readonly (string | number)[]): readonly Place[] {
  const lists = kept.get(change) ?? new Map<string, readonly Place[]>();
  kept.set(change, lists);
  const name = JSON.stringify(steps);
  const known = lists.get(name);
  if (known !== undefined) return known;
  const { bytes } = change;
  const list = follow(bytes, valueAt(bytes, 0), steps);
  const elements = list === null ? [] : elementsOf(bytes, list);
  lists.set(name, elements);
  return elements;
}

function follow(bytes: Uint8Array, from: Place | null, steps: readonly (string | number)[]): Place | null {
  let place = from;
  for (const step of steps) {
    if (place === null) return null;
    place =
      typeof step === 'number' ? (elementsOf(bytes, place)[step] ?? null) : memberPlace(bytes, place, step);
  }
  return place;
}
