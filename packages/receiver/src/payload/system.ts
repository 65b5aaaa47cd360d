// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// System messages.
import type { UnknownKind } from './unknown-kind.ts';

/**
 * What changed, by kind.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export type System =
  | UserChangedNumber
  | UserChangedUserId
  | CustomerChangedNumber
  | CustomerIdentityChanged
  | UserPreferenceChanged
  | OtherSystem;

/**
 * The user has a new phone number; `from` of the message is the old one.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
 */
export interface UserChangedNumber extends SystemHead {
  /** Kind of change. */
  readonly type: 'user_changed_number';
  /** WhatsApp ID after the change. Called `new_wa_id` up to v11. */
  readonly wa_id?: string;
  /** WhatsApp ID after the change. Legacy: v11 and below. */
  readonly new_wa_id?: string;
}

/**
 * The user’s business-scoped ID changed. A `user_id_update` change arrives beside it. Since 2026.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
 */
export interface UserChangedUserId extends SystemHead {
  /** Kind of change. */
  readonly type: 'user_changed_user_id';
  /**
   * The new one. Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics,
   * such as `US.90000000000000000017`.
   */
  readonly user_id: string;
  /**
   * The new one. Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only
   * for enrolled portfolios.
   */
  readonly parent_user_id?: string;
  /** WhatsApp ID after the change, when it may be shared. */
  readonly wa_id?: string;
}

/**
 * The user has a new phone number. Legacy: older name of `user_changed_number`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
 */
export interface CustomerChangedNumber extends SystemHead {
  /** Kind of change. */
  readonly type: 'customer_changed_number';
  /** WhatsApp ID before the change. */
  readonly customer: string;
  /** WhatsApp ID after the change, from v12. */
  readonly wa_id?: string;
  /** WhatsApp ID after the change, v11 and below. */
  readonly new_wa_id?: string;
}

/**
 * The user’s identity key changed. The message carries `identity`, the value `contacts`. Legacy: older
 * reference pages only.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
 */
export interface CustomerIdentityChanged extends SystemHead {
  /** Kind of change. */
  readonly type: 'customer_identity_changed' | 'user_identity_changed';
  /** Hash of the new key. */
  readonly identity: string;
  /** WhatsApp ID before the change. */
  readonly customer: string;
}

/**
 * The user stopped or resumed marketing messages. Legacy: apparently the On-Premises form; the field
 * `user_preferences` took its place.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
 */
export interface UserPreferenceChanged extends SystemHead {
  /** Kind of change. */
  readonly type: 'user_preference_changed';
  /** The choice. */
  readonly marketing: 'stop' | 'resume' | (string & {});
}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherSystem extends SystemHead {
  /** Kind of change. */
  readonly type: UnknownKind;
}

/**
 * What every system notice has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
 */
export interface SystemHead {
  /** A sentence, such as `User <name> changed from <old> to <new>`. */
  readonly body: string;
}
