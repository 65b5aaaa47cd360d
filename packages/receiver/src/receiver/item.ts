// One item: its names, and what handlers are given beside its content.
import type { ItemMap, ListMap } from '../payload/item-map.ts';
import type { ReceivedChange } from './change.ts';

/** Names of lists: a handler registered under one gets every item of it. */
export type ListName = keyof ListMap;
/** Names of single kinds of items, such as `messages.text`. */
export type KindName = keyof ItemMap;
/** Everything a handler can be registered under. */
export type HandlerName = ListName | KindName | 'unknown';

/** What a handler of this name gets as its first argument. */
export type ContentOf<Name extends HandlerName> = Name extends KindName
  ? ItemMap[Name]
  : Name extends ListName
    ? ListMap[Name]
    : Readonly<Record<string, unknown>>;

/** The list a name belongs to. */
type ListOf<Name extends string> = Name extends `${infer List}.${string}` ? List : Name;

/** A member of the platform's value that says which number of the business it is about. */
export type NumberMetadata = { readonly phone_number_id?: string; readonly display_phone_number?: string };

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

/** An item of unknown type; `Item` is the same with its name and content known. */
export type ItemFacts = {
  /** `<list>.<kind>` where the list has kinds, else the list, or `unknown`. Kinds of the future are named alike. */
  readonly name: string;
  /** The list it came from, such as `call_statuses`; `unknown` for a change that has none. */
  readonly list: string;
  /** The field of its change, such as `calls`. */
  readonly field: string;
  /** The item itself as it was sent. For management fields and `unknown`: the value of the change. */
  readonly content: unknown;
  /** The change it came in. */
  readonly change: ReceivedChange;
  /** Its place in its list, from 0. */
  readonly index: number;
  /** From the value of the change to the item: members and places. */
  readonly path: readonly (string | number)[];
  /** The entry of `contacts[]` that belongs to the user of this item, by phone number or user id; null: none does. */
  readonly contact: ReceivedContact | null;
  /** `value.metadata`: the number of the business it is about. Null for management fields. */
  readonly metadata: NumberMetadata | null;
  /** The id of that number, also where the field keeps it elsewhere. */
  readonly phoneNumberId: string | null;
  /** `entry[].id`. */
  readonly entryId: string;
  /** The account: `waba_info.waba_id` of partner events, else `entry[].id`; null where that is a business. */
  readonly wabaId: string | null;
  /** `entry[].time` in Unix seconds; null for the message-like fields, which have times of their own. */
  readonly entryTime: number | null;
  /** The same for every repeat of this item, and for no other item. See `dedupeKey`. */
  readonly key: string;
  /** Which conversation it belongs to, or null where it belongs to none. See `conversationKeys`. */
  readonly conversation: string | null;
};

/**
 * What a handler gets as its second argument.
 *
 * @example
 * receiver.on('messages.text', (message, item) => reply(item.phoneNumberId, item.contact, message.text.body));
 */
export type Item<Name extends HandlerName = HandlerName> = Omit<ItemFacts, 'name' | 'list' | 'content'> & {
  readonly name: Name extends KindName | 'unknown' | UnkindedName ? Name : string;
  readonly list: ListOf<Name>;
  readonly content: ContentOf<Name>;
};

/** Lists without kinds: their items are named as the list is. */
type UnkindedName = Exclude<ListName, ListOf<KindName>>;

/**
 * An item of a kind that this version does not know. Its name does not end in a question mark: the type only says that
 * it equals none of the names we know, which is what lets a comparison narrow `AnyItem`. (A branded string does not:
 * the compiler takes it for comparable with every literal.)
 */
export type UnheardItem = Omit<ItemFacts, 'name'> & { readonly name: `${string}?` };

/**
 * Any item: a union by `name`, so that comparing it narrows `content`.
 *
 * @example
 * for (const item of itemsOf(body)) if (item.name === 'messages.text') print(item.content.text.body);
 */
export type AnyItem =
  | { [Name in KindName | UnkindedName | 'unknown']: Item<Name> }[KindName | UnkindedName | 'unknown']
  | UnheardItem;
