// Statuses of messages that the business sent: the ladder from sent to read, failures, pricing, payments.
import {
  bool,
  constant,
  definePart,
  docPage,
  either,
  int,
  list,
  open,
  opt,
  req,
  str,
  timeString,
} from '../build.ts';
import type { Members } from '../shapes.ts';
import { reportedError } from './errors.ts';
import { payment } from './payment.ts';

const here = definePart('status', {
  holds: 'Statuses of sent messages.',
  page: 'messages',
  sources: [docPage('webhooks/reference/messages/status')],
});

const origins = [
  'authentication',
  'authentication_international',
  'marketing',
  'marketing_lite',
  'utility',
  'service',
  'referral_conversion',
  'group_marketing',
  'group_utility',
  'group_service',
] as const;

const category = req(
  open(
    ...origins.map((origin) =>
      origin.replace('authentication_international', 'authentication-international'),
    ),
    'user_initiated',
    'business_initiated',
  ),
  'What is charged for. `authentication-international` has a hyphen here; `user_initiated` and `business_initiated` are older names.',
);

const pricing = here.tagged('Pricing', 'What the message costs, by pricing model.', {
  by: 'pricing_model',
  byDoc: '`CBP`: by conversation, until 30 June 2025. `PMP`: by message.',
  head: here.object('PricingHead', 'What every pricing says, whatever the model.', {
    billable: req(bool, 'Whether it is charged for.'),
    category,
  }),
  other: 'OtherPricing',
  variants: [
    here.variant('ConversationPricing', 'CBP', 'Charged by conversation, until 30 June 2025.'),
    here.variant(
      'MessagePricing',
      'PMP',
      'Charged by message.',
      {
        type: opt(
          open('regular', 'free_customer_service', 'free_entry_point'),
          'Why it is or is not charged. Missing in examples of groups.',
        ),
      },
      { since: '1 July 2025' },
    ),
  ],
});

const conversation = here.object(
  'Conversation',
  'The conversation a message belongs to. Before July 2025 one for 24 hours; up to v23 a new one for each message; from v24 only inside a free entry point window.',
  {
    id: req(str, 'ID of the conversation.'),
    expiration_timestamp: opt(timeString, 'When it ends; with `sent` only.'),
    origin: req(
      here.object('ConversationOrigin', 'What opened a conversation.', {
        type: req(
          open(...origins, 'user_initiated', 'business_initiated'),
          'The category. `user_initiated` and `business_initiated` are older names.',
        ),
      }),
      'What opened it.',
    ),
    pricing: opt(pricing, 'In aggregated statuses of groups, in place of the one beside the conversation.', {
      unconfirmed: 'examples only',
    }),
  },
);

const charged: Members = {
  conversation: opt(conversation, 'The conversation.'),
  pricing: opt(pricing, 'With `sent`, and with the first of `delivered` and `read`.'),
};
const errors = opt(list(reportedError), 'Why.');

export const statusHead = here.object('StatusHead', 'What every status has.', {
  id: req(str, 'ID of the message: `wamid.…`.'),
  timestamp: req(timeString, 'When it came to be so.'),
  recipient_id: opt(str, 'Number of the recipient, or ID of the group. Missing when it cannot be shared.'),
  recipient_user_id: opt(
    str,
    'Business-scoped ID of the recipient. Always there, except when a message addressed to a phone number failed.',
    { since: '2026' },
  ),
  recipient_parent_user_id: opt(str, 'Business-scoped ID of the parent portfolio.', { since: '2026' }),
  parent_recipient_user_id: opt(str, 'The same.', { legacy: 'the spelling until May 2026' }),
  recipient_type: opt(open('group'), '`group` in groups; absent otherwise.'),
  recipient_participant_id: opt(str, 'Number of the participant; with `delivered` and `read` in groups.'),
  recipient_participant_user_id: opt(str, 'Business-scoped ID of the participant.', { since: '2026' }),
  recipient_participant_parent_user_id: opt(
    str,
    'Business-scoped ID of the participant’s parent portfolio.',
    {
      since: '2026',
    },
  ),
  participant_recipient_id: opt(str, 'Number of the participant.', {
    unconfirmed: 'spelling of three examples',
  }),
  recipient_identity_key_hash: opt(str, 'Only while the identity change check is on.'),
  biz_opaque_callback_data: opt(str, 'What the send request gave to be echoed.'),
  template_id: opt(either(str, int), 'ID of the template; of messages by direct send.', {
    unconfirmed: 'type not stated',
  }),
  group_id: opt(str, 'ID of the group.', { unconfirmed: 'only in the OpenAPI description' }),
});

export const status = here.tagged(
  'Status',
  'What became of a sent message. `delivered` may be skipped when `read` comes at once, the order is not guaranteed, and each status of a message comes at most once (repeats of the whole webhook aside). In groups `delivered` and `read` are aggregated.',
  {
    by: 'status',
    byDoc: 'What became of it.',
    head: statusHead,
    other: 'OtherStatus',
    variants: [
      here.variant('SentStatus', 'sent', 'Accepted by WhatsApp’s servers.', charged),
      here.variant('DeliveredStatus', 'delivered', 'On the user’s device.', charged),
      here.variant('ReadStatus', 'read', 'Shown in an open chat.', charged),
      here.variant('PlayedStatus', 'played', 'A voice message was played for the first time.', charged, {
        since: 'November 2025',
      }),
      here.variant('FailedStatus', 'failed', 'Not delivered, and not tried any longer.', { errors }),
      here.variant(
        'DeletedStatus',
        'deleted',
        'The user deleted the message.',
        {},
        { legacy: 'from On-Premises; not described for Cloud API' },
      ),
      here.variant(
        'WarningStatus',
        'warning',
        'The message was sent, with a problem.',
        { errors },
        { legacy: 'from On-Premises; not described for Cloud API' },
      ),
      here.variant(
        'PaymentStatus',
        ['pending', 'captured'],
        'A payment changed (India). A failed attempt is `pending` with `transaction.status` `failed`.',
        {
          type: req(constant('payment'), 'Always `payment`.'),
          payment: req(payment, 'The payment.'),
        },
      ),
    ],
  },
);
