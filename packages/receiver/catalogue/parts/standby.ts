// Activity in threads that another responder owns, and the handing over of threads.
import {
  constant,
  definePart,
  docPage,
  list,
  nullable,
  open,
  opt,
  record,
  req,
  str,
  timeString,
} from '../build.ts';
import type { FieldEntry, Members } from '../shapes.ts';
import { contact, metadata } from './identity.ts';
import { inboundMessage } from './inbound.ts';
import { conversationContext } from './messages.ts';
import { status } from './status.ts';

const here = definePart('standby', {
  holds: 'Threads that another responder owns.',
  page: 'standby',
  sources: [docPage('webhooks/reference/standby')],
});

const standbyEcho = here.object('StandbyEcho', 'A message that the other responder sent.', {
  id: req(str, 'ID of the message: `wamid.…`.'),
  timestamp: req(timeString, 'When it was sent.'),
  message: req(record, 'The whole send request.'),
  template: opt(record, 'The template that was sent.'),
  flow: opt(record, 'The Flow that was sent.'),
});

export const standby: FieldEntry = {
  name: 'standby',
  trigger: 'Something happens in a thread that another responder owns.',
  value: here.object('StandbyValue', 'What happened in a thread of another responder.', {
    messaging_product: req(constant('whatsapp'), 'Always `whatsapp`.'),
    metadata: opt(metadata, 'The number of the business. Missing in the dashboard sample.'),
    standby: opt(
      here.object('Standby', 'One of messages, echoes and statuses.', {
        contacts: opt(list(contact), 'With `messages`.'),
        messages: opt(list(inboundMessage), 'From users.'),
        message_echoes: opt(list(standbyEcho), 'From the other responder.'),
        statuses: opt(list(status), 'Of messages of the other responder.'),
      }),
      'What happened. Missing in the dashboard sample.',
    ),
  }),
  items: [
    { name: 'standby_messages', path: ['standby', 'messages'], kindBy: 'type' },
    { name: 'standby_message_echoes', path: ['standby', 'message_echoes'], kindBy: null },
    { name: 'standby_statuses', path: ['standby', 'statuses'], kindBy: 'status' },
  ],
  sources: here.part.sources,
  sample: 'inbound_message',
  since: '2026',
};

const handing = definePart('handover', {
  holds: 'The handing over of threads.',
  page: 'messaging_handovers',
  sources: [
    docPage('webhooks/reference/messaging-handovers'),
    docPage('conversation-routing/thread-control'),
  ],
});

const role = (doc: string) =>
  opt(open('customer_service', 'marketing', 'utility', 'ctwa', 'ai_agent', 'escalation'), doc);
const control: Members = {
  previous_owner_app_id: opt(str, 'App that had control.', {
    legacy: 'deprecated in favour of the role',
  }),
  previous_owner_role: role('Role of the app that had control.'),
  new_owner_app_id: opt(nullable(str), 'App that has control now; null possible.'),
  new_owner_role: role('Role of the app that has control now.'),
  metadata: opt(str, 'Text for the new owner, up to 2000 characters.'),
};
const passed = handing.object('ControlPass', 'How control was passed.', {
  ...control,
  previous_owner_app_role: opt(open('meta_business_agent'), 'Role of the app that had control.', {
    legacy: 'deprecated in favour of `previous_owner_role`',
  }),
  conversation_context: opt(conversationContext, 'What was said before.'),
});
const taken = handing.object('ControlTake', 'How control was taken.', control);

export const messagingHandovers: FieldEntry = {
  name: 'messaging_handovers',
  trigger: 'Control of a thread is passed to, or taken from, this responder.',
  value: handing.tagged('Handover', 'A thread changed hands.', {
    by: 'type',
    byDoc: 'Whether control was passed or taken. Missing in the older dashboard sample.',
    untagged: true,
    head: handing.object('HandoverHead', 'What every handover has.', {
      messaging_product: req(constant('whatsapp'), 'Always `whatsapp`.'),
      sender: opt(
        handing.object('HandoverSender', 'The user.', { phone_number: opt(str, 'Number of the user.') }),
        'The user; may be missing.',
      ),
      recipient: req(metadata, 'The number of the business.'),
      timestamp: req(timeString, 'When it happened.'),
    }),
    other: 'OtherHandover',
    variants: [
      handing.variant('ControlPassed', 'control_passed', 'Control was passed to this responder.', {
        control_passed: req(passed, 'How.'),
      }),
      handing.variant('ControlTaken', 'control_taken', 'Control was taken from this responder.', {
        control_taken: req(taken, 'How.'),
      }),
    ],
  }),
  items: [{ name: 'messaging_handovers', path: [], kindBy: 'type' }],
  sources: handing.part.sources,
  sample: 'control_passed',
  since: '2026',
};
