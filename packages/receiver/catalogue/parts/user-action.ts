// Clicks on links of marketing messages.
import { definePart, docPage, open, opt, req, str, timeEither } from '../build.ts';

const here = definePart('user-action', {
  holds: 'Clicks on links of marketing messages.',
  page: 'messages',
  sources: [docPage('marketing-messages/track-click-events')],
});

export const userAction = here.tagged(
  'UserAction',
  'What a user did with a message; names neither user nor message.',
  {
    by: 'action_type',
    byDoc: 'What the user did. Undocumented ones have been seen.',
    head: here.object('UserActionHead', 'What every action has.', {
      timestamp: req(timeEither, 'When it happened. The sources disagree on the JSON type.'),
    }),
    other: 'OtherUserAction',
    variants: [
      here.variant('LinkClick', 'marketing_messages_link_click', 'A link was followed.', {
        marketing_messages_link_click_data: req(
          here.object('LinkClickData', 'Which link.', {
            click_component: opt(open('cta', 'body'), 'The button or a link in the text.'),
            product_id: opt(str, 'ID of the product.'),
            click_id: opt(str, 'ID of the click.'),
            tracking_token: opt(str, 'Token for conversion tracking.'),
          }),
          'Which link.',
        ),
      }),
    ],
  },
);
