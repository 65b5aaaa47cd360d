// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Categories of templates.

/**
 * A change of category: impending where `correct_category` is present, completed where `previous_category`
 * is.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/template_category_update
 */
export interface TemplateCategoryUpdate {
  /**
   * ID of the template, a JSON integer. May exceed 2^53, where `JSON.parse` loses digits: the receiver has a
   * lossless helper.
   */
  readonly message_template_id: number;
  /** Name of the template. */
  readonly message_template_name: string;
  /** Such as `en_US`; pages also print `en-US`. */
  readonly message_template_language: string;
  /** The current category, in both cases. `OTP` and `TRANSACTIONAL` are older. */
  readonly new_category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION' | 'OTP' | 'TRANSACTIONAL' | (string & {});
  /** Impending: the category to come. */
  readonly correct_category?: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION' | 'OTP' | 'TRANSACTIONAL' | (string & {});
  /** Impending: when it will change. Since late 2025. Unix seconds. */
  readonly category_update_timestamp?: number;
  /** Completed: the category before. */
  readonly previous_category?: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION' | 'OTP' | 'TRANSACTIONAL' | (string & {});
}
