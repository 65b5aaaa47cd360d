// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// The policy review of the account.

/**
 * The outcome of a review.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_review_update
 */
export interface AccountReviewUpdate {
  /** The outcome. */
  readonly decision: 'APPROVED' | 'REJECTED' | 'PENDING' | 'DEFERRED' | (string & {});
}
