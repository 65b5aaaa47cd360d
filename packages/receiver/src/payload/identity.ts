// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Who a payload is about: the number of the business, and the user.

/**
 * The phone number of the business that the change is about. Use `phone_number_id` to tell numbers apart.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Metadata {
  /** The number as digits, no plus. */
  readonly display_phone_number: string;
  /** ID of the number, a string of digits. */
  readonly phone_number_id: string;
}

/**
 * The user on the other side. The phone number is missing when the user has a username and it cannot be
 * shared; accept missing, empty and present.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Contact {
  /** Missing in some changes about preferences and calls. */
  readonly profile?: Profile;
  /** WhatsApp ID: digits, no plus. May differ from the phone number. */
  readonly wa_id?: string;
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
  /** Only while the identity change check is on. */
  readonly identity_key_hash?: string;
}

/**
 * What a user shows about themselves.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Profile {
  /** Display name. */
  readonly name?: string;
  /**
   * Username, where the user has one. Seen with a leading `@` in one version of the documentation and without
   * in later ones. Since 2026.
   */
  readonly username?: string;
}
