// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// The error object.

/**
 * Why something failed. Branch on `code`: the texts change. Codes met in webhooks: 130429 rate limit, 130472
 * experiment, 130501 unsupported group message, 131000 generic, 131026 undeliverable, 131036 expired, 131047
 * re-engagement window, 131049 ecosystem limit, 131050 user stopped marketing, 131051 unsupported type,
 * 131053 media, 131060 unavailable (coexistence), 2593109 history sharing declined.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ReportedError {
  /** Number of the error. */
  readonly code: number;
  /** Short text. Absent in errors of calls. */
  readonly title?: string;
  /** The same text as `title`. Absent before v16. */
  readonly message?: string;
  /** Details. Absent before v16. */
  readonly error_data?: ErrorData;
  /** Page about error codes: an absolute URL, in newer examples a path. */
  readonly href?: string;
  /** Details, where the place of `error_data` was. Legacy: the form before v16. */
  readonly details?: string;
}

/**
 * Details of an error.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ErrorData {
  /** A sentence about the cause. */
  readonly details: string;
}
