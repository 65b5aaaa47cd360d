// Which entry of `contacts[]` belongs to an item. Values batch several items and several contacts, in no promised
// order, so position says nothing: they belong together when they share a phone number or a user id.
import type { ItemFacts } from './item.ts';
import { isObject, memberOf, textOf } from './member.ts';
import { userOf } from './user-names.ts';

/**
 * An entry of `contacts[]`: all members optional, since any of them may be missing.
 * Source: business-messaging/whatsapp/webhooks/reference/messages, business-scoped-user-ids
 */
export type ReceivedContact = {
  readonly profile?: { readonly name?: string; readonly username?: string };
  /** Digits without a plus. */
  readonly wa_id?: string;
  readonly user_id?: string;
  readonly parent_user_id?: string;
  readonly identity_key_hash?: string;
};

export function contactOf(item: Pick<ItemFacts, 'list' | 'content' | 'change'>): ReceivedContact | null {
  // In `standby` the contacts stand where the messages do, one level deeper.
  const contacts =
    memberOf(item.change.value, 'contacts') ?? memberOf(memberOf(item.change.value, 'standby'), 'contacts');
  if (!Array.isArray(contacts)) return null;
  const user = userOf(item);
  if (user.userId === null && user.phone === null && user.parentUserId === null) return null;
  for (const contact of contacts) {
    if (!isObject(contact)) continue;
    const shares =
      (user.userId !== null && textOf(contact, 'user_id') === user.userId) ||
      (user.phone !== null && textOf(contact, 'wa_id') === user.phone) ||
      (user.parentUserId !== null && textOf(contact, 'parent_user_id') === user.parentUserId);
    if (shares) return contact;
  }
  return null;
}
