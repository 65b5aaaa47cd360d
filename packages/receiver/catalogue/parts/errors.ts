// The error object, as it appears in values, messages, statuses, history, groups and calls.
import { definePart, docPage, int, opt, req, str } from '../build.ts';

const here = definePart('errors', {
  holds: 'The error object.',
  page: 'common',
  sources: [docPage('webhooks/reference/messages')],
});

export const errorData = here.object('ErrorData', 'Details of an error.', {
  details: req(str, 'A sentence about the cause.'),
});

export const reportedError = here.object(
  'ReportedError',
  'Why something failed. Branch on `code`: the texts change. Codes met in webhooks: 130429 rate limit, 130472 experiment, 130501 unsupported group message, 131000 generic, 131026 undeliverable, 131036 expired, 131047 re-engagement window, 131049 ecosystem limit, 131050 user stopped marketing, 131051 unsupported type, 131053 media, 131060 unavailable (coexistence), 2593109 history sharing declined.',
  {
    code: req(int, 'Number of the error.'),
    title: opt(str, 'Short text. Absent in errors of calls.'),
    message: opt(str, 'The same text as `title`. Absent before v16.'),
    error_data: opt(errorData, 'Details. Absent before v16.'),
    href: opt(str, 'Page about error codes: an absolute URL, in newer examples a path.'),
    details: opt(str, 'Details, where the place of `error_data` was.', {
      legacy: 'the form before v16',
    }),
  },
);
