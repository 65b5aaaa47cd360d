// An item as it is made from a change. Everything that costs is worked out at the first question, so that a handler
// which only wants the content pays for nothing else.
import type { ItemList } from '../payload/item-lists.ts';
import type { ReceivedChange } from './change.ts';
import { contactOf } from './contact.ts';
import { conversationKeys } from './conversation-key.ts';
import { dedupeKey } from './dedupe-key.ts';
import type { ItemFacts, NumberMetadata, ReceivedContact } from './item.ts';
import { isObject, memberOf, textOf } from './member.ts';

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
