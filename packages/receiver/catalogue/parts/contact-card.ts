// Contact cards, as users share them in a message of type `contacts`.
import { definePart, docPage, list, open, opt, str } from '../build.ts';

const here = definePart('contact-card', {
  holds: 'Contact cards that users share.',
  page: 'messages',
  sources: [docPage('webhooks/reference/messages/contacts')],
});

const kind = (doc: string) => opt(str, doc);

export const contactCard = here.object('ContactCard', 'One shared contact. Every member is optional.', {
  addresses: opt(
    list(
      here.object('CardAddress', 'A postal address.', {
        street: opt(str, 'Street and number.'),
        city: opt(str, 'City.'),
        state: opt(str, 'State or province.'),
        zip: opt(str, 'Postal code.'),
        country: opt(str, 'Country name.'),
        country_code: opt(str, 'Two-letter country code.'),
        type: kind('Such as `HOME` or `WORK`.'),
      }),
    ),
    'Postal addresses.',
  ),
  birthday: opt(str, 'As `YYYY-MM-DD`.'),
  emails: opt(
    list(
      here.object('CardEmail', 'An email address.', {
        email: opt(str, 'The address.'),
        type: kind('Such as `HOME` or `WORK`.'),
      }),
    ),
    'Email addresses.',
  ),
  name: opt(
    here.object('CardName', 'A name in its parts.', {
      formatted_name: opt(str, 'The whole name.'),
      first_name: opt(str, 'First name.'),
      last_name: opt(str, 'Last name.'),
      middle_name: opt(str, 'Middle name.'),
      suffix: opt(str, 'Such as `Jr.`'),
      prefix: opt(str, 'Such as `Dr.`'),
    }),
    'Normally there; may be missing when `origin` or `vcard` is present.',
  ),
  org: opt(
    here.object('CardOrganization', 'Where the contact works.', {
      company: opt(str, 'Company.'),
      department: opt(str, 'Department.'),
      title: opt(str, 'Job title.'),
    }),
    'Organization.',
  ),
  phones: opt(
    list(
      here.object('CardPhone', 'A phone number.', {
        phone: opt(str, 'The number as the user wrote it.'),
        wa_id: opt(str, 'WhatsApp ID, when the number has one.'),
        type: kind('Such as `CELL`, `MAIN`, `HOME` or `WORK`.'),
      }),
    ),
    'Phone numbers.',
  ),
  urls: opt(
    list(
      here.object('CardUrl', 'A web address.', {
        url: opt(str, 'The address.'),
        type: kind('Such as `HOME` or `WORK`.'),
      }),
    ),
    'Web addresses.',
  ),
  origin: opt(
    open('contact_request', 'other'),
    'Whether the card answers a request for contact information.',
    {
      since: '2026',
    },
  ),
  vcard: opt(str, 'The card as vCard text.', { since: '2026' }),
});
