// One item: what handlers are given beside its content. Everything that costs is worked out at the first question,
// so that a handler which only wants the content pays for nothing else.

import type { ItemList } from '../payload/item-lists.ts';
import type { ItemMap, ListMap } from '../payload/item-map.ts';
import type { ReceivedChange } from './change.ts';
import { contactOf, type ReceivedContact } from './contact.ts';
import { conversationKeys } from './conversation-key.ts';
import { dedupeKey } from './dedupe-key.ts';
import { isObject, memberOf, textOf } from './member.ts';

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

/** The list of what has no list. */
export const unknownList: ItemList = { name: 'unknown', path: [], kindBy: null };

/** A class for its lazy members. */
export class ReceivedItem implements ItemFacts {
  readonly change: ReceivedChange;
  readonly content: unknown;
  readonly index: number;
  readonly #list: ItemList;
  #key: string | null = null;

  constructor(change: ReceivedChange, list: ItemList, content: unknown, index: number) {
    this.change = change;
    this.#list = list;
    this.content = content;
    this.index = index;
  }

  get name(): string {
    const { kind } = this;
    return kind === null ? this.#list.name : `${this.#list.name}.${kind}`;
  }

  /** The kind verbatim; null where the list has none, or the item does not say. */
  get kind(): string | null {
    const { kindBy } = this.#list;
    return kindBy === null ? null : textOf(this.content, kindBy);
  }

  get list(): string {
    return this.#list.name;
  }

  get field(): string {
    return this.change.field;
  }

  get path(): readonly (string | number)[] {
    return this.#list.path.length === 0 ? [] : [...this.#list.path, this.index];
  }

  get contact(): ReceivedContact | null {
    return contactOf(this);
  }

  get metadata(): NumberMetadata | null {
    const { metadata } = this.change.value;
    return isObject(metadata) ? metadata : null;
  }

  get phoneNumberId(): string | null {
    const { value } = this.change;
    return (
      textOf(value.metadata, 'phone_number_id') ??
      textOf(value.recipient, 'phone_number_id') ??
      textOf(value.phone_number_settings, 'phone_number_id')
    );
  }

  get entryId(): string {
    return this.change.entryId;
  }

  get wabaId(): string | null {
    const { value } = this.change;
    const named = textOf(memberOf(value, 'waba_info'), 'waba_id');
    // The one event for a partner that has been seen without `waba_info`; its entry is the partner's business.
    const isPartners =
      this.field === 'partner_solutions' || textOf(value, 'event') === 'PARTNER_APP_UNINSTALLED';
    return named ?? (isPartners ? null : this.entryId);
  }

  get entryTime(): number | null {
    return this.change.entryTime;
  }

  get key(): string {
    this.#key ??= dedupeKey(this);
    return this.#key;
  }

  get conversation(): string | null {
    return conversationKeys(this)[0] ?? null;
  }
}
