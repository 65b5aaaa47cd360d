// Who a payload is about: the business's number, and the user by phone number, business-scoped ID or username.
import { constant, definePart, docPage, opt, req, str } from '../build.ts';
import type { Members } from '../shapes.ts';

const here = definePart('identity', {
  holds: 'Who a payload is about: the number of the business, and the user.',
  page: 'common',
  sources: [docPage('webhooks/reference/messages'), docPage('business-scoped-user-ids')],
});

export const metadata = here.object(
  'Metadata',
  'The phone number of the business that the change is about. Use `phone_number_id` to tell numbers apart.',
  {
    display_phone_number: req(str, 'The number as digits, no plus.'),
    phone_number_id: req(str, 'ID of the number, a string of digits.'),
  },
);

const bsuid = { since: '2026' };

/** The three names a user goes by, under whatever prefix the place uses. */
export const userIdDoc =
  'Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as `US.90000000000000000017`.';
export const parentUserIdDoc =
  'Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled portfolios.';

export const userIds = (idName: string, parentName: string): Members => ({
  [idName]: opt(str, userIdDoc, bsuid),
  [parentName]: opt(str, parentUserIdDoc, bsuid),
});

export const profile = here.object('Profile', 'What a user shows about themselves.', {
  name: opt(str, 'Display name.'),
  username: opt(
    str,
    'Username, where the user has one. Seen with a leading `@` in one version of the documentation and without in later ones.',
    bsuid,
  ),
});

export const contact = here.object(
  'Contact',
  'The user on the other side. The phone number is missing when the user has a username and it cannot be shared; accept missing, empty and present.',
  {
    profile: opt(profile, 'Missing in some changes about preferences and calls.'),
    wa_id: opt(str, 'WhatsApp ID: digits, no plus. May differ from the phone number.'),
    ...userIds('user_id', 'parent_user_id'),
    identity_key_hash: opt(str, 'Only while the identity change check is on.'),
  },
);

/** What every message-like value begins with. */
export const addressed: Members = {
  messaging_product: req(constant('whatsapp'), 'Always `whatsapp`.'),
  metadata: req(metadata, 'The number of the business.'),
};
