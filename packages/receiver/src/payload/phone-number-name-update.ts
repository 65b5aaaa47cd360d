// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Display names.

/**
 * The outcome of a review.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_name_update
 */
export interface PhoneNumberNameUpdate {
  /** The number: digits. Its ID is not sent. */
  readonly display_phone_number: string;
  /** The outcome. */
  readonly decision: 'APPROVED' | 'DEFERRED' | 'PENDING' | 'REJECTED' | (string & {});
  /** The name that was asked for. */
  readonly requested_verified_name: string;
  /** Why it was rejected; null otherwise. Older texts let it be free text. */
  readonly rejection_reason: 'NAME_EMPLOYEE_ISSUE' | 'NAME_ENDCLIENT_NOTRELATED' | 'NAME_FORMAT_UNACCEPTABLE' | 'NAME_INDIVIDUAL_ISSUE' | 'NAME_NOT_CONSISTENT' | 'UNKNOWN' | (string & {}) | null;
}
