// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Templates in the wrong category.

/**
 * A template in the wrong category.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/direct-send/integrity-and-content-guidelines
 */
export interface TemplateCategoryDetection {
  /**
   * ID of the template, a JSON integer. May exceed 2^53, where `JSON.parse` loses digits: the receiver has a
   * lossless helper.
   */
  readonly message_template_id: number;
  /** Name of the template. */
  readonly message_template_name: string;
  /** Such as `en_US`; pages also print `en-US`. */
  readonly message_template_language: string;
  /** The category it has. */
  readonly category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION' | (string & {});
  /** The category it should have. */
  readonly correct_category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION' | (string & {});
}
