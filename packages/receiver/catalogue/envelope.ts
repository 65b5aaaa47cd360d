// The envelope around every field: one POST body.
import { anything, constant, definePart, docPage, list, opt, req, str, timeEither } from './build.ts';
import { fieldEntries } from './fields.ts';
import { pascalCase } from './names.ts';

const here = definePart('envelope', {
  holds: 'The envelope: one POST body.',
  page: 'common',
  sources: [docPage('webhooks/reference/messages')],
});
const changes = definePart('change', {
  holds: 'A change, by field.',
  page: 'common',
  sources: [],
});

export const change = changes.tagged('Change', 'One change: a field and its value.', {
  by: 'field',
  byDoc: 'Names the shape of `value`. The platform adds fields without notice.',
  head: changes.object('ChangeHead', 'What every change has.', {
    value: req(anything, 'What changed; its shape depends on `field`.'),
  }),
  variants: fieldEntries.map((entry) =>
    changes.variant(`${pascalCase(entry.name)}Change`, entry.name, `A change of \`${entry.name}\`.`, {
      value: req(entry.value, 'What changed.'),
    }),
  ),
  other: 'OtherChange',
});

export const notification = here.object(
  'Notification',
  'One POST body. Updates are batched: several entries, several changes in each, several items in each change, up to 3 MB. Some pages of the documentation wrap it in an array; the HTTP body is the object.',
  {
    object: req(constant('whatsapp_business_account'), 'Always `whatsapp_business_account`.'),
    entry: req(
      list(
        here.object('Entry', 'What changed on one account.', {
          id: req(
            str,
            'ID of the WABA; of the partner’s portfolio for `partner_solutions` and events of `account_update` that partners get; `0` in dashboard tests.',
          ),
          time: opt(
            timeEither,
            'When the change was found. Absent for fields whose value carries `metadata`. An integer; three pages print it as a string.',
          ),
          changes: req(list(change), 'What changed.'),
        }),
      ),
      'One for each account with changes.',
    ),
  },
);
