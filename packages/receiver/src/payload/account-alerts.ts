// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Alerts about the account.

/**
 * An alert.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_alerts
 */
export interface AccountAlert {
  /** What it is about; `CURRENT_STATUS_ID` is the profile of a number. */
  readonly entity_type: 'BUSINESS' | 'PHONE_NUMBER' | 'CURRENT_STATUS_ID' | (string & {});
  /** ID of the portfolio or number. */
  readonly entity_id: string;
  /** What it says. */
  readonly alert_info: AlertInfo;
}

/**
 * What the alert says.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_alerts
 */
export interface AlertInfo {
  /** How bad it is. */
  readonly alert_severity: 'CRITICAL' | 'INFORMATIONAL' | 'WARNING' | (string & {});
  /** Whether it stands. */
  readonly alert_status: 'ACTIVE' | 'NONE' | (string & {});
  /** What happened. */
  readonly alert_type: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED' | 'INCREASED_CAPABILITIES_ELIGIBILITY_FAILED' | 'INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO' | 'OBA_APPROVED' | 'OBA_REJECTED' | 'PROFILE_PICTURE_LOST' | (string & {});
  /** Prose; may hold an unfilled placeholder. */
  readonly alert_description: string;
}
