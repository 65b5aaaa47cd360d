// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// The standing of the business.

/** A notice about the business. */
export interface BusinessStatusUpdate {
  /**
   * ID of the portfolio, a JSON integer. May exceed 2^53, where `JSON.parse` loses digits: the receiver has a
   * lossless helper.
   */
  readonly business_id: number;
  /** What happened. */
  readonly event: 'COMPROMISED_NOTIFICATION' | (string & {});
}
