// Under which key an app keeps what it knows of a conversation, now that a user may have no phone number to show.
import { contactOf } from './contact.ts';
import type { ItemFacts } from './item.ts';
import { textOf } from './member.ts';
import { groupOf, userOf } from './user-names.ts';

/**
 * The keys a conversation may be found under, best first; empty: the item belongs to no conversation. A key has both
 * sides: `<phone_number_id>/<user or group>`, since the same user may talk to two of your numbers.
 *
 * - In a group: the group, one key.
 * - Else the business-scoped user id (`CC.…`), which is in all traffic since 2026 and stays when the phone number
 *   stops being shared; then the phone number, which older payloads have alone, as have failed statuses of messages
 *   that were addressed to a number. Then the parent id.
 *
 * The same user therefore appears under both. What an item leaves out is filled in from the entry of `contacts[]`
 * that belongs to it, so most items name both, and that is the moment to link them: look the keys up in order, and
 * store under the first. A user id changes when the user changes number: `user_id_update` has both.
 *
 * An echo in `standby` names the user as the other responder addressed them, which need not be the phone number that
 * WhatsApp has for them: in some countries the two differ by a digit.
 *
 * (The platform's own ordering, in `protocol/conversation.ts`, looks at the phone number first; it only has to tell
 * apart what is on its way at the same moment.)
 *
 * Source: business-messaging/whatsapp/business-scoped-user-ids
 */
export function conversationKeys(
  item: Pick<ItemFacts, 'list' | 'content' | 'change' | 'phoneNumberId'>,
): readonly string[] {
  const business = item.phoneNumberId ?? '';
  const group = groupOf(item);
  if (group !== null) return [`${business}/${group}`];
  const user = userOf(item);
  if (user.userId === null && user.phone === null && user.parentUserId === null) return [];
  const contact = contactOf(item);
  const names = [
    user.userId ?? textOf(contact, 'user_id'),
    user.phone ?? textOf(contact, 'wa_id'),
    user.parentUserId ?? textOf(contact, 'parent_user_id'),
  ];
  return names.filter((name) => name !== null).map((name) => `${business}/${name}`);
}
