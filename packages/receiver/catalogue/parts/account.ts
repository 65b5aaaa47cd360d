// Fields about the account besides `account_update`: alerts, reviews, settings, limits.
import {
  bigId,
  constant,
  definePart,
  docPage,
  either,
  int,
  list,
  nullable,
  open,
  opt,
  record,
  req,
  str,
  timeInteger,
  timeString,
} from '../build.ts';
import type { FieldEntry } from '../shapes.ts';

const alerts = definePart('account-alerts', {
  holds: 'Alerts about the account.',
  page: 'account_alerts',
  sources: [docPage('webhooks/reference/account_alerts')],
});

export const accountAlerts: FieldEntry = {
  name: 'account_alerts',
  trigger:
    'A higher messaging limit is denied or deferred, an Official Business Account is decided on, or a profile picture is lost.',
  value: alerts.object('AccountAlert', 'An alert.', {
    entity_type: req(
      open('BUSINESS', 'PHONE_NUMBER', 'CURRENT_STATUS_ID'),
      'What it is about; `CURRENT_STATUS_ID` is the profile of a number.',
    ),
    entity_id: req(str, 'ID of the portfolio or number.'),
    alert_info: req(
      alerts.object('AlertInfo', 'What the alert says.', {
        alert_severity: req(open('CRITICAL', 'INFORMATIONAL', 'WARNING'), 'How bad it is.'),
        alert_status: req(open('ACTIVE', 'NONE'), 'Whether it stands.'),
        alert_type: req(
          open(
            'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED',
            'INCREASED_CAPABILITIES_ELIGIBILITY_FAILED',
            'INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO',
            'OBA_APPROVED',
            'OBA_REJECTED',
            'PROFILE_PICTURE_LOST',
          ),
          'What happened.',
        ),
        alert_description: req(str, 'Prose; may hold an unfilled placeholder.'),
      }),
      'What it says.',
    ),
  }),
  items: [{ name: 'account_alerts', path: [], kindBy: null }],
  sources: alerts.part.sources,
  sample: 'oba_approved',
  notes: [
    'Older dashboard samples are said to have the members of `alert_info` directly in the value, and an integer `entity_id`; no stored page shows it.',
  ],
};

const review = definePart('account-review-update', {
  holds: 'The policy review of the account.',
  page: 'account_review_update',
  sources: [docPage('webhooks/reference/account_review_update')],
});

export const accountReviewUpdate: FieldEntry = {
  name: 'account_review_update',
  trigger: 'The WABA was reviewed against the policies.',
  value: review.object('AccountReviewUpdate', 'The outcome of a review.', {
    decision: req(open('APPROVED', 'REJECTED', 'PENDING', 'DEFERRED'), 'The outcome.'),
  }),
  items: [{ name: 'account_review_update', path: [], kindBy: 'decision' }],
  sources: review.part.sources,
  sample: 'approved',
};

const settings = definePart('account-settings-update', {
  holds: 'Settings of a number.',
  page: 'account_settings_update',
  sources: [docPage('calling/call-settings'), docPage('calling/sip')],
});

const onOff = open('ENABLED', 'DISABLED');
const clock = 'As `HHMM`.';
const callHours = settings.object('CallHours', 'When calls are taken.', {
  status: req(onOff, 'Whether hours are observed.'),
  timezone_id: opt(str, 'Such as `Etc/UTC`.'),
  weekly_operating_hours: opt(
    list(
      settings.object('OperatingHours', 'Hours of one weekday.', {
        day_of_week: req(str, 'Such as `MONDAY`.'),
        open_time: req(str, clock),
        close_time: req(str, clock),
      }),
    ),
    'Hours by weekday.',
  ),
  holiday_schedule: opt(
    list(
      settings.object('Holiday', 'Hours of one day.', {
        date: req(str, 'As `YYYY-MM-DD`.'),
        start_time: req(str, clock),
        end_time: req(str, clock),
      }),
    ),
    'Exceptions.',
  ),
});
const sip = settings.object('SipSettings', 'Signalling by SIP.', {
  status: req(onOff, 'Whether SIP is used.'),
  servers: opt(
    list(
      settings.object('SipServer', 'A SIP server.', {
        hostname: req(str, 'Host name.'),
        port: req(int, 'Port.'),
        request_uri_user_params: opt(record, 'Parameters of the request URI.'),
      }),
    ),
    'The servers.',
  ),
});
const restrictions = settings.object('CallRestrictions', 'What is restricted.', {
  restrictions_list: req(
    list(
      settings.object('CallRestriction', 'A restriction.', {
        type: req(str, 'Which.'),
        reason: req(str, 'Why.'),
        expiration: req(timeInteger, 'When it ends.'),
      }),
    ),
    'The restrictions.',
  ),
});
const calling = settings.object(
  'CallingSettings',
  'Calling settings: what the call that reads them would answer.',
  {
    status: opt(onOff, 'Whether calling is on.'),
    call_icon_visibility: opt(open('DEFAULT', 'DISABLE_ALL'), 'Whether users see the call button.'),
    callback_permission_status: opt(onOff, 'Whether a call permits a call back.'),
    call_hours: opt(callHours, 'When calls are taken.'),
    sip: opt(sip, 'Signalling by SIP.'),
    call_icons: opt(
      settings.object('CallIcons', 'Where the call button is shown.', {
        restrict_to_user_countries: req(list(str), 'Two-letter country codes.'),
      }),
      'Where the call button is shown.',
    ),
    srtp_key_exchange_protocol: opt(open('DTLS', 'SDES'), 'How media keys are exchanged.'),
    restrictions: opt(restrictions, 'What is restricted.'),
  },
);

