// Who is at the other end of an item, by all the names it gives: phone number, business-scoped user id (BSUID), parent
// id, group. The members differ from list to list; the table here is the only place that knows them.
// Source: business-messaging/whatsapp/business-scoped-user-ids, and the page of each field.
import type { ItemFacts } from './item.ts';
import { memberOf, textOf } from './member.ts';
import { addresseeOf, groupAddressed } from './send-request.ts';

export type UserNames = {
  readonly userId: string | null;
  readonly parentUserId: string | null;
  /** Digits; missing where the user has a username and the number may not be shared. */
  readonly phone: string | null;
};

const nobody: UserNames = { userId: null, parentUserId: null, phone: null };

type Members = {
  readonly of?: string;
  readonly phone: string;
  readonly userId: string;
  readonly parent: string;
};

const sender: Members = { phone: 'from', userId: 'from_user_id', parent: 'from_parent_user_id' };
const addressee: Members = { phone: 'to', userId: 'to_user_id', parent: 'to_parent_user_id' };
const named: Members = { phone: 'wa_id', userId: 'user_id', parent: 'parent_user_id' };
const recipient: Members = {
  phone: 'recipient_id',
  userId: 'recipient_user_id',
  parent: 'recipient_parent_user_id',
};
const participant: Members = {
  phone: 'recipient_participant_id',
  userId: 'recipient_participant_user_id',
  parent: 'recipient_participant_parent_user_id',
};

const byList: ReadonlyMap<string, Members> = new Map([
  ['messages', sender],
  ['standby_messages', sender],
  ['history_messages', sender],
  ['message_echoes', addressee],
  ['smb_message_echoes', addressee],
  ['history_message_echoes', addressee],
  ['statuses', recipient],
  ['standby_statuses', recipient],
  ['call_statuses', recipient],
  ['user_preferences', named],
  [
    'smb_app_state_sync',
    { of: 'contact', phone: 'phone_number', userId: 'user_id', parent: 'parent_user_id' },
  ],
  [
    'messaging_handovers',
    { of: 'sender', phone: 'phone_number', userId: 'user_id', parent: 'parent_user_id' },
  ],
]);

/** The user an item is from, to or about; in a group the participant. */
export function userOf(item: Pick<ItemFacts, 'list' | 'content' | 'change'>): UserNames {
  const { list, content } = item;
  if (list === 'calls') return read(content, callSide(item));
  if (list === 'user_id_update') return readUpdate(content);
  // The whole send request of the other responder stands in `message`.
  if (list === 'standby_message_echoes') return addresseeOf(memberOf(content, 'message'));
  const members = byList.get(list);
  if (members === undefined) return nobody;
  if (members === recipient && isToGroup(content)) return readParticipant(content);
  return read(members.of === undefined ? content : memberOf(content, members.of), members);
}

/** The group an item belongs to. */
export function groupOf(item: Pick<ItemFacts, 'list' | 'content'>): string | null {
  const { list, content } = item;
  if (list === 'standby_message_echoes') return groupAddressed(memberOf(content, 'message'));
  return textOf(content, 'group_id') ?? (isToGroup(content) ? textOf(content, 'recipient_id') : null);
}

const outgoing = 'BUSINESS_INITIATED';

/**
 * Which side of a call is the user. The direction is not enough: recordings and transcriptions have none, and one
 * documented example of a call by the business has the two sides swapped.
 */
function callSide({ content, change }: Pick<ItemFacts, 'content' | 'change'>): Members {
  const business = textOf(change.value.metadata, 'display_phone_number');
  const [user, other] = textOf(content, 'direction') === outgoing ? [addressee, sender] : [sender, addressee];
  const isOther =
    (textOf(content, other.userId) !== null && textOf(content, user.userId) === null) ||
    (business !== null && textOf(content, user.phone) === business);
  return isOther ? other : user;
}

function read(content: unknown, members: Members): UserNames {
  return {
    userId: textOf(content, members.userId),
    // The parent of a recipient was written the other way round until May 2026.
    parentUserId:
      textOf(content, members.parent) ??
      (members === recipient ? textOf(content, 'parent_recipient_user_id') : null),
    phone: textOf(content, members.phone),
  };
}

/** The ids from before and after; the new one is the user's from now on. */
function readUpdate(content: unknown): UserNames {
  return {
    userId: textOf(memberOf(content, 'user_id'), 'current'),
    parentUserId: textOf(memberOf(content, 'parent_user_id'), 'current'),
    phone: textOf(content, 'wa_id'),
  };
}

function isToGroup(content: unknown): boolean {
  return textOf(content, 'recipient_type') === 'group';
}

// Some of the platform's examples have the words of the first member in another order.
function readParticipant(content: unknown): UserNames {
  const names = read(content, participant);
  return { ...names, phone: names.phone ?? textOf(content, 'participant_recipient_id') };
}
