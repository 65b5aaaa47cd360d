// Fields about a phone number: name, username, quality and throughput, PIN.
import { definePart, docPage, list, nullable, open, opt, req, str } from '../build.ts';
import type { FieldEntry } from '../shapes.ts';

const number = { display_phone_number: req(str, 'The number: digits. Its ID is not sent.') };

const names = definePart('phone-number-name-update', {
  holds: 'Display names.',
  page: 'phone_number_name_update',
  sources: [docPage('webhooks/reference/phone_number_name_update')],
});

export const phoneNumberNameUpdate: FieldEntry = {
  name: 'phone_number_name_update',
  trigger: 'The display name of a number was reviewed.',
  value: names.object('PhoneNumberNameUpdate', 'The outcome of a review.', {
    ...number,
    decision: req(open('APPROVED', 'DEFERRED', 'PENDING', 'REJECTED'), 'The outcome.'),
    requested_verified_name: req(str, 'The name that was asked for.'),
    rejection_reason: req(
      nullable(
        open(
          'NAME_EMPLOYEE_ISSUE',
          'NAME_ENDCLIENT_NOTRELATED',
          'NAME_FORMAT_UNACCEPTABLE',
          'NAME_INDIVIDUAL_ISSUE',
          'NAME_NOT_CONSISTENT',
          'UNKNOWN',
        ),
      ),
      'Why it was rejected; null otherwise. Older texts let it be free text.',
    ),
  }),
  items: [{ name: 'phone_number_name_update', path: [], kindBy: 'decision' }],
  sources: names.part.sources,
  sample: 'rejected',
};

const quality = definePart('phone-number-quality-update', {
  holds: 'Throughput, and formerly quality and messaging limits.',
  page: 'phone_number_quality_update',
  sources: [docPage('webhooks/reference/phone_number_quality_update')],
});

const tier = open(
  'TIER_50',
  'TIER_250',
  'TIER_1K',
  'TIER_2K',
  'TIER_10K',
  'TIER_100K',
  'TIER_NOT_SET',
  'TIER_UNLIMITED',
);

export const phoneNumberQualityUpdate: FieldEntry = {
  name: 'phone_number_quality_update',
  trigger:
    'The throughput level of a number changed; before October 2025 its quality rating or messaging limit.',
  value: quality.object('PhoneNumberQualityUpdate', 'A new level.', {
    ...number,
    event: req(
      open('ONBOARDING', 'THROUGHPUT_UPGRADE', 'FLAGGED', 'UNFLAGGED', 'UPGRADE', 'DOWNGRADE'),
      'What happened. `FLAGGED`, `UNFLAGGED`, `UPGRADE` and `DOWNGRADE` are older.',
    ),
    old_limit: opt(tier, 'The limit before; with changes of the limit only.', {
      legacy: 'announced for removal in February 2026',
    }),
    current_limit: opt(tier, 'The limit now. `TIER_1K` is older.', {
      legacy: 'announced for removal in February 2026, still documented in September 2026',
    }),
    max_daily_conversations_per_business: opt(tier, 'The limit of the whole portfolio now.'),
  }),
  items: [{ name: 'phone_number_quality_update', path: [], kindBy: 'event' }],
  sources: quality.part.sources,
  sample: 'throughput_upgrade',
};

const usernames = definePart('business-username-updates', {
  holds: 'Usernames of businesses.',
  page: 'business_username_updates',
  sources: [docPage('business-scoped-user-ids')],
});

export const businessUsernameUpdates: FieldEntry = {
  name: 'business_username_updates',
  trigger: 'A username of the business was reserved, approved, changed, deleted or revoked.',
  aliases: ['business_username_update'],
  value: usernames.object('BusinessUsernameUpdate', 'How a username stands.', {
    ...number,
    username: opt(str, 'The username; absent when it was deleted.'),
    status: req(open('approved', 'deleted', 'reserved'), 'How it stands.'),
    context: opt(open('revoked'), 'The platform took the name away; a replacement arrives as approved.', {
      since: '15 September 2026',
    }),
  }),
  items: [{ name: 'business_username_updates', path: [], kindBy: 'status' }],
  sources: usernames.part.sources,
  sample: 'approved',
  since: '2026',
  notes: [
    'The page’s heading and the dashboard have the plural; its example of March 2026 prints `business_username_update`. The receiver takes that for this field.',
  ],
};

const announced = definePart('phone-number-username-update', {
  holds: 'Usernames of businesses, as first announced.',
  page: 'phone_number_username_update',
  sources: [docPage('business-scoped-user-ids')],
});

export const phoneNumberUsernameUpdate: FieldEntry = {
  name: 'phone_number_username_update',
  trigger: 'A username of the business was decided on.',
  value: announced.object('PhoneNumberUsernameUpdate', 'The decision.', {
    ...number,
    decision: req(open('APPROVED', 'REJECTED'), 'The decision.'),
    requested_username: req(str, 'The username that was asked for.'),
    rejection_reasons: opt(
      list(
        open(
          'REQUIRE_FB_ACCOUNT_LINKING',
          'REQUIRE_IG_ACCOUNT_LINKING',
          'NOT_AVAILABLE',
          'ACCOUNT_INELIGIBLE',
          'UNKNOWN',
        ),
      ),
      'Why not.',
    ),
  }),
  items: [{ name: 'phone_number_username_update', path: [], kindBy: 'decision' }],
  sources: announced.part.sources,
  sample: 'rejected_announced_only',
  legacy: 'announced in 2025, replaced by `business_username_updates`',
};

const pins = definePart('security', {
  holds: 'Two-step verification of a number.',
  page: 'security',
  sources: [docPage('webhooks/reference/security')],
});

export const security: FieldEntry = {
  name: 'security',
  trigger: 'The two-step verification PIN of a number was changed, or a reset was asked for.',
  value: pins.object('SecurityEvent', 'What happened to the PIN.', {
    ...number,
    event: req(
      open('PIN_CHANGED', 'PIN_RESET_REQUEST', 'PIN_REQUEST_SUCCESS', 'PIN_RESET_SUCCESS'),
      'What happened. `PIN_RESET_SUCCESS` was found in one library only; accept both.',
    ),
    requester: opt(str, 'ID of who asked; only with reset requests.'),
  }),
  items: [{ name: 'security', path: [], kindBy: 'event' }],
  sources: pins.part.sources,
  sample: 'pin_changed',
};
