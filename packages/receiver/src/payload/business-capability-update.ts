// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Limits of the account.

/**
 * The limits now.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/business_capability_update
 */
export interface BusinessCapabilityUpdate {
  /**
   * Users a number may write to within 24 hours: 250, 1000, 2000, 10000, 100000; -1 is unlimited. Legacy: to
   * be removed in February 2026.
   */
  readonly max_daily_conversation_per_phone?: number;
  /** The same for the whole portfolio. An integer in the example, a tier in the table. */
  readonly max_daily_conversations_per_business?: number | 'TIER_250' | 'TIER_2K' | 'TIER_10K' | 'TIER_100K' | 'TIER_UNLIMITED' | (string & {});
  /** Numbers allowed; only when the limit is 250. */
  readonly max_phone_numbers_per_business?: number;
  /** Numbers allowed; only when the limit is not 250. */
  readonly max_phone_numbers_per_waba?: number;
}
