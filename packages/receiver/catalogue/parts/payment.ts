// Payments of the gateways in India, reported as statuses of the order message.
import { definePart, docPage, int, list, open, opt, record, req, str, timeEither } from '../build.ts';
import type { Members } from '../shapes.ts';

const here = definePart('payment', {
  holds: 'Payments, as statuses of an order message report them.',
  page: 'messages',
  sources: [docPage('payments/payments-in/pg')],
});

const amount = here.object('PaymentAmount', 'An amount of money: `value` divided by `offset`.', {
  value: req(int, 'The amount times `offset`.'),
  offset: req(int, 'Such as 100.'),
});
const times: Members = {
  created_timestamp: req(timeEither, 'When it began. Integer in the table, quoted in an example.'),
  updated_timestamp: req(timeEither, 'When it last changed. Integer in the table, quoted in an example.'),
};
const transaction = here.object('PaymentTransaction', 'One attempt to pay.', {
  id: req(str, 'ID of the gateway’s order.'),
  pg_transaction_id: opt(str, 'ID of the gateway’s payment.'),
  type: req(open('billdesk', 'razorpay', 'payu', 'zaakpay'), 'The gateway.'),
  status: req(open('pending', 'success', 'failed'), 'How the attempt stands.'),
  ...times,
  method: opt(
    here.object('PaymentMethod', 'How it was paid.', {
      type: req(open('upi', 'card', 'wallet', 'netbanking'), 'The method.'),
    }),
    'How it was paid.',
  ),
  error: opt(
    here.object('PaymentError', 'Why an attempt failed.', {
      code: req(str, 'Code of the gateway.'),
      reason: req(str, 'A sentence.'),
    }),
    'Of a failed attempt.',
  ),
});
const refund = here.object('PaymentRefund', 'Money given back.', {
  id: req(str, 'ID of the refund.'),
  amount: req(amount, 'How much.'),
  speed_processed: req(open('instant', 'normal'), 'How fast.'),
  status: req(str, 'How it stands, such as `success`.'),
  ...times,
});

const passThrough = (names: readonly string[]): Members =>
  Object.fromEntries(names.map((name) => [name, opt(str, 'Passed through from the gateway.')]));

export const payment = here.object('Payment', 'A payment.', {
  reference_id: req(str, 'Reference of the order, from the business.'),
  amount: req(amount, 'What is to be paid.'),
  currency: req(str, 'ISO 4217 code; `INR`.'),
  transaction: req(transaction, 'The last attempt.'),
  receipt: opt(str, 'Passed through from the gateway.'),
  notes: opt(record, 'Passed through from the gateway.'),
  ...passThrough(['udf1', 'udf2', 'udf3', 'udf4']),
  ...passThrough([1, 2, 3, 4, 5, 6, 7].map((number) => `additional_info${number}`)),
  ...passThrough(['extra1', 'extra2']),
  refunds: opt(list(refund), 'Money given back.'),
});
