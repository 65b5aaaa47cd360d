// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// What events of the account say.

/**
 * One thing the account may not do.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface RestrictionInfo {
  /** What. `RESTRICTION_ADD_PHONE_NUMBER_ACTION` is an older spelling. */
  readonly restriction_type: 'RESTRICTED_ADD_PHONE_NUMBER_ACTION' | 'RESTRICTED_BIZ_INITIATED_MESSAGING' | 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING' | 'RESTRICTED_BUSINESS_INITIATED_CALLING' | 'RESTRICTED_USER_INITIATED_CALLING' | 'RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING' | 'RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN' | 'RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES' | 'RESTRICTED_UTILITY_TEMPLATES' | 'RESTRICTION_ADD_PHONE_NUMBER_ACTION' | (string & {});
  /**
   * When it ends. An integer; a string on the page about direct send. Unix seconds, as a number or a string
   * of digits.
   */
  readonly expiration?: string | number;
  /** What to do about it. */
  readonly remediation?: string;
}

/**
 * What policy was violated.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface ViolationInfo {
  /**
   * The policy. Of direct send: `…_WARN` and `…_TEMPLATE_ABUSE` warn, `…_UNBAN` and `…_RECOVERY` lift, the
   * others restrict.
   */
  readonly violation_type: 'ADULT' | 'ALCOHOL' | 'ANIMALS' | 'BODY_PARTS_FLUIDS' | 'DATING' | 'DIGITAL_SERVICES_PRODUCTS' | 'DRUGS' | 'GAMBLING' | 'HEALTHCARE' | 'ILLEGAL_PRODUCTS' | 'MISLEADING' | 'OVERTLY_SEXUALIZED_POSITIONING' | 'REAL_FAKE_CURRENCY' | 'SCAM' | 'SUPPLEMENTS' | 'THIRD_PARTY_INFRINGEMENTS' | 'TOBACCO' | 'UNAUTHORIZED_MEDIA' | 'WEAPONS' | 'LOW_BUSINESS_INITIATED_CALLING_QUALITY' | 'LOW_USER_INITIATED_CALLING_QUALITY' | 'USER_INITIATED_CALLS_LOW_PICKUP_RATE' | 'DIRECT_SEND_UTILITY_TEMPLATE_ABUSE' | 'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_WARN' | 'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_RATE_LIMIT' | 'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_STRIKE_1' | 'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_STRIKE_2' | 'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_OFFBOARD' | 'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_UNBAN' | 'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_RATE_LIMIT_RECOVERY' | (string & {});
  /** What to do about it. */
  readonly remediation?: string;
}

/**
 * A WABA linked with an ad account.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface AdAccountWabaInfo {
  /** ID of the customer’s WABA. */
  readonly waba_id: string;
  /** ID of the portfolio that owns it. */
  readonly owner_business_id: string;
  /** ID of the ad account. */
  readonly ad_account_linked?: string;
  /** The same; the spelling of another page. */
  readonly ad_account_id?: string;
}

/**
 * From when on international rates apply.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface AuthInternationalRateEligibility {
  /** From when on. Unix seconds. */
  readonly start_time: number;
  /** Countries with a time of their own. */
  readonly exception_countries: readonly ExceptionCountry[];
}

/**
 * A country with a time of its own.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface ExceptionCountry {
  /** Two-letter country code. */
  readonly country_code: string;
  /** From when on. Unix seconds. */
  readonly start_time: number;
}

/**
 * How the account is banned.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface BanInfo {
  /** The state. One page prints the alternatives as an array; on the wire it is one string. */
  readonly waba_ban_state: 'DISABLE' | 'REINSTATE' | 'SCHEDULE_FOR_DISABLE' | (string & {});
  /** Prose such as `January 2, 2026`, not a timestamp. */
  readonly waba_ban_date: string;
}

/**
 * A WABA of a customer.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface WabaInfo {
  /** ID of the customer’s WABA. */
  readonly waba_id: string;
  /** ID of the portfolio that owns it. */
  readonly owner_business_id: string;
}

/**
 * A WABA shared with a partner.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface PartnerWabaInfo {
  /** ID of the customer’s WABA. */
  readonly waba_id: string;
  /** ID of the portfolio that owns it. */
  readonly owner_business_id: string;
  /** ID of the multi-partner solution. */
  readonly solution_id?: string;
  /** IDs of the portfolios of its partners. */
  readonly solution_partner_business_ids?: readonly string[];
}

/**
 * A WABA on which a partner’s app was installed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface InstalledWabaInfo {
  /** ID of the customer’s WABA. */
  readonly waba_id: string;
  /** ID of the portfolio that owns it. */
  readonly owner_business_id: string;
  /** ID of the partner’s app. */
  readonly partner_app_id: string;
  /** ID of the multi-partner solution. */
  readonly solution_id?: string;
  /** IDs of the portfolios of its partners. */
  readonly solution_partner_business_ids?: readonly string[];
}

/**
 * A WABA from which a partner’s app was removed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface UninstalledWabaInfo {
  /** ID of the customer’s WABA. */
  readonly waba_id: string;
  /** ID of the portfolio that owns it. */
  readonly owner_business_id: string;
  /** ID of the partner’s app. */
  readonly partner_app_id: string;
}

/**
 * Why a coexistence number was disconnected.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface DisconnectionInfo {
  /** Why. */
  readonly reason: 'ACCOUNT_DISCONNECTED' | 'BUSINESS_DOWNGRADE' | 'CHANGE_NUMBER' | 'COMPANION_INACTIVITY' | 'PRIMARY_INACTIVITY' | 'USER_RE_REGISTERED' | (string & {});
  /** By whom. */
  readonly initiated_by: 'SYSTEM' | 'USER' | (string & {});
}

/**
 * Who must be certified.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface CertificationNeededInfo {
  /** ID of the client’s portfolio. */
  readonly client_business_id: string;
}

/**
 * How the certification stands.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface CertificationInfo {
  /** ID of the client’s portfolio. */
  readonly client_business_id: string;
  /** How it stands. */
  readonly status: 'APPROVED' | 'DISCARDED' | 'FAILED' | 'PENDING' | 'REVOKED' | (string & {});
  /** Why not; words with spaces. */
  readonly rejection_reasons: readonly ('ADDRESS NOT MATCHING' | 'BUSINESS NOT ELIGIBLE' | 'LEGAL NAME NOT MATCHING' | 'LEGAL NAME NOT FOUND IN DOCUMENTS' | 'MALFORMED DOCUMENTS' | 'NONE' | 'WEBSITE NOT MATCHING' | (string & {}))[];
}

/**
 * The tier of volume-based pricing.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface VolumeTierInfo {
  /** When it was reached. Unix seconds. */
  readonly tier_update_time: number;
  /** Such as `UTILITY`. */
  readonly pricing_category: string;
  /** Messages as `min:max`. */
  readonly tier: string;
  /** As `YYYY-MM`. */
  readonly effective_month: string;
  /** Market, such as `India`. */
  readonly region: string;
}
