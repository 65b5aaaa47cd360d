// The value of `messages`: everything that comes in, and the statuses of what went out.
import { definePart, docPage, list, open, opt, req, str } from '../build.ts';
import type { FieldEntry } from '../shapes.ts';
import { reportedError } from './errors.ts';
import { addressed, contact } from './identity.ts';
import { inboundMessage } from './inbound.ts';
import { status } from './status.ts';
import { userAction } from './user-action.ts';

const here = definePart('messages', {
  holds: 'The value of `messages`.',
  page: 'messages',
  sources: [
    docPage('webhooks/reference/messages'),
    docPage('reference/webhooks/whatsapp-incoming-webhook-payload'),
  ],
});

export const conversationContext = here.object(
  'ConversationContext',
  'A summary of the conversation, for whoever takes it over.',
  {
    type: req(open('summary'), 'Form of the context.'),
    summary: req(
      here.object('ConversationSummary', 'A generated summary.', { text: req(str, 'The text.') }),
      'The summary.',
    ),
  },
  { since: '2026, conversation routing' },
);

const value = here.object('MessagesValue', 'Messages, statuses, errors or user actions of one number.', {
  ...addressed,
  contacts: opt(
    list(contact),
    'With `messages`, except system messages; with sent, delivered and read statuses since 2026.',
  ),
  messages: opt(list(inboundMessage), 'From users.'),
  statuses: opt(list(status), 'Of messages that the business sent.'),
  errors: opt(list(reportedError), 'Alone, or next to a message whose content could not be built.'),
  user_actions: opt(list(userAction), 'Link clicks; without messages, contacts and statuses.'),
  conversation_context: opt(conversationContext, 'Applies to the messages of the change.', { since: '2026' }),
});

export const messages: FieldEntry = {
  name: 'messages',
  trigger:
    'A user sends something to the business, a sent message changes status, a link of a marketing message is clicked, or processing fails.',
  value,
  items: [
    { name: 'messages', path: ['messages'], kindBy: 'type' },
    { name: 'statuses', path: ['statuses'], kindBy: 'status' },
    { name: 'errors', path: ['errors'], kindBy: null },
    { name: 'user_actions', path: ['user_actions'], kindBy: 'action_type' },
  ],
  sources: here.part.sources,
  sample: 'text',
};
