// Media objects: what is sent in place of the bytes.
import { bool, definePart, docPage, opt, req, str } from '../build.ts';
import type { Members } from '../shapes.ts';

const here = definePart('media', {
  holds: 'Media objects: fetch the bytes by ID, or from the URL with the access token.',
  page: 'messages',
  sources: [docPage('webhooks/reference/messages')],
});

const media: Members = {
  id: req(str, 'ID of the media, a string of digits.'),
  mime_type: req(str, 'MIME type; a voice message is `audio/ogg; codecs=opus`.'),
  sha256: req(str, 'Hash of the bytes, base64 (some examples of the platform print hex).'),
  url: opt(str, 'Where the bytes are; fetch with the access token.', { since: '12 November 2025' }),
};
const caption = { caption: opt(str, 'Text below the media.') };

export const image = here.object('Image', 'A picture.', { ...caption, ...media });
export const video = here.object('Video', 'A video.', { ...caption, ...media });
export const audio = here.object('Audio', 'A sound file, a voice message or a voicemail.', {
  ...media,
  voice: opt(bool, 'True for a recording made in the client.'),
});
export const document = here.object('Document', 'A file.', {
  ...caption,
  filename: opt(str, 'Name of the file on the sender’s device.'),
  ...media,
});
export const sticker = here.object('Sticker', 'A sticker, `image/webp`.', {
  ...media,
  animated: opt(bool, 'Whether it moves.'),
});
