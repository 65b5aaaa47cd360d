// Fields about Flows, partner solutions and payment configurations.
import { definePart, docPage, int, list, num, open, opt, req, str, timeInteger } from '../build.ts';
import type { FieldEntry, Members } from '../shapes.ts';

const flow = definePart('flows', {
  holds: 'Status and health of Flows.',
  page: 'flows',
  sources: [docPage('flows/guides/flowswebhooks')],
});

const flowStatus = open('DRAFT', 'PUBLISHED', 'DEPRECATED', 'BLOCKED', 'THROTTLED');
const alert: Members = {
  alert_state: req(open('ACTIVATED', 'DEACTIVATED'), 'Whether the alert began or ended.'),
};
const threshold = req(num, 'The limit that was crossed.');
const rates: Members = {
  error_rate: req(num, 'Percent; may be decimal.'),
  threshold,
  ...alert,
  errors: opt(
    list(
      flow.object('FlowError', 'How often one error happened.', {
        error_type: req(str, 'The error.'),
        error_rate: req(num, 'Percent of all errors; may be decimal.'),
        error_count: req(int, 'How many.'),
      }),
    ),
    'By error.',
  ),
};

export const flows: FieldEntry = {
  name: 'flows',
  trigger: 'A Flow changed status, or a health threshold was crossed.',
  value: flow.tagged('FlowEvent', 'What happened to a Flow.', {
    by: 'event',
    byDoc: 'What happened.',
    head: flow.object('FlowHead', 'What every event of a Flow has.', {
      flow_id: req(str, 'ID of the Flow.'),
      message: opt(str, 'A sentence; absent from expiry warnings.'),
    }),
    other: 'OtherFlowEvent',
    variants: [
      flow.variant('FlowStatusChange', 'FLOW_STATUS_CHANGE', 'The status changed, or the Flow was created.', {
        old_status: opt(flowStatus, 'Before; absent on creation.'),
        new_status: req(flowStatus, 'After.'),
      }),
      flow.variant(
        'FlowClientErrorRate',
        'CLIENT_ERROR_RATE',
        'Too many, or no longer too many, screens failed.',
        rates,
      ),
      flow.variant(
        'FlowEndpointErrorRate',
        'ENDPOINT_ERROR_RATE',
        'Too many, or no longer too many, requests to the endpoint failed.',
        rates,
      ),
      flow.variant('FlowEndpointLatency', 'ENDPOINT_LATENCY', 'The endpoint is slow, or no longer.', {
        p90_latency: req(num, 'The 90th percentile; by its size in milliseconds.'),
        p50_latency: req(num, 'The median; by its size in milliseconds.'),
        requests_count: req(int, 'How many requests.'),
        threshold,
        ...alert,
      }),
      flow.variant(
        'FlowEndpointAvailability',
        'ENDPOINT_AVAILABILITY',
        'The endpoint is not available enough, or is again.',
        {
          availability: req(num, 'Percent.'),
          threshold,
          ...alert,
        },
      ),
      flow.variant(
        'FlowVersionExpiryWarning',
        'FLOW_VERSION_EXPIRY_WARNING',
        'The version of the Flow will be frozen.',
        {
          warning: req(str, 'A sentence.'),
        },
      ),
    ],
  }),
  items: [{ name: 'flows', path: [], kindBy: 'event' }],
  sources: flow.part.sources,
  sample: 'status_change_published',
};

const solution = definePart('partner-solutions', {
  holds: 'Multi-partner solutions.',
  page: 'partner_solutions',
  sources: [docPage('webhooks/reference/partner_solutions')],
});

export const partnerSolutions: FieldEntry = {
  name: 'partner_solutions',
  trigger:
    'A multi-partner solution was created, or changed status. The entry’s `id` is a portfolio, not a WABA.',
  value: solution.object('PartnerSolutionEvent', 'How a solution stands.', {
    event: req(open('SOLUTION_CREATED', 'SOLUTION_UPDATED'), 'What happened.'),
    solution_id: req(str, 'ID of the solution.'),
    solution_status: req(
      open('ACTIVE', 'DEACTIVATED', 'DRAFT', 'INITIATED', 'PENDING_DEACTIVATION', 'REJECTED'),
      'How it stands.',
    ),
  }),
  items: [{ name: 'partner_solutions', path: [], kindBy: 'event' }],
  sources: solution.part.sources,
  sample: 'created_initiated',
};

const configuration = definePart('payment-configuration-update', {
  holds: 'Payment configurations.',
  page: 'payment_configuration_update',
  sources: [docPage('webhooks/reference/payment_configuration_update')],
});

export const paymentConfigurationUpdate: FieldEntry = {
  name: 'payment_configuration_update',
  trigger: 'A payment configuration was connected, or must be (India).',
  value: configuration.object('PaymentConfigurationUpdate', 'How a configuration stands.', {
    configuration_name: req(str, 'Name of the configuration.'),
    provider_name: req(open('billdesk', 'payu', 'razorpay', 'zaakpay'), 'The gateway.'),
    provider_mid: req(str, 'ID of the merchant at the gateway.'),
    status: req(
      open('Active', 'Needs Connecting', 'Needs Testing'),
      'How it stands; with spaces and mixed case.',
    ),
    created_timestamp: req(timeInteger, 'When it was made.'),
    updated_timestamp: req(timeInteger, 'When it last changed.'),
  }),
  items: [{ name: 'payment_configuration_update', path: [], kindBy: null }],
  sources: configuration.part.sources,
  sample: 'active',
};
