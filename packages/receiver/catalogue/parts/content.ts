// What a message can contain, by type. Inbound messages, echoes and history share these under heads of their own.
import { definePart, docPage, int, list, num, open, opt, record, req, str } from '../build.ts';
import { contactCard } from './contact-card.ts';
import { reportedError } from './errors.ts';
import { interactive } from './interactive.ts';
import { audio, document, image, sticker, video } from './media.ts';
import { system } from './system.ts';

const here = definePart('content', {
  holds: 'What a message can contain, by type.',
  page: 'messages',
  sources: [docPage('webhooks/reference/messages')],
});

export const text = here.content('TextContent', 'text', 'A text; slash commands and ice breakers too.', {
  text: req(here.object('Text', 'A text.', { body: req(str, 'The text.') }), 'The text.'),
});
const mediaDocs = 'Fetch the bytes by `id`, or from `url` with the access token.';
export const imageContent = here.content('ImageContent', 'image', `A picture. ${mediaDocs}`, {
  image: req(image, 'The picture.'),
});
export const videoContent = here.content('VideoContent', 'video', `A video. ${mediaDocs}`, {
  video: req(video, 'The video.'),
});
export const audioContent = here.content(
  'AudioContent',
  'audio',
  `A sound file, a voice message (\`voice\` is true) or a voicemail (the message’s \`id\` begins with \`wacid.\`). ${mediaDocs}`,
  { audio: req(audio, 'The sound.') },
);
export const documentContent = here.content('DocumentContent', 'document', `A file. ${mediaDocs}`, {
  document: req(document, 'The file.'),
});
export const stickerContent = here.content('StickerContent', 'sticker', `A sticker. ${mediaDocs}`, {
  sticker: req(sticker, 'The sticker.'),
});
export const location = here.content('LocationContent', 'location', 'A place.', {
  location: req(
    here.object('Location', 'A place; a dropped pin has only the coordinates.', {
      latitude: req(num, 'Degrees, north is positive.'),
      longitude: req(num, 'Degrees, east is positive.'),
      name: opt(str, 'Name of the place.'),
      address: opt(str, 'Address of the place.'),
      url: opt(str, 'Web page of the place.'),
    }),
    'The place.',
  ),
});
export const contacts = here.content('ContactsContent', 'contacts', 'Shared contact cards.', {
  contacts: req(list(contactCard), 'The cards.'),
});
export const interactiveContent = here.content(
  'InteractiveContent',
  'interactive',
  'An answer to an interactive message.',
  {
    interactive: opt(
      interactive,
      'The answer. Has been seen missing, next to an error 131000 in the `errors` of the value.',
    ),
  },
);
export const button = here.content('ButtonContent', 'button', 'A quick reply of a template was pressed.', {
  button: req(
    here.object('Button', 'The pressed quick reply.', {
      payload: req(str, 'Defined by the sender; the label when none was set.'),
      text: req(str, 'Label of the button.'),
    }),
    'The button.',
  ),
});
export const order = here.content('OrderContent', 'order', 'An order from a catalog.', {
  order: req(
    here.object('Order', 'What was ordered.', {
      catalog_id: req(str, 'ID of the catalog.'),
      text: opt(str, 'A note of the user; may be empty.'),
      product_items: req(
        list(
          here.object('OrderItem', 'A line of an order.', {
            product_retailer_id: req(str, 'ID of the product, from the business.'),
            quantity: req(int, 'How many.'),
            item_price: req(num, 'Price of one, in units of the currency; may be decimal.'),
            currency: req(str, 'ISO 4217 code.'),
          }),
        ),
        'The lines.',
      ),
    }),
    'The order.',
  ),
});
export const reaction = here.content('ReactionContent', 'reaction', 'A reaction, or its removal.', {
  reaction: req(
    here.object('Reaction', 'A reaction to a message.', {
      message_id: req(str, 'ID of the message reacted to.'),
      emoji: opt(str, 'The emoji; absent or empty when the reaction was removed. Accept both.'),
    }),
    'The reaction.',
  ),
});
const notices = definePart('notices', {
  holds: 'What a message can say besides content of its own: notices, edits, deletions, things not shown.',
  page: 'messages',
  sources: [docPage('webhooks/reference/messages')],
});

export const systemContent = notices.content('SystemContent', 'system', 'A notice about the user.', {
  system: req(system, 'What changed.'),
});
const failures = { errors: opt(list(reportedError), 'Why there is no content.') };
export const unsupported = notices.content(
  'UnsupportedContent',
  'unsupported',
  'A message that the API cannot show. Error 131051; 131060 for the first message to a coexistence number, 130501 in groups.',
  {
    unsupported: opt(
      notices.object('Unsupported', 'What it was.', {
        type: req(
          open('edit', 'poll', 'button', 'poll_update', 'view_once'),
          'Type of the message that is not supported.',
        ),
      }),
      'What it was.',
      { since: 'November 2025' },
    ),
    ...failures,
  },
);
export const unknown = notices.content(
  'UnknownContent',
  'unknown',
  'A message that the API cannot show; its error has `details` and `title` but no `message`.',
  failures,
  { legacy: 'old name of `unsupported`' },
);
export const requestWelcome = notices.content(
  'RequestWelcomeContent',
  'request_welcome',
  'The user opened the chat for the first time; sent when welcome messages are enabled.',
  {},
  { legacy: 'not on the newest page any more' },
);
export const revoke = notices.content(
  'RevokeContent',
  'revoke',
  'A message was deleted for everyone, within two days. Coexistence numbers only.',
  {
    revoke: req(
      notices.object('Revoke', 'The deletion.', {
        original_message_id: req(str, 'ID of the deleted message.'),
      }),
      'The deletion.',
    ),
  },
  { since: 'late 2025' },
);

const editedHead = notices.object('EditedMessageHead', 'What every edited content has.', {
  context: opt(
    notices.object('EditedContext', 'What the edited message refers to.', {
      id: req(str, 'ID of the quoted message.'),
    }),
    'Of the edited message.',
  ),
});
const editedMessage = notices.tagged(
  'EditedMessage',
  'The content after the edit: a text, or media with a caption.',
  {
    by: 'type',
    byDoc: 'Type of the content; names the member that holds it.',
    head: editedHead,
    variants: [text, imageContent, videoContent, documentContent],
    other: 'OtherEdited',
    suffix: 'Edited',
  },
);
export const edit = notices.content(
  'EditContent',
  'edit',
  'A message was edited, within 15 minutes. Coexistence numbers only. From July 2026 edits arrive, for the time being, as `unsupported`.',
  {
    edit: req(
      notices.object('Edit', 'The edit.', {
        original_message_id: req(str, 'ID of the edited message.'),
        message: req(editedMessage, 'The new content.'),
      }),
      'The edit.',
    ),
  },
  { since: 'late 2025' },
);
export const sentInteractive = notices.content(
  'SentInteractiveContent',
  'interactive',
  'An interactive message as it was sent.',
  { interactive: opt(record, 'As in the send request.', { unconfirmed: 'no published example' }) },
);
export const sentTemplate = notices.content(
  'SentTemplateContent',
  'template',
  'A template message as it was sent.',
  { template: opt(record, 'As in the send request.', { unconfirmed: 'no published example' }) },
);
export const mediaPlaceholder = notices.content(
  'MediaPlaceholderContent',
  'media_placeholder',
  'Media that follows in a change of its own, with the same message `id`.',
);
