// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Changes of business-scoped user IDs.
import type { Contact, Metadata } from './identity.ts';

/**
 * Users whose ID changed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface UserIdUpdateValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The users, with their new IDs. */
  readonly contacts: readonly Contact[];
  /** The changes. */
  readonly user_id_update: readonly UserIdUpdate[];
}

/**
 * A user’s IDs before and after.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface UserIdUpdate {
  /** WhatsApp ID. Missing when it cannot be shared. */
  readonly wa_id?: string;
  /** A sentence. */
  readonly detail: string;
  /** The ID. */
  readonly user_id: ChangedId;
  /** The ID of the parent portfolio. */
  readonly parent_user_id?: ChangedId;
  /** When it changed. Unix seconds as a string of digits. */
  readonly timestamp: string;
}

/**
 * An ID before and after.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface ChangedId {
  /** Before. */
  readonly previous: string;
  /** After. */
  readonly current: string;
}
