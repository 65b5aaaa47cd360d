// Fields that report events: leads and purchases, deliveries with click tracking.
import { definePart, docPage, either, list, num, open, opt, req, str, timeInteger } from '../build.ts';
import type { FieldEntry } from '../shapes.ts';
import { addressed } from './identity.ts';

const automatic = definePart('automatic-events', {
  holds: 'Leads and purchases found in chats.',
  page: 'automatic_events',
  sources: [docPage('webhooks/reference/automatic_events')],
});

export const automaticEvents: FieldEntry = {
  name: 'automatic_events',
  trigger: 'A lead or purchase is detected in a chat that began from an ad, when the business opted in.',
  value: automatic.object('AutomaticEventsValue', 'Events found in chats of one number.', {
    ...addressed,
    automatic_events: req(
      list(
        automatic.object('AutomaticEvent', 'A lead or a purchase.', {
          id: req(str, 'ID of the message it was found in.'),
          event_name: req(
            open('LeadSubmitted', 'Purchase'),
            'What was found. The dashboard test uses lower-case names.',
          ),
          timestamp: req(timeInteger, 'When it happened.'),
          ctwa_clid: opt(str, 'Click ID of the ad; absent for ads in WhatsApp Status.'),
          custom_data: opt(
            automatic.object('PurchaseData', 'What was paid.', {
              currency: req(str, 'ISO 4217 code.'),
              value: req(
                either(num, str),
                'Price times 1000. The table says string, the example is a number.',
              ),
            }),
            'For purchases.',
          ),
        }),
      ),
      'The events.',
    ),
  }),
  items: [{ name: 'automatic_events', path: ['automatic_events'], kindBy: 'event_name' }],
  sources: automatic.part.sources,
  sample: 'purchase',
};

const tracking = definePart('tracking-events', {
  holds: 'Tracking events.',
  page: 'tracking_events',
  sources: [],
});

export const trackingEvents: FieldEntry = {
  name: 'tracking_events',
  trigger: 'Not documented. For click tracking the documentation uses `user_actions` of `messages`.',
  value: tracking.object('TrackingEventsValue', 'Tracking events of one number.', {
    ...addressed,
    events: req(
      list(
        tracking.object('TrackingEvent', 'An event.', {
          event_name: req(open('sent'), 'What happened.'),
          timestamp: req(timeInteger, 'When it happened.'),
          tracking_data: req(
            tracking.object('TrackingData', 'What it belongs to.', {
              click_id: req(str, 'ID of the click.'),
              tracking_token: req(str, 'Token for conversion tracking.'),
            }),
            'What it belongs to.',
          ),
        }),
      ),
      'The events.',
    ),
  }),
  items: [{ name: 'tracking_events', path: ['events'], kindBy: 'event_name' }],
  sources: [],
  sample: 'sent_dashboard',
  unconfirmed: 'The shape is that of the dashboard sample.',
};