export const accountSettingsUpdate: FieldEntry = {
  name: 'account_settings_update',
  trigger: 'Calling settings of a number were changed, also by your own request.',
  value: settings.object('AccountSettingsUpdate', 'New settings of a number.', {
    messaging_product: req(constant('whatsapp'), 'Always `whatsapp`.'),
    timestamp: req(timeString, 'When they were changed.'),
    type: req(
      open('phone_number_settings', 'PHONE_NUMBER_SETTINGS'),
      'Which settings. Lower case in the example, upper case in the table: compare without case.',
    ),
    phone_number_settings: req(
      settings.object('PhoneNumberSettings', 'Settings of a number.', {
        phone_number_id: req(str, 'ID of the number.'),
        calling: opt(nullable(calling), 'Calling settings; null when nothing about calling changed.'),
      }),
      'The settings.',
    ),
  }),
  items: [{ name: 'account_settings_update', path: [], kindBy: null }],
  sources: settings.part.sources,
  sample: 'calling_enabled_minimal',
};

const capability = definePart('business-capability-update', {
  holds: 'Limits of the account.',
  page: 'business_capability_update',
  sources: [docPage('webhooks/reference/business_capability_update')],
});

export const businessCapabilityUpdate: FieldEntry = {
  name: 'business_capability_update',
  trigger: 'A WABA was created, or a limit was raised or lowered.',
  value: capability.object('BusinessCapabilityUpdate', 'The limits now.', {
    max_daily_conversation_per_phone: opt(
      int,
      'Users a number may write to within 24 hours: 250, 1000, 2000, 10000, 100000; -1 is unlimited.',
      { legacy: 'to be removed in February 2026' },
    ),
    max_daily_conversations_per_business: opt(
      either(int, open('TIER_250', 'TIER_2K', 'TIER_10K', 'TIER_100K', 'TIER_UNLIMITED')),
      'The same for the whole portfolio. An integer in the example, a tier in the table.',
    ),
    max_phone_numbers_per_business: opt(int, 'Numbers allowed; only when the limit is 250.'),
    max_phone_numbers_per_waba: opt(int, 'Numbers allowed; only when the limit is not 250.'),
  }),
  items: [{ name: 'business_capability_update', path: [], kindBy: null }],
  sources: capability.part.sources,
  sample: 'portfolio_limit_and_waba_numbers',
};

const standing = definePart('business-status-update', {
  holds: 'The standing of the business.',
  page: 'business_status_update',
  sources: [],
});

export const businessStatusUpdate: FieldEntry = {
  name: 'business_status_update',
  trigger: 'Not documented; the dashboard shows a notice that the business was compromised.',
  value: standing.object('BusinessStatusUpdate', 'A notice about the business.', {
    business_id: req(bigId, 'ID of the portfolio, a JSON integer.'),
    event: req(open('COMPROMISED_NOTIFICATION'), 'What happened.'),
  }),
  items: [{ name: 'business_status_update', path: [], kindBy: 'event' }],
  sources: [],
  sample: 'compromised_notification',
  unconfirmed: 'The shape is that of the dashboard sample.',
};

const consumer = definePart('consumer-profile', {
  holds: 'An undocumented field.',
  page: 'consumer_profile',
  sources: [],
});

export const consumerProfile: FieldEntry = {
  name: 'consumer_profile',
  trigger: 'Not documented; named only in the platform’s list of fields that follow callback overrides.',
  value: consumer.alias('ConsumerProfileValue', 'No page and no sample shows what is in it.', record),
  items: [{ name: 'consumer_profile', path: [], kindBy: null }],
  sources: [],
  sample: null,
  unconfirmed: 'Nothing is known of the shape.',
};
