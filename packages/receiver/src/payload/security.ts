// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Two-step verification of a number.

/**
 * What happened to the PIN.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/security
 */
export interface SecurityEvent {
  /** The number: digits. Its ID is not sent. */
  readonly display_phone_number: string;
  /** What happened. `PIN_RESET_SUCCESS` was found in one library only; accept both. */
  readonly event: 'PIN_CHANGED' | 'PIN_RESET_REQUEST' | 'PIN_REQUEST_SUCCESS' | 'PIN_RESET_SUCCESS' | (string & {});
  /** ID of who asked; only with reset requests. */
  readonly requester?: string;
}
