// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Events of the account.
import type {
  AdAccountWabaInfo, AuthInternationalRateEligibility, BanInfo, CertificationInfo, CertificationNeededInfo,
  DisconnectionInfo, InstalledWabaInfo, PartnerWabaInfo, RestrictionInfo, UninstalledWabaInfo, ViolationInfo,
  VolumeTierInfo, WabaInfo,
} from './account-facts.ts';
import type { UnknownKind } from './unknown-kind.ts';

/**
 * An event of the account.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-webhooks
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/onboarding-business-app-users
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/website-optional
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/app-only-install
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/direct-send/integrity-and-content-guidelines
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/marketing-messages/onboarding
 */
export type AccountUpdate =
  | AccountDeleted
  | AccountRestriction
  | AccountViolation
  | AdAccountLinked
  | AuthIntlPriceEligibilityUpdate
  | BusinessPrimaryLocationCountryUpdate
  | DisabledUpdate
  | MmLiteTermsSigned
  | PartnerAdded
  | PartnerAppInstalled
  | PartnerAppUninstalled
  | PartnerRemoved
  | PartnerClientCertificationNeeded
  | PartnerClientCertificationStatusUpdate
  | VolumeBasedPricingTierUpdate
  | AccountOffboarded
  | AccountReconnected
  | VerifiedAccount
  | OtherAccountUpdate;

/**
 * The WABA was deleted.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface AccountDeleted {
  /** What happened. */
  readonly event: 'ACCOUNT_DELETED';
}

/**
 * The account may not do something for some time, is warned (direct send), or may again.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface AccountRestriction {
  /** What happened. */
  readonly event: 'ACCOUNT_RESTRICTION';
  /** What is restricted; absent where direct send is warned about or allowed again. */
  readonly restriction_info?: readonly RestrictionInfo[];
  /** With direct send. */
  readonly violation_info?: ViolationInfo;
  /** The number it is about: digits. */
  readonly phone_number?: string;
}

/**
 * The account violated a policy.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface AccountViolation {
  /** What happened. */
  readonly event: 'ACCOUNT_VIOLATION';
  /** Which policy. */
  readonly violation_info: ViolationInfo;
  /** The number it is about: digits. */
  readonly phone_number?: string;
}

/**
 * An ad account was linked with a WABA. The entry’s `id` is the partner’s portfolio, not a WABA. Read off the
 * examples, not stated.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/website-optional
 */
export interface AdAccountLinked {
  /** What happened. */
  readonly event: 'AD_ACCOUNT_LINKED';
  /** Which. */
  readonly waba_info: AdAccountWabaInfo;
}

/**
 * Rates for international authentication messages will apply.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface AuthIntlPriceEligibilityUpdate {
  /** What happened. */
  readonly event: 'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE';
  /** From when on. */
  readonly auth_international_rate_eligibility: AuthInternationalRateEligibility;
}

/**
 * The primary location of the business was set.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface BusinessPrimaryLocationCountryUpdate {
  /** What happened. */
  readonly event: 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE';
  /** ISO 3166-1 alpha-2 code. */
  readonly country: string;
}

/**
 * The account is, will be or no longer is disabled.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface DisabledUpdate {
  /** What happened. */
  readonly event: 'DISABLED_UPDATE';
  /** How. */
  readonly ban_info: BanInfo;
}

/**
 * Terms of the marketing messages API were signed. The entry’s `id` is the partner’s portfolio, not a WABA.
 * Read off the examples, not stated.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/marketing-messages/onboarding
 */
export interface MmLiteTermsSigned {
  /** What happened. */
  readonly event: 'MM_LITE_TERMS_SIGNED';
  /** For which. */
  readonly waba_info: WabaInfo;
}

/**
 * A WABA was shared with a partner. The entry’s `id` is the partner’s portfolio, not a WABA.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface PartnerAdded {
  /** What happened. */
  readonly event: 'PARTNER_ADDED';
  /** Which. */
  readonly waba_info: PartnerWabaInfo;
}

/**
 * A customer authorised the partner’s app. The entry’s `id` is the partner’s portfolio, not a WABA.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/app-only-install
 */
export interface PartnerAppInstalled {
  /** What happened. */
  readonly event: 'PARTNER_APP_INSTALLED';
  /** On which WABA. */
  readonly waba_info: InstalledWabaInfo;
}

/**
 * A customer took the authorisation back. The entry’s `id` is the partner’s portfolio, not a WABA.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/app-only-install
 */
export interface PartnerAppUninstalled {
  /** What happened. */
  readonly event: 'PARTNER_APP_UNINSTALLED';
  /** On which WABA; one page shows the event alone. */
  readonly waba_info?: UninstalledWabaInfo;
}

/**
 * A WABA is no longer shared with the partner, or a coexistence number was disconnected. The entry’s `id` is
 * the partner’s portfolio where `waba_info` is there, else the WABA. Read off the examples, not stated.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface PartnerRemoved {
  /** What happened. */
  readonly event: 'PARTNER_REMOVED';
  /** Which. */
  readonly waba_info?: WabaInfo;
  /** Coexistence. Since 2026. */
  readonly disconnection_info?: DisconnectionInfo;
  /** The number it is about: digits. */
  readonly phone_number?: string;
}

/**
 * A client of the partner must be certified.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface PartnerClientCertificationNeeded {
  /** What happened. */
  readonly event: 'PARTNER_CLIENT_CERTIFICATION_NEEDED';
  /** Who. */
  readonly partner_client_certification_needed_info: CertificationNeededInfo;
}

/**
 * The certification of a client changed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface PartnerClientCertificationStatusUpdate {
  /** What happened. */
  readonly event: 'PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE';
  /** How it stands. */
  readonly partner_client_certification_info: CertificationInfo;
}

/**
 * A tier of volume-based pricing was reached.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface VolumeBasedPricingTierUpdate {
  /** What happened. */
  readonly event: 'VOLUME_BASED_PRICING_TIER_UPDATE';
  /** Which. */
  readonly volume_tier_info: VolumeTierInfo;
}

/**
 * A coexistence number was disconnected by a change of device or a new registration. Since 2026.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/onboarding-business-app-users
 */
export interface AccountOffboarded {
  /** What happened. */
  readonly event: 'ACCOUNT_OFFBOARDED';
}

/**
 * A coexistence number was connected again. Since 2026.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/embedded-signup/onboarding-business-app-users
 */
export interface AccountReconnected {
  /** What happened. */
  readonly event: 'ACCOUNT_RECONNECTED';
}

/**
 * A number was verified. Legacy: not on the reference page; still an example of the partner page in 2026.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-webhooks
 */
export interface VerifiedAccount {
  /** What happened. */
  readonly event: 'VERIFIED_ACCOUNT';
  /** The number: digits. */
  readonly phone_number: string;
}

/** A kind that this version does not list. Its `event` is any other string. */
export interface OtherAccountUpdate {
  /** What happened. */
  readonly event: UnknownKind;
}
