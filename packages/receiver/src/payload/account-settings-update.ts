// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Settings of a number.

/**
 * New settings of a number.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface AccountSettingsUpdate {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** When they were changed. Unix seconds as a string of digits. */
  readonly timestamp: string;
  /** Which settings. Lower case in the example, upper case in the table: compare without case. */
  readonly type: 'phone_number_settings' | 'PHONE_NUMBER_SETTINGS' | (string & {});
  /** The settings. */
  readonly phone_number_settings: PhoneNumberSettings;
}

/**
 * Settings of a number.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface PhoneNumberSettings {
  /** ID of the number. */
  readonly phone_number_id: string;
  /** Calling settings; null when nothing about calling changed. */
  readonly calling?: CallingSettings | null;
}

/**
 * Calling settings: what the call that reads them would answer.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface CallingSettings {
  /** Whether calling is on. */
  readonly status?: 'ENABLED' | 'DISABLED' | (string & {});
  /** Whether users see the call button. */
  readonly call_icon_visibility?: 'DEFAULT' | 'DISABLE_ALL' | (string & {});
  /** Whether a call permits a call back. */
  readonly callback_permission_status?: 'ENABLED' | 'DISABLED' | (string & {});
  /** When calls are taken. */
  readonly call_hours?: CallHours;
  /** Signalling by SIP. */
  readonly sip?: SipSettings;
  /** Where the call button is shown. */
  readonly call_icons?: CallIcons;
  /** How media keys are exchanged. */
  readonly srtp_key_exchange_protocol?: 'DTLS' | 'SDES' | (string & {});
  /** What is restricted. */
  readonly restrictions?: CallRestrictions;
}

/**
 * When calls are taken.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface CallHours {
  /** Whether hours are observed. */
  readonly status: 'ENABLED' | 'DISABLED' | (string & {});
  /** Such as `Etc/UTC`. */
  readonly timezone_id?: string;
  /** Hours by weekday. */
  readonly weekly_operating_hours?: readonly OperatingHours[];
  /** Exceptions. */
  readonly holiday_schedule?: readonly Holiday[];
}

/**
 * Hours of one weekday.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface OperatingHours {
  /** Such as `MONDAY`. */
  readonly day_of_week: string;
  /** As `HHMM`. */
  readonly open_time: string;
  /** As `HHMM`. */
  readonly close_time: string;
}

/**
 * Hours of one day.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface Holiday {
  /** As `YYYY-MM-DD`. */
  readonly date: string;
  /** As `HHMM`. */
  readonly start_time: string;
  /** As `HHMM`. */
  readonly end_time: string;
}

/**
 * Signalling by SIP.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface SipSettings {
  /** Whether SIP is used. */
  readonly status: 'ENABLED' | 'DISABLED' | (string & {});
  /** The servers. */
  readonly servers?: readonly SipServer[];
}

/**
 * A SIP server.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface SipServer {
  /** Host name. */
  readonly hostname: string;
  /** Port. */
  readonly port: number;
  /** Parameters of the request URI. */
  readonly request_uri_user_params?: Readonly<Record<string, unknown>>;
}

/**
 * Where the call button is shown.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface CallIcons {
  /** Two-letter country codes. */
  readonly restrict_to_user_countries: readonly string[];
}

/**
 * What is restricted.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface CallRestrictions {
  /** The restrictions. */
  readonly restrictions_list: readonly CallRestriction[];
}

/**
 * A restriction.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 */
export interface CallRestriction {
  /** Which. */
  readonly type: string;
  /** Why. */
  readonly reason: string;
  /** When it ends. Unix seconds. */
  readonly expiration: number;
}
