// The value of `account_update`: one event of the account at a time.
import { definePart, docPage, list, open, opt, req, str, timeEither, timeInteger } from '../build.ts';
import type { FieldEntry, Members } from '../shapes.ts';

const here = definePart('account-update', {
  holds: 'Events of the account.',
  page: 'account_update',
  sources: [
    docPage('webhooks/reference/account_update'),
    docPage('solution-providers/manage-webhooks'),
    docPage('embedded-signup/onboarding-business-app-users'),
    docPage('embedded-signup/website-optional'),
    docPage('embedded-signup/app-only-install'),
    docPage('calling/call-settings'),
    docPage('direct-send/integrity-and-content-guidelines'),
    docPage('marketing-messages/onboarding'),
  ],
});

const about = definePart('account-facts', {
  holds: 'What events of the account say.',
  page: 'account_update',
  sources: here.part.sources,
});

const remediation = opt(str, 'What to do about it.');
const phoneNumber = opt(str, 'The number it is about: digits.');

const restriction = about.object('RestrictionInfo', 'One thing the account may not do.', {
  restriction_type: req(
    open(
      'RESTRICTED_ADD_PHONE_NUMBER_ACTION',
      'RESTRICTED_BIZ_INITIATED_MESSAGING',
      'RESTRICTED_CUSTOMER_INITIATED_MESSAGING',
      'RESTRICTED_BUSINESS_INITIATED_CALLING',
      'RESTRICTED_USER_INITIATED_CALLING',
      'RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING',
      'RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN',
      'RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES',
      'RESTRICTED_UTILITY_TEMPLATES',
      'RESTRICTION_ADD_PHONE_NUMBER_ACTION',
    ),
    'What. `RESTRICTION_ADD_PHONE_NUMBER_ACTION` is an older spelling.',
  ),
  expiration: opt(timeEither, 'When it ends. An integer; a string on the page about direct send.'),
  remediation,
});

const violation = about.object('ViolationInfo', 'What policy was violated.', {
  violation_type: req(
    open(
      'ADULT',
      'ALCOHOL',
      'ANIMALS',
      'BODY_PARTS_FLUIDS',
      'DATING',
      'DIGITAL_SERVICES_PRODUCTS',
      'DRUGS',
      'GAMBLING',
      'HEALTHCARE',
      'ILLEGAL_PRODUCTS',
      'MISLEADING',
      'OVERTLY_SEXUALIZED_POSITIONING',
      'REAL_FAKE_CURRENCY',
      'SCAM',
      'SUPPLEMENTS',
      'THIRD_PARTY_INFRINGEMENTS',
      'TOBACCO',
      'UNAUTHORIZED_MEDIA',
      'WEAPONS',
      'LOW_BUSINESS_INITIATED_CALLING_QUALITY',
      'LOW_USER_INITIATED_CALLING_QUALITY',
      'USER_INITIATED_CALLS_LOW_PICKUP_RATE',
      'DIRECT_SEND_UTILITY_TEMPLATE_ABUSE',
      'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_WARN',
      'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_RATE_LIMIT',
      'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_STRIKE_1',
      'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_STRIKE_2',
      'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_OFFBOARD',
      'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_UNBAN',
      'DIRECT_SEND_UTILITY_CATEGORY_ABUSE_RATE_LIMIT_RECOVERY',
    ),
    'The policy. Of direct send: `…_WARN` and `…_TEMPLATE_ABUSE` warn, `…_UNBAN` and `…_RECOVERY` lift, the others restrict.',
  ),
  remediation,
});

