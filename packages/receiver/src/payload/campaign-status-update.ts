// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Status of campaigns.

/** A new status. */
export interface CampaignStatusUpdate {
  /**
   * ID of the campaign, a JSON integer. May exceed 2^53, where `JSON.parse` loses digits: the receiver has a
   * lossless helper.
   */
  readonly campaign_id: number;
  /** Name of the campaign. */
  readonly campaign_name: string;
  /** Before, such as `ACTIVE`. */
  readonly old_status: string;
  /** After, such as `PAUSED`. */
  readonly new_status: string;
  /** Why it is paused. */
  readonly paused_reasons: readonly string[];
  /** Why it is complete. */
  readonly complete_reason: string | null;
}
