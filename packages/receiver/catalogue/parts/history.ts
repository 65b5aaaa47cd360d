// Synchronisation of a coexistence number's past chats.
import { definePart, docPage, int, list, open, opt, req, str, timeString } from '../build.ts';
import type { FieldEntry } from '../shapes.ts';
import * as content from './content.ts';
import { messageEcho } from './echoes.ts';
import { reportedError } from './errors.ts';
import { addressed, contact, userIds } from './identity.ts';
import { inboundMessage } from './inbound.ts';

const here = definePart('history', {
  holds: 'Past chats of a coexistence number.',
  page: 'history',
  sources: [docPage('webhooks/reference/history')],
});

const pastMessage = here.tagged('PastMessage', 'A message of the past, in either direction, by type.', {
  by: 'type',
  byDoc: 'Type of the message; names the member that holds its content.',
  head: here.object('PastMessageHead', 'What every message of the past has.', {
    from: opt(str, 'Number of the sender. Missing when it cannot be shared.'),
    to: opt(str, 'Number of the user; on messages that the business sent.'),
    ...userIds('from_user_id', 'from_parent_user_id'),
    id: req(str, 'ID of the message: `wamid.…`.'),
    timestamp: req(timeString, 'When it was sent.'),
    history_context: req(
      here.object('PastContext', 'Where a message of the past stands.', {
        status: req(
          open('DELIVERED', 'ERROR', 'PENDING', 'PLAYED', 'READ', 'SENT'),
          'Its status, upper case.',
        ),
      }),
      'Where it stands.',
    ),
  }),
  variants: [
    content.text,
    content.mediaPlaceholder,
    content.imageContent,
    content.videoContent,
    content.audioContent,
    content.documentContent,
    content.stickerContent,
    content.location,
    content.contacts,
    content.sentInteractive,
    content.sentTemplate,
    content.button,
    content.order,
    content.reaction,
    content.systemContent,
    content.unsupported,
  ],
  other: 'OtherPast',
  suffix: 'Past',
});

const thread = here.object('PastThread', 'The messages with one user.', {
  id: opt(str, 'Number of the user. Missing when it cannot be shared.'),
  context: opt(
    here.object(
      'PastThreadContext',
      'The user.',
      {
        wa_id: opt(str, 'WhatsApp ID of the user.'),
        user_id: req(str, 'Business-scoped ID of the user.'),
        parent_user_id: opt(str, 'Business-scoped ID of the parent portfolio.'),
        username: opt(str, 'Username, where the user has one.'),
      },
      { since: '2026' },
    ),
    'The user.',
    { since: '2026' },
  ),
  messages: req(list(pastMessage), 'The messages.'),
});

const chunk = here.object('HistoryChunk', 'A part of the history. Group chats are not in it.', {
  metadata: req(
    here.object('HistoryMetadata', 'Which part it is.', {
      phase: req(int, '0: the last day; 1: up to day 90; 2: up to day 180.'),
      chunk_order: req(int, 'Number within the phase; chunks may arrive out of order.'),
      progress: req(int, 'Percent of the whole, 0 to 100.'),
    }),
    'Which part it is.',
  ),
  threads: req(list(thread), 'Chats, one for each user.'),
});
const declined = here.object('HistoryDeclined', 'The business did not share its history.', {
  errors: req(list(reportedError), 'Error 2593109.'),
});

export const history: FieldEntry = {
  name: 'history',
  trigger:
    'The past chats of a coexistence number are synchronised, or the business declined to share them. Media follows in changes of its own, without `history`.',
  value: here.object('HistoryValue', 'Chunks of history, or media that belongs to them.', {
    ...addressed,
    history: opt(
      list(
        here.presence('HistoryItem', 'A chunk, or the notice that there will be none.', {
          member: 'errors',
          present: declined,
          absent: chunk,
        }),
      ),
      'Chunks; thousands of messages in one.',
    ),
    contacts: opt(list(contact), 'With media.', { since: '2026' }),
    messages: opt(list(inboundMessage), 'Media from a user.'),
    message_echoes: opt(list(messageEcho), 'Media from the business.'),
  }),
  items: [
    { name: 'history', path: ['history'], kindBy: null },
    { name: 'history_messages', path: ['messages'], kindBy: 'type' },
    { name: 'history_message_echoes', path: ['message_echoes'], kindBy: 'type' },
  ],
  sources: here.part.sources,
  sample: 'chunk_threads',
  notes: [
    'The messages of the past are in the threads of each chunk: register `history` and walk `threads[].messages[]`. `history_messages` and `history_message_echoes` are the media that follows, each with the `id` of the `media_placeholder` it belongs to.',
  ],
};
