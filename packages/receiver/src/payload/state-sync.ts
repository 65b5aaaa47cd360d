// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// The address book of a coexistence number.
import type { Metadata } from './identity.ts';

/**
 * Changes of the address book.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_app_state_sync
 */
export interface SmbAppStateSyncValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The changes. */
  readonly state_sync: readonly StateSync[];
}

/**
 * A change of one contact.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_app_state_sync
 */
export interface StateSync {
  /** What changed. */
  readonly type: 'contact' | (string & {});
  /** The contact. */
  readonly contact: AddressBookContact;
  /** What happened to it; an edit is sent as `add`. */
  readonly action: 'add' | 'remove' | (string & {});
  /** When it happened. */
  readonly metadata: StateSyncMetadata;
}

/**
 * A contact of the address book.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_app_state_sync
 */
export interface AddressBookContact {
  /** Whole name; absent on removal. */
  readonly full_name?: string;
  /** First name; absent on removal. */
  readonly first_name?: string;
  /** Number: digits. Missing when it cannot be shared. */
  readonly phone_number?: string;
  /**
   * Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as
   * `US.90000000000000000017`. Since 2026.
   */
  readonly user_id?: string;
  /**
   * Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled
   * portfolios. Since 2026.
   */
  readonly parent_user_id?: string;
  /** Username, where the user has one. Since 2026. */
  readonly username?: string;
}

/**
 * When it happened.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_app_state_sync
 */
export interface StateSyncMetadata {
  /**
   * When it happened. The table says integer, the example is a string. Unix seconds as a string of digits.
   */
  readonly timestamp: string;
  /** Undescribed. Unconfirmed: in one library only. */
  readonly version?: number;
}
