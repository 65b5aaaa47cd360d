// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Edited templates.

/**
 * A template after an edit.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_components_update
 */
export interface TemplateComponentsUpdate {
  /**
   * ID of the template, a JSON integer. May exceed 2^53, where `JSON.parse` loses digits: the receiver has a
   * lossless helper.
   */
  readonly message_template_id: number;
  /** Name of the template. */
  readonly message_template_name: string;
  /** Such as `en_US`; pages also print `en-US`. */
  readonly message_template_language: string;
  /** Text of the body. */
  readonly message_template_element: string;
  /** Text of the header. */
  readonly message_template_title?: string;
  /** Text of the footer. */
  readonly message_template_footer?: string;
  /** The buttons; the page says for URL and phone buttons. */
  readonly message_template_buttons?: readonly TemplateButton[];
}

/**
 * A button of a template.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_components_update
 */
export interface TemplateButton {
  /** What it does. */
  readonly message_template_button_type: 'CATALOG' | 'COPY_CODE' | 'EXTENSION' | 'FLOW' | 'MPM' | 'ORDER_DETAILS' | 'OTP' | 'PHONE_NUMBER' | 'POSTBACK' | 'REMINDER' | 'SEND_LOCATION' | 'SPM' | 'QUICK_REPLY' | 'URL' | 'VOICE_CALL' | (string & {});
  /** Its label. */
  readonly message_template_button_text: string;
  /** URL, for `URL`. */
  readonly message_template_button_url?: string;
  /** Number, for `PHONE_NUMBER`. */
  readonly message_template_button_phone_number?: string;
}
