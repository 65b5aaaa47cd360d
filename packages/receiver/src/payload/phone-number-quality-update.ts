// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Throughput, and formerly quality and messaging limits.

/**
 * A new level.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_quality_update
 */
export interface PhoneNumberQualityUpdate {
  /** The number: digits. Its ID is not sent. */
  readonly display_phone_number: string;
  /** What happened. `FLAGGED`, `UNFLAGGED`, `UPGRADE` and `DOWNGRADE` are older. */
  readonly event: 'ONBOARDING' | 'THROUGHPUT_UPGRADE' | 'FLAGGED' | 'UNFLAGGED' | 'UPGRADE' | 'DOWNGRADE' | (string & {});
  /** The limit before; with changes of the limit only. Legacy: announced for removal in February 2026. */
  readonly old_limit?: 'TIER_50' | 'TIER_250' | 'TIER_1K' | 'TIER_2K' | 'TIER_10K' | 'TIER_100K' | 'TIER_NOT_SET' | 'TIER_UNLIMITED' | (string & {});
  /**
   * The limit now. `TIER_1K` is older. Legacy: announced for removal in February 2026, still documented in
   * September 2026.
   */
  readonly current_limit?: 'TIER_50' | 'TIER_250' | 'TIER_1K' | 'TIER_2K' | 'TIER_10K' | 'TIER_100K' | 'TIER_NOT_SET' | 'TIER_UNLIMITED' | (string & {});
  /** The limit of the whole portfolio now. */
  readonly max_daily_conversations_per_business?: 'TIER_50' | 'TIER_250' | 'TIER_1K' | 'TIER_2K' | 'TIER_10K' | 'TIER_100K' | 'TIER_NOT_SET' | 'TIER_UNLIMITED' | (string & {});
}
