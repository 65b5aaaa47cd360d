// Answers to interactive messages: buttons, lists, Flows, call permission, payment.
import { bool, definePart, docPage, open, opt, req, str, timeEither, timeInteger } from '../build.ts';

const here = definePart('interactive', {
  holds: 'Answers to interactive messages.',
  page: 'messages',
  sources: [docPage('webhooks/reference/messages/interactive')],
});

const buttonReply = here.object('ButtonReply', 'The reply button that was pressed.', {
  id: req(str, 'ID that the sender gave the button.'),
  title: req(str, 'Label of the button.'),
});
const listReply = here.object('ListReply', 'The row that was chosen from a list.', {
  id: req(str, 'ID that the sender gave the row.'),
  title: req(str, 'Title of the row.'),
  description: opt(str, 'Description of the row, where it had one.'),
});
const nfmReply = here.object('NfmReply', 'What was entered in a Flow or an address form.', {
  response_json: req(
    str,
    'JSON text. For a Flow: `flow_token` and the data of the form; for an address: `values`, and `saved_address_id` if one was chosen.',
  ),
  body: opt(str, '`Sent` for a Flow; the address as text.'),
  name: opt(open('flow', 'address_message'), 'What was answered.'),
});
const callPermissionReply = here.object('CallPermissionReply', 'Whether the business may call.', {
  response: req(open('accept', 'reject'), 'The answer.'),
  is_permanent: opt(bool, 'Whether the permission lasts until it is taken back.'),
  expiration_timestamp: opt(
    timeEither,
    'When a temporary permission ends. Documented as a string; handled as a number by several code bases.',
  ),
  response_source: opt(
    open('user_action', 'automatic'),
    'Whether the user answered, or called and so permitted a call back.',
  ),
});
const paymentMethod = here.object('PaymentMethodReply', 'One-click payment (Brazil): the stored card.', {
  payment_method: req(open('offsite_card_pay'), 'The method.'),
  payment_timestamp: req(timeInteger, 'When the user confirmed.'),
  reference_id: req(str, 'Reference of the order, from the business.'),
  last_four_digits: req(str, 'Last four digits of the card.'),
  credential_id: req(str, 'ID of the stored card.'),
});

export const interactive = here.tagged('Interactive', 'The answer, by the kind of interactive message.', {
  by: 'type',
  byDoc: 'Kind of answer; names the member that holds it.',
  other: 'OtherInteractive',
  variants: [
    here.variant('ButtonReplyAnswer', 'button_reply', 'A reply button was pressed.', {
      button_reply: req(buttonReply, 'The button.'),
    }),
    here.variant('ListReplyAnswer', 'list_reply', 'A row of a list was chosen.', {
      list_reply: req(listReply, 'The row.'),
    }),
    here.variant('NfmReplyAnswer', 'nfm_reply', 'A Flow or an address form was sent.', {
      nfm_reply: req(nfmReply, 'The form’s data.'),
    }),
    here.variant(
      'CallPermissionAnswer',
      'call_permission_reply',
      'A call permission request was answered, or permission came with a call. `context.id` names the request message or the missed call.',
      { call_permission_reply: req(callPermissionReply, 'The permission.') },
    ),
    here.variant('PaymentMethodAnswer', 'payment_method', 'A one-click payment was confirmed (Brazil).', {
      payment_method: req(paymentMethod, 'The payment.'),
    }),
  ],
});
