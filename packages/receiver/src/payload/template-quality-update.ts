// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Quality of templates.

/**
 * A new quality score.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_quality_update
 */
export interface TemplateQualityUpdate {
  /** Before. */
  readonly previous_quality_score: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN' | (string & {});
  /** After. */
  readonly new_quality_score: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN' | (string & {});
  /**
   * ID of the template, a JSON integer. May exceed 2^53, where `JSON.parse` loses digits: the receiver has a
   * lossless helper.
   */
  readonly message_template_id: number;
  /** Name of the template. */
  readonly message_template_name: string;
  /** Such as `en_US`; pages also print `en-US`. */
  readonly message_template_language: string;
}
