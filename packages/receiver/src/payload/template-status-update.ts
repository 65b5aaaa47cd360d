// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Status of templates.

/**
 * A new status.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
 */
export interface TemplateStatusUpdate {
  /** The status. */
  readonly event: 'APPROVED' | 'ARCHIVED' | 'UNARCHIVED' | 'DELETED' | 'DISABLED' | 'FLAGGED' | 'IN_APPEAL' | 'LIMIT_EXCEEDED' | 'LOCKED' | 'PAUSED' | 'PENDING' | 'REINSTATED' | 'PENDING_DELETION' | 'REJECTED' | (string & {});
  /**
   * ID of the template, a JSON integer. May exceed 2^53, where `JSON.parse` loses digits: the receiver has a
   * lossless helper.
   */
  readonly message_template_id: number;
  /** Name of the template. */
  readonly message_template_name: string;
  /** Such as `en_US`; pages also print `en-US`. */
  readonly message_template_language: string;
  /** Why; null when the template is scheduled for deletion, absent in the example of direct send. */
  readonly reason?: 'NONE' | 'ABUSIVE_CONTENT' | 'CATEGORY_NOT_AVAILABLE' | 'INCORRECT_CATEGORY' | 'INVALID_FORMAT' | 'PROMOTIONAL' | 'SCAM' | 'TAG_CONTENT_MISMATCH' | (string & {}) | null;
  /** Category of the template. Since late 2025. */
  readonly message_template_category?: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION' | (string & {});
  /** With `DISABLED`; formerly with `FLAGGED` too, as the planned date. */
  readonly disable_info?: DisableInfo;
  /** When the template is locked or unlocked (paused or unpaused). */
  readonly other_info?: TemplateOtherInfo;
  /** With `REJECTED` for `INVALID_FORMAT`. Since late 2025. */
  readonly rejection_info?: RejectionInfo;
}

/**
 * When the template is disabled.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
 */
export interface DisableInfo {
  /**
   * When. A string in the syntax, an integer in the table. Unix seconds, as a number or a string of digits.
   */
  readonly disable_date: string | number;
}

/**
 * More about a pause.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
 */
export interface TemplateOtherInfo {
  /** What happened. It is not stated which event comes with `UNPAUSE`. */
  readonly title: 'FIRST_PAUSE' | 'SECOND_PAUSE' | 'RATE_LIMITING_PAUSE' | 'UNPAUSE' | 'DISABLED' | (string & {});
  /** A sentence. */
  readonly description: string;
}

/**
 * Why the format was rejected.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
 */
export interface RejectionInfo {
  /** A sentence. */
  readonly reason: string;
  /** What to change. */
  readonly recommendation: string;
}
