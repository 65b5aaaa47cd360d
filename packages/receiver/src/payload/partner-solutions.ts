// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Multi-partner solutions.

/**
 * How a solution stands.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/partner_solutions
 */
export interface PartnerSolutionEvent {
  /** What happened. */
  readonly event: 'SOLUTION_CREATED' | 'SOLUTION_UPDATED' | (string & {});
  /** ID of the solution. */
  readonly solution_id: string;
  /** How it stands. */
  readonly solution_status: 'ACTIVE' | 'DEACTIVATED' | 'DRAFT' | 'INITIATED' | 'PENDING_DEACTIVATION' | 'REJECTED' | (string & {});
}
