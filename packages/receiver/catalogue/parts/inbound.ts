// Messages from users.
import { bool, definePart, docPage, open, opt, req, str, timeString } from '../build.ts';
import * as content from './content.ts';
import { userIds } from './identity.ts';

const here = definePart('inbound', {
  holds: 'Messages from users.',
  page: 'messages',
  sources: [docPage('webhooks/reference/messages')],
});

const context = here.object('MessageContext', 'What the message refers to, or that it was forwarded.', {
  from: opt(str, 'Number of the author of the quoted message.'),
  ...userIds('from_user_id', 'from_parent_user_id'),
  id: opt(str, 'ID of the quoted message; a `wacid.…` for a call permission that came with a call.'),
  forwarded: opt(bool, 'Forwarded up to five times; then there is no `from` and no `id`.'),
  frequently_forwarded: opt(bool, 'Forwarded more than five times.'),
  referred_product: opt(
    here.object('ReferredProduct', 'A product of a catalog.', {
      catalog_id: req(str, 'ID of the catalog.'),
      product_retailer_id: req(str, 'ID of the product, from the business.'),
    }),
    'The product from whose page the message was sent.',
  ),
});

const referral = here.object(
  'Referral',
  'The ad or post the user came from. Treat every member as optional.',
  {
    source_url: opt(str, 'URL of the ad or post.'),
    source_id: opt(str, 'ID of the ad or post.'),
    source_type: opt(open('ad', 'post'), 'Which of them.'),
    body: opt(str, 'Its text.'),
    headline: opt(str, 'Its headline.'),
    media_type: opt(open('image', 'video'), 'What it shows.'),
    image_url: opt(str, 'The image, for `image`.'),
    video_url: opt(str, 'The video, for `video`.'),
    thumbnail_url: opt(str, 'The preview, for `video`.'),
    ctwa_clid: opt(str, 'Click ID; absent for ads placed in WhatsApp Status.'),
    welcome_message: opt(
      here.object('WelcomeMessage', 'The greeting of an ad.', { text: opt(str, 'The text.') }),
      'The greeting that the ad showed.',
    ),
    ref: opt(str, 'Reference of a welcome message sequence.'),
  },
);

const identity = here.object('Identity', 'State of the user’s identity key.', {
  acknowledged: req(bool, 'Whether the business has acknowledged the key.'),
  created_timestamp: req(timeString, 'When the key was made.'),
  hash: req(str, 'Hash of the key.'),
});

export const inboundMessage = here.tagged('InboundMessage', 'A message from a user, by type.', {
  by: 'type',
  byDoc: 'Type of the message; names the member that holds its content.',
  head: here.object('MessageHead', 'What every message from a user has.', {
    from: opt(str, 'Number of the sender: digits. Missing or empty when it cannot be shared.'),
    ...userIds('from_user_id', 'from_parent_user_id'),
    group_id: opt(str, 'Opaque ID of the group the message was sent in; `from` is the participant.'),
    id: req(str, 'ID of the message: `wamid.…`; of a voicemail the call’s, `wacid.…`.'),
    timestamp: req(timeString, 'When it was sent.'),
    context: opt(context, 'What it refers to.'),
    referral: opt(referral, 'The ad or post the user came from.'),
    identity: opt(identity, 'State of the identity key.', { legacy: 'older reference pages only' }),
    from_logical_id: opt(str, 'Undescribed.', {
      unconfirmed: 'seen in replies to authentication templates and in the Brazilian one-click payment reply',
    }),
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
    content.interactiveContent,
    content.button,
    content.order,
    content.reaction,
    content.systemContent,
    content.unsupported,
    content.unknown,
    content.requestWelcome,
    content.edit,
    content.revoke,
  ],
  other: 'OtherMessage',
  suffix: 'Message',
});
