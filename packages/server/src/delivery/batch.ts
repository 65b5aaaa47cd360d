// From owed events to notifications. Grouping stays as received: the changes of one body travel together, in
// the entries they came in, unless that would break the platform's bounds (1000 changes, 3 MB). An app may have its
// backlog coalesced: then bodies follow each other in one notification.

import { formNotification } from '@wahook/receiver/protocol/envelope';
import { changesMax, notificationBytesMax } from '@wahook/receiver/protocol/limits';
import type { OwedEvent } from '../store/store.ts';

/** Room for `{"object":…,"entry":[…]}` and for the frame of one entry with its id and time. */
const envelopeBytes = 64;
const entryBytes = 96;

/** Cuts a run of owed events into what one notification may carry. Order is kept; nothing is dropped. */
export function splitIntoNotifications(events: readonly OwedEvent[]): OwedEvent[][] {
  const notifications: OwedEvent[][] = [];
  let current: OwedEvent[] = [];
  let bytes = envelopeBytes;
  for (const event of events) {
    const previous = current.at(-1);
    const grown = bytes + bytesAfter(previous, event, asReceived);
    const fits =
      previous !== undefined &&
      previous.group === event.group &&
      current.length < changesMax &&
      grown <= notificationBytesMax;
    if (previous === undefined || fits) {
      current.push(event);
      bytes = grown;
      continue;
    }
    notifications.push(current);
    current = [event];
    bytes = envelopeBytes + entryBytes + event.change.length;
  }
  if (current.length > 0) notifications.push(current);
  return notifications;
}

/** How much a notification holds. */
export interface Filling {
  changes: number;
  bytes: number;
  last: OwedEvent | undefined;
}

export const emptyFilling: Filling = { changes: 0, bytes: envelopeBytes, last: undefined };

/** The filling of a coalesced notification with these events behind what is there; null: that breaks a bound. */
export function filledWith(filling: Filling, events: readonly OwedEvent[]): Filling | null {
  let { bytes, last } = filling;
  const changes = filling.changes + events.length;
  if (changes > changesMax) return null;
  for (const event of events) {
    bytes += bytesAfter(last, event, asCoalesced);
    last = event;
  }
  return bytes > notificationBytesMax ? null : { changes, bytes, last };
}

/**
 * Whether two neighbours stand in one entry. A body goes on in the entries it came in; where several are coalesced,
 * entries become one when nothing in their frames differs. Told by the members alone, so that a retry is formed like
 * the first attempt.
 */
type SharesEntry = (previous: OwedEvent, event: OwedEvent) => boolean;

const asReceived: SharesEntry = (previous, event) => previous.entryNo === event.entryNo;
const asCoalesced: SharesEntry = (previous, event) =>
  previous.entryId === event.entryId && previous.entryTime === event.entryTime;

function bytesAfter(previous: OwedEvent | undefined, event: OwedEvent, shares: SharesEntry): number {
  return event.change.length + 1 + (previous && shares(previous, event) ? 0 : entryBytes);
}

/**
 * The exact bytes of a notification; the same members always give the same bytes. Without values each entry names
 * the fields that changed, as the platform does for apps that switched `include_values` off.
 */
export function notificationBody(
  events: readonly OwedEvent[],
  { includeValues }: { includeValues: boolean } = { includeValues: true },
): Uint8Array {
  const entries: Entry[] = [];
  const shares = events.every(({ group }) => group === events[0]?.group) ? asReceived : asCoalesced;
  let last: OwedEvent | undefined;
  for (const event of events) {
    const entry = entries.at(-1);
    if (entry && last && shares(last, event)) {
      entry.changes.push(event.change);
      entry.fields.add(event.field);
    } else {
      const { entryId: id, entryTime: time, change, field } = event;
      entries.push({ id, time, changes: [change], fields: new Set([field]) });
    }
    last = event;
  }
  return includeValues ? formNotification(entries) : formWithoutValues(entries);
}

interface Entry {
  id: string;
  time: number | null;
  changes: Uint8Array[];
  fields: Set<string>;
}

/** Ids are digits and field names plain words, so nothing in here needs an escape. */
function formWithoutValues(entries: readonly Entry[]): Uint8Array {
  const entry = entries.map(({ id, time, fields }) => ({
    id,
    ...(time === null ? {} : { time }),
    changed_fields: [...fields],
  }));
  return new TextEncoder().encode(JSON.stringify({ object: 'whatsapp_business_account', entry }));
}
