// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Usernames of businesses.

/**
 * How a username stands.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface BusinessUsernameUpdate {
  /** The number: digits. Its ID is not sent. */
  readonly display_phone_number: string;
  /** The username; absent when it was deleted. */
  readonly username?: string;
  /** How it stands. */
  readonly status: 'approved' | 'deleted' | 'reserved' | (string & {});
  /** The platform took the name away; a replacement arrives as approved. Since 15 September 2026. */
  readonly context?: 'revoked' | (string & {});
}