const owned: Members = {
  waba_id: req(str, 'ID of the customer’s WABA.'),
  owner_business_id: req(str, 'ID of the portfolio that owns it.'),
};
const solution: Members = {
  solution_id: opt(str, 'ID of the multi-partner solution.'),
  solution_partner_business_ids: opt(list(str), 'IDs of the portfolios of its partners.'),
};
const wabaInfo = about.object('WabaInfo', 'A WABA of a customer.', owned);
const partnerWaba = about.object('PartnerWabaInfo', 'A WABA shared with a partner.', {
  ...owned,
  ...solution,
});
const adWaba = about.object('AdAccountWabaInfo', 'A WABA linked with an ad account.', {
  ...owned,
  ad_account_linked: opt(str, 'ID of the ad account.'),
  ad_account_id: opt(str, 'The same; the spelling of another page.'),
});
const partnerAppId = { partner_app_id: req(str, 'ID of the partner’s app.') };
const installedWaba = about.object('InstalledWabaInfo', 'A WABA on which a partner’s app was installed.', {
  ...owned,
  ...partnerAppId,
  ...solution,
});
const uninstalledWaba = about.object(
  'UninstalledWabaInfo',
  'A WABA from which a partner’s app was removed.',
  {
    ...owned,
    ...partnerAppId,
  },
);
const ban = about.object('BanInfo', 'How the account is banned.', {
  waba_ban_state: req(
    open('DISABLE', 'REINSTATE', 'SCHEDULE_FOR_DISABLE'),
    'The state. One page prints the alternatives as an array; on the wire it is one string.',
  ),
  waba_ban_date: req(str, 'Prose such as `January 2, 2026`, not a timestamp.'),
});
const disconnection = about.object('DisconnectionInfo', 'Why a coexistence number was disconnected.', {
  reason: req(
    open(
      'ACCOUNT_DISCONNECTED',
      'BUSINESS_DOWNGRADE',
      'CHANGE_NUMBER',
      'COMPANION_INACTIVITY',
      'PRIMARY_INACTIVITY',
      'USER_RE_REGISTERED',
    ),
    'Why.',
  ),
  initiated_by: req(open('SYSTEM', 'USER'), 'By whom.'),
});
const volumeTier = about.object('VolumeTierInfo', 'The tier of volume-based pricing.', {
  tier_update_time: req(timeInteger, 'When it was reached.'),
  pricing_category: req(str, 'Such as `UTILITY`.'),
  tier: req(str, 'Messages as `min:max`.'),
  effective_month: req(str, 'As `YYYY-MM`.'),
  region: req(str, 'Market, such as `India`.'),
});
const authRate = about.object('AuthInternationalRateEligibility', 'From when on international rates apply.', {
  start_time: req(timeInteger, 'From when on.'),
  exception_countries: req(
    list(
      about.object('ExceptionCountry', 'A country with a time of its own.', {
        country_code: req(str, 'Two-letter country code.'),
        start_time: req(timeInteger, 'From when on.'),
      }),
    ),
    'Countries with a time of their own.',
  ),
});
const certificationStatus = about.object('CertificationInfo', 'How the certification stands.', {
  client_business_id: req(str, 'ID of the client’s portfolio.'),
  status: req(open('APPROVED', 'DISCARDED', 'FAILED', 'PENDING', 'REVOKED'), 'How it stands.'),
  rejection_reasons: req(
    list(
      open(
        'ADDRESS NOT MATCHING',
        'BUSINESS NOT ELIGIBLE',
        'LEGAL NAME NOT MATCHING',
        'LEGAL NAME NOT FOUND IN DOCUMENTS',
        'MALFORMED DOCUMENTS',
        'NONE',
        'WEBSITE NOT MATCHING',
      ),
    ),
    'Why not; words with spaces.',
  ),
});

const partnerEntry = 'The entry’s `id` is the partner’s portfolio, not a WABA.';
const partnerEntryRead = `${partnerEntry} Read off the examples, not stated.`;

