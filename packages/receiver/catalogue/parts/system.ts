// System messages: a user changed number, user ID, identity or preference.
import { definePart, docPage, open, opt, req, str } from '../build.ts';
import { parentUserIdDoc, userIdDoc } from './identity.ts';

const here = definePart('system', {
  holds: 'System messages.',
  page: 'messages',
  sources: [docPage('webhooks/reference/messages/system'), docPage('business-scoped-user-ids')],
});

const head = here.object('SystemHead', 'What every system notice has.', {
  body: req(str, 'A sentence, such as `User <name> changed from <old> to <new>`.'),
});
const customer = req(str, 'WhatsApp ID before the change.');

export const system = here.tagged('System', 'What changed, by kind.', {
  by: 'type',
  byDoc: 'Kind of change.',
  head,
  other: 'OtherSystem',
  variants: [
    here.variant(
      'UserChangedNumber',
      'user_changed_number',
      'The user has a new phone number; `from` of the message is the old one.',
      {
        wa_id: opt(str, 'WhatsApp ID after the change. Called `new_wa_id` up to v11.'),
        new_wa_id: opt(str, 'WhatsApp ID after the change.', { legacy: 'v11 and below' }),
      },
    ),
    here.variant(
      'UserChangedUserId',
      'user_changed_user_id',
      'The user’s business-scoped ID changed. A `user_id_update` change arrives beside it.',
      {
        user_id: req(str, `The new one. ${userIdDoc}`),
        parent_user_id: opt(str, `The new one. ${parentUserIdDoc}`),
        wa_id: opt(str, 'WhatsApp ID after the change, when it may be shared.'),
      },
      { since: '2026' },
    ),
    here.variant(
      'CustomerChangedNumber',
      'customer_changed_number',
      'The user has a new phone number.',
      {
        customer,
        wa_id: opt(str, 'WhatsApp ID after the change, from v12.'),
        new_wa_id: opt(str, 'WhatsApp ID after the change, v11 and below.'),
      },
      { legacy: 'older name of `user_changed_number`' },
    ),
    here.variant(
      'CustomerIdentityChanged',
      ['customer_identity_changed', 'user_identity_changed'],
      'The user’s identity key changed. The message carries `identity`, the value `contacts`.',
      { identity: req(str, 'Hash of the new key.'), customer },
      { legacy: 'older reference pages only' },
    ),
    here.variant(
      'UserPreferenceChanged',
      'user_preference_changed',
      'The user stopped or resumed marketing messages.',
      { marketing: req(open('stop', 'resume'), 'The choice.') },
      { legacy: 'apparently the On-Premises form; the field `user_preferences` took its place' },
    ),
  ],
});
