// From owed events to notifications. Grouping stays as received: the changes of one body travel together, in
// the entries they came in, unless that would break the platform's bounds (1000 changes, 3 MB).

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
    const sameEntry = previous?.group === event.group && previous.entryNo === event.entryNo;
    const grown = bytes + event.change.length + 1 + (sameEntry ? 0 : entryBytes);
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

/** The exact bytes of a notification; the same members always give the same bytes. */
export function notificationBody(events: readonly OwedEvent[]): Uint8Array {
  const entries: { id: string; time: number | null; changes: Uint8Array[] }[] = [];
  let lastEntryNo: number | undefined;
  for (const event of events) {
    const entry = entries.at(-1);
    if (entry && event.entryNo === lastEntryNo) {
      entry.changes.push(event.change);
    } else {
      entries.push({ id: event.entryId, time: event.entryTime, changes: [event.change] });
      lastEntryNo = event.entryNo;
    }
  }
  return formNotification(entries);
}
