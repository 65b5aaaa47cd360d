// From changes to items: each element of each list of a field, or the value itself where the field has no lists.
// Guarantees that nothing is dropped: what does not look as its field should becomes one item named `unknown`.
import { type ItemList, itemLists } from '../payload/item-lists.ts';
import type { ReceivedChange } from './change.ts';
import type { AnyItem } from './item.ts';
import { isObject } from './member.ts';
import {
  type NotificationRead,
  type ReceivedNotification,
  readNotification,
  readParsed,
} from './notification.ts';
import { ReceivedItem, unknownList } from './received-item.ts';

/**
 * Every item of a notification, in the order of the body, without a receiver: for a queue's consumer, or for saved
 * bodies. The signature is not checked.
 *
 * @param notification the body as bytes or text, what `readNotification` made of it, or parsed JSON. Items of parsed
 * JSON have no `change.bytes`, and no `key` where that is made from the bytes.
 * @throws TypeError when it is no notification; the message says why
 * @example
 * for (const item of itemsOf(body)) {
 *   if (item.name === 'statuses.failed') console.log(item.content.errors);
 * }
 */
export function* itemsOf(notification: Uint8Array | string | object): Generator<AnyItem, void, undefined> {
  const { changes } = isRead(notification) ? notification : wanted(read(notification));
  for (const change of changes) {
    const items: ReceivedItem[] = [];
    collectItems(change, items);
    // The map of names to contents is the claim of the catalogue about what the platform sends.
    yield* items as unknown as AnyItem[];
  }
}

function isRead(notification: Uint8Array | string | object): notification is ReceivedNotification {
  return typeof notification === 'object' && 'changes' in notification && 'changedFields' in notification;
}

function read(notification: Uint8Array | string | object): NotificationRead {
  if (typeof notification === 'string') return readNotification(new TextEncoder().encode(notification));
  return notification instanceof Uint8Array ? readNotification(notification) : readParsed(notification);
}

function wanted(read: NotificationRead): ReceivedNotification {
  if (!read.ok) throw new TypeError(`not a notification (${read.code}): ${read.message}`);
  return read.notification;
}

/** Adds the items of one change. Works on a list given to it: the receiver asks for every change of every request. */
export function collectItems(change: ReceivedChange, into: ReceivedItem[]): void {
  const lists = itemLists.get(change.field);
  let known = false;
  let odd = !isObject(change.value);
  if (lists !== undefined && !odd) {
    for (const list of lists) {
      const found = list.path.length === 0 ? change.value : valueAt(change.value, list);
      if (found === undefined) continue;
      if (list.path.length === 0) {
        into.push(new ReceivedItem(change, list, found, 0));
        known = true;
      } else if (Array.isArray(found)) {
        known = true;
        for (let i = 0; i < found.length; i++) {
          if (isObject(found[i])) into.push(new ReceivedItem(change, list, found[i], i));
          else odd = true;
        }
      } else odd = true;
    }
  }
  if (!known || odd) into.push(new ReceivedItem(change, unknownList, change.value, 0));
}

function valueAt(value: unknown, { path }: ItemList): unknown {
  let found = value;
  for (const name of path) {
    if (!isObject(found)) return undefined;
    found = found[name];
  }
  return found;
}
