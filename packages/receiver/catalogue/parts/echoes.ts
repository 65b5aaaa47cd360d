// Copies of what the business sent: from the API (`message_echoes`) and from the app (`smb_message_echoes`).
import { definePart, docPage, list, opt, req, str, timeString } from '../build.ts';
import type { FieldEntry, Members } from '../shapes.ts';
import * as content from './content.ts';
import { addressed, contact, userIds } from './identity.ts';

const here = definePart('echoes', {
  holds: 'Copies of messages that the business sent.',
  page: 'smb_message_echoes',
  sources: [docPage('webhooks/reference/smb_message_echoes')],
});

export const messageEcho = here.tagged(
  'MessageEcho',
  'A message that the business sent, by type. The page describes contents as a send request has them; those of its examples are the contents of messages from users.',
  {
    by: 'type',
    byDoc: 'Type of the message; names the member that holds its content.',
    head: here.object('EchoHead', 'What every echo has.', {
      from: req(str, 'Number of the business.'),
      to: opt(str, 'Number of the user. Missing when it cannot be shared.'),
      ...userIds('to_user_id', 'to_parent_user_id'),
      id: req(str, 'ID of the message: `wamid.…`.'),
      timestamp: req(timeString, 'When it was sent.'),
    }),
    variants: [
      content.text,
      content.imageContent,
      content.videoContent,
      content.audioContent,
      content.documentContent,
      content.stickerContent,
      content.location,
      content.contacts,
      content.reaction,
      content.sentInteractive,
      content.sentTemplate,
      content.edit,
      content.revoke,
    ],
    other: 'OtherEcho',
    suffix: 'Echo',
  },
);

const members: Members = {
  ...addressed,
  contacts: opt(list(contact), 'The users written to.', { since: '2026' }),
  message_echoes: req(list(messageEcho), 'The messages.'),
};

export const smbMessageEchoes: FieldEntry = {
  name: 'smb_message_echoes',
  trigger:
    'A business that is both on the WhatsApp Business app and on Cloud API sends, edits or deletes a message from the app or a linked device.',
  value: here.object('SmbMessageEchoesValue', 'Messages sent from the WhatsApp Business app.', members),
  items: [{ name: 'smb_message_echoes', path: ['message_echoes'], kindBy: 'type' }],
  sources: here.part.sources,
  sample: 'text',
};

export const messageEchoes: FieldEntry = {
  name: 'message_echoes',
  trigger: 'The business sent a message; this is its copy.',
  value: here.object('MessageEchoesValue', 'Messages that the business sent.', members, {
    unconfirmed: 'dashboard sample only',
  }),
  items: [{ name: 'message_echoes', path: ['message_echoes'], kindBy: 'type' }],
  sources: [docPage('webhooks/reference')],
  sample: 'text',
  unconfirmed: 'The page is listed but empty; the shape is that of the dashboard sample.',
};
