// Which items are the same one sent again. The platform repeats a notification for seven days until it is answered
// with 200, to every subscribed app, and batches a repeat with other items as it pleases: so the key is of the item.
import { sha256Hex } from '#crypto';
import type { ReceivedChange } from './change.ts';
import type { ItemFacts } from './item.ts';
import { memberOf, textOf } from './member.ts';

/**
 * The key of an item: the same for every repeat, different for every other item. At most 600 characters, no blanks
 * in its parts. What the key is made of, after the name of the list and the id of the business's number:
 *
 * | list | parts |
 * | --- | --- |
 * | `messages`, `standby_messages`, `history_messages` | `id` (edits and revocations have ids of their own) |
 * | `message_echoes`, `smb_message_echoes`, `history_message_echoes`, `standby_message_echoes` | `id` |
 * | `statuses`, `standby_statuses` | `id`, `status`; in a group the participant; of a payment also its transaction, that one's status and time, and the time of the status, since a second attempt is `pending` again |
 * | `calls` | `id`, `event` |
 * | `call_statuses` | `id`, `status` |
 * | `automatic_events` | `id`, `event_name`: the id is of the message, in which both a lead and a purchase may be found |
 * | all others, and every item without these members | SHA-256 of `entry[].id`, `entry[].time` and the bytes of the whole change, and the place in the list |
 *
 * The number is part of it because two numbers of one business in the same group see the same message. Lists without
 * ids rely on repeats carrying the same bytes; two changes that agree in every byte, entry and second count as one.
 *
 * @throws TypeError for a list without ids when the item was made from parsed JSON, which has no bytes
 */
export function dedupeKey(
  item: Pick<ItemFacts, 'list' | 'content' | 'change' | 'index' | 'phoneNumberId'>,
): string {
  const partsOf = parts.get(item.list);
  const own = partsOf === undefined ? null : joined(item.phoneNumberId ?? '-', partsOf(item.content));
  return own === null ? `${item.list} ${hashOf(item.change)} ${item.index}` : `${item.list} ${own}`;
}

/** The key of a whole change, for handlers of changes. */
export function changeKey(change: ReceivedChange): string {
  return `change ${hashOf(change)}`;
}

/** Kept, because all items of a change ask for it: hashing anew for each of 20,000 in 3 MB took a minute. */
const hashes = new WeakMap<ReceivedChange, string>();

function hashOf(change: ReceivedChange): string {
  const known = hashes.get(change);
  if (known !== undefined) return known;
  const { entryId, entryTime, bytes } = change;
  const hash = sha256Hex([`${entryId} ${entryTime ?? ''} `, bytes]);
  hashes.set(change, hash);
  return hash;
}

/** A part that is null makes the item one without a key of its own. */
type Parts = (content: unknown) => readonly (string | null)[];

const byId: Parts = (content) => [textOf(content, 'id')];

const byStatus: Parts = (content) => {
  const parts = [textOf(content, 'id'), textOf(content, 'status')];
  const participant =
    textOf(content, 'recipient_participant_id') ??
    textOf(content, 'participant_recipient_id') ??
    textOf(content, 'recipient_participant_user_id');
  if (participant !== null) parts.push(participant);
  const payment = memberOf(content, 'payment');
  return payment === undefined
    ? parts
    : [...parts, ...paymentParts(content, memberOf(payment, 'transaction'))];
};

function paymentParts(content: unknown, transaction: unknown): string[] {
  // The table of the platform says integer, its example prints strings.
  const updated = memberOf(transaction, 'updated_timestamp');
  return [
    textOf(transaction, 'id') ?? '-',
    textOf(transaction, 'status') ?? '-',
    typeof updated === 'number' || typeof updated === 'string' ? String(updated) : '-',
    textOf(content, 'timestamp') ?? '-',
  ];
}

const parts: ReadonlyMap<string, Parts> = new Map([
  ['messages', byId],
  ['standby_messages', byId],
  ['history_messages', byId],
  ['message_echoes', byId],
  ['smb_message_echoes', byId],
  ['history_message_echoes', byId],
  ['standby_message_echoes', byId],
  ['automatic_events', (content) => [textOf(content, 'id'), textOf(content, 'event_name')]],
  ['statuses', byStatus],
  ['standby_statuses', byStatus],
  ['calls', (content) => [textOf(content, 'id'), textOf(content, 'event')]],
  ['call_statuses', (content) => [textOf(content, 'id'), textOf(content, 'status')]],
]);

/** Of all parts together. Ids have under 100 characters; what is longer is hashed like an item without an id. */
const ownLengthMax = 500;

/** Null where a part is missing, or could be taken for two. */
function joined(number: string, parts: readonly (string | null)[]): string | null {
  if (number.includes(' ')) return null;
  let text = number;
  for (const part of parts) {
    if (part === null || part.includes(' ')) return null;
    text += ` ${part}`;
  }
  return text.length <= ownLengthMax ? text : null;
}
