// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Usernames of businesses, as first announced.

/**
 * The decision.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface PhoneNumberUsernameUpdate {
  /** The number: digits. Its ID is not sent. */
  readonly display_phone_number: string;
  /** The decision. */
  readonly decision: 'APPROVED' | 'REJECTED' | (string & {});
  /** The username that was asked for. */
  readonly requested_username: string;
  /** Why not. */
  readonly rejection_reasons?: readonly ('REQUIRE_FB_ACCOUNT_LINKING' | 'REQUIRE_IG_ACCOUNT_LINKING' | 'NOT_AVAILABLE' | 'ACCOUNT_INELIGIBLE' | 'UNKNOWN' | (string & {}))[];
}
