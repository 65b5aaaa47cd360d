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

/**
 * The exact bytes of a notification; the same members always give the same bytes. Without values each entry names
 * the fields that changed, as the platform does for apps that switched `include_values` off.
 */
export function notificationBody(
  events: readonly OwedEvent[],
  { includeValues }: { includeValues: boolean } = { includeValues: true },
): Uint8Array {
  const entries: Entry[] = [];
  let lastEntryNo: number | undefined;
  for (const event of events) {
    const entry = entries.at(-1);
    if (entry && event.entryNo === lastEntryNo) {
      entry.changes.push(event.change);
      entry.fields.add(event.field);
    } else {
      const { entryId: id, entryTime: time, change, field } = event;
      entries.push({ id, time, changes: [change], fields: new Set([field]) });
      lastEntryNo = event.entryNo;
    }
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