const accountUpdate = here.tagged('AccountUpdate', 'An event of the account.', {
  by: 'event',
  byDoc: 'What happened.',
  other: 'OtherAccountUpdate',
  variants: [
    here.variant('AccountDeleted', 'ACCOUNT_DELETED', 'The WABA was deleted.'),
    here.variant(
      'AccountRestriction',
      'ACCOUNT_RESTRICTION',
      'The account may not do something for some time, is warned (direct send), or may again.',
      {
        restriction_info: opt(
          list(restriction),
          'What is restricted; absent where direct send is warned about or allowed again.',
        ),
        violation_info: opt(violation, 'With direct send.'),
        phone_number: phoneNumber,
      },
    ),
    here.variant('AccountViolation', 'ACCOUNT_VIOLATION', 'The account violated a policy.', {
      violation_info: req(violation, 'Which policy.'),
      phone_number: phoneNumber,
    }),
    here.variant(
      'AdAccountLinked',
      'AD_ACCOUNT_LINKED',
      `An ad account was linked with a WABA. ${partnerEntryRead}`,
      { waba_info: req(adWaba, 'Which.') },
      { source: docPage('embedded-signup/website-optional') },
    ),
    here.variant(
      'AuthIntlPriceEligibilityUpdate',
      'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE',
      'Rates for international authentication messages will apply.',
      { auth_international_rate_eligibility: req(authRate, 'From when on.') },
    ),
    here.variant(
      'BusinessPrimaryLocationCountryUpdate',
      'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE',
      'The primary location of the business was set.',
      { country: req(str, 'ISO 3166-1 alpha-2 code.') },
    ),
    here.variant('DisabledUpdate', 'DISABLED_UPDATE', 'The account is, will be or no longer is disabled.', {
      ban_info: req(ban, 'How.'),
    }),
    here.variant(
      'MmLiteTermsSigned',
      'MM_LITE_TERMS_SIGNED',
      `Terms of the marketing messages API were signed. ${partnerEntryRead}`,
      { waba_info: req(wabaInfo, 'For which.') },
      { source: docPage('marketing-messages/onboarding') },
    ),
    here.variant('PartnerAdded', 'PARTNER_ADDED', `A WABA was shared with a partner. ${partnerEntry}`, {
      waba_info: req(partnerWaba, 'Which.'),
    }),
    here.variant(
      'PartnerAppInstalled',
      'PARTNER_APP_INSTALLED',
      `A customer authorised the partner’s app. ${partnerEntry}`,
      { waba_info: req(installedWaba, 'On which WABA.') },
      { source: docPage('embedded-signup/app-only-install') },
    ),
    here.variant(
      'PartnerAppUninstalled',
      'PARTNER_APP_UNINSTALLED',
      `A customer took the authorisation back. ${partnerEntry}`,
      { waba_info: opt(uninstalledWaba, 'On which WABA; one page shows the event alone.') },
      { source: docPage('embedded-signup/app-only-install') },
    ),
    here.variant(
      'PartnerRemoved',
      'PARTNER_REMOVED',
      'A WABA is no longer shared with the partner, or a coexistence number was disconnected. The entry’s `id` is the partner’s portfolio where `waba_info` is there, else the WABA. Read off the examples, not stated.',
      {
        waba_info: opt(wabaInfo, 'Which.'),
        disconnection_info: opt(disconnection, 'Coexistence.', { since: '2026' }),
        phone_number: phoneNumber,
      },
    ),
    here.variant(
      'PartnerClientCertificationNeeded',
      'PARTNER_CLIENT_CERTIFICATION_NEEDED',
      'A client of the partner must be certified.',
      {
        partner_client_certification_needed_info: req(
          about.object('CertificationNeededInfo', 'Who must be certified.', {
            client_business_id: req(str, 'ID of the client’s portfolio.'),
          }),
          'Who.',
        ),
      },
    ),
    here.variant(
      'PartnerClientCertificationStatusUpdate',
      'PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE',
      'The certification of a client changed.',
      { partner_client_certification_info: req(certificationStatus, 'How it stands.') },
    ),
    here.variant(
      'VolumeBasedPricingTierUpdate',
      'VOLUME_BASED_PRICING_TIER_UPDATE',
      'A tier of volume-based pricing was reached.',
      { volume_tier_info: req(volumeTier, 'Which.') },
    ),
    here.variant(
      'AccountOffboarded',
      'ACCOUNT_OFFBOARDED',
      'A coexistence number was disconnected by a change of device or a new registration.',
      {},
      { since: '2026', source: docPage('embedded-signup/onboarding-business-app-users') },
    ),
    here.variant(
      'AccountReconnected',
      'ACCOUNT_RECONNECTED',
      'A coexistence number was connected again.',
      {},
      { since: '2026', source: docPage('embedded-signup/onboarding-business-app-users') },
    ),
    here.variant(
      'VerifiedAccount',
      'VERIFIED_ACCOUNT',
      'A number was verified.',
      { phone_number: req(str, 'The number: digits.') },
      {
        legacy: 'not on the reference page; still an example of the partner page in 2026',
        source: docPage('solution-providers/manage-webhooks'),
      },
    ),
  ],
});

export const accountUpdateField: FieldEntry = {
  name: 'account_update',
  trigger:
    'Something happened to the account: restrictions, violations, bans, partners, pricing, certification.',
  value: accountUpdate,
  items: [{ name: 'account_update', path: [], kindBy: 'event' }],
  sources: here.part.sources,
  sample: 'account_restriction',
};
