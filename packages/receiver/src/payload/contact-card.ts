// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Contact cards that users share.

/**
 * One shared contact. Every member is optional.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/contacts
 */
export interface ContactCard {
  /** Postal addresses. */
  readonly addresses?: readonly CardAddress[];
  /** As `YYYY-MM-DD`. */
  readonly birthday?: string;
  /** Email addresses. */
  readonly emails?: readonly CardEmail[];
  /** Normally there; may be missing when `origin` or `vcard` is present. */
  readonly name?: CardName;
  /** Organization. */
  readonly org?: CardOrganization;
  /** Phone numbers. */
  readonly phones?: readonly CardPhone[];
  /** Web addresses. */
  readonly urls?: readonly CardUrl[];
  /** Whether the card answers a request for contact information. Since 2026. */
  readonly origin?: 'contact_request' | 'other' | (string & {});
  /** The card as vCard text. Since 2026. */
  readonly vcard?: string;
}

/**
 * A postal address.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/contacts
 */
export interface CardAddress {
  /** Street and number. */
  readonly street?: string;
  /** City. */
  readonly city?: string;
  /** State or province. */
  readonly state?: string;
  /** Postal code. */
  readonly zip?: string;
  /** Country name. */
  readonly country?: string;
  /** Two-letter country code. */
  readonly country_code?: string;
  /** Such as `HOME` or `WORK`. */
  readonly type?: string;
}

/**
 * An email address.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/contacts
 */
export interface CardEmail {
  /** The address. */
  readonly email?: string;
  /** Such as `HOME` or `WORK`. */
  readonly type?: string;
}

/**
 * A name in its parts.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/contacts
 */
export interface CardName {
  /** The whole name. */
  readonly formatted_name?: string;
  /** First name. */
  readonly first_name?: string;
  /** Last name. */
  readonly last_name?: string;
  /** Middle name. */
  readonly middle_name?: string;
  /** Such as `Jr.` */
  readonly suffix?: string;
  /** Such as `Dr.` */
  readonly prefix?: string;
}

/**
 * Where the contact works.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/contacts
 */
export interface CardOrganization {
  /** Company. */
  readonly company?: string;
  /** Department. */
  readonly department?: string;
  /** Job title. */
  readonly title?: string;
}

/**
 * A phone number.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/contacts
 */
export interface CardPhone {
  /** The number as the user wrote it. */
  readonly phone?: string;
  /** WhatsApp ID, when the number has one. */
  readonly wa_id?: string;
  /** Such as `CELL`, `MAIN`, `HOME` or `WORK`. */
  readonly type?: string;
}

/**
 * A web address.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/contacts
 */
export interface CardUrl {
  /** The address. */
  readonly url?: string;
  /** Such as `HOME` or `WORK`. */
  readonly type?: string;
}
