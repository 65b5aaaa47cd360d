// What notifications may hold that a handler written from one example does not expect: unknown fields, types, members
// and values, users without a phone number, values without messages.
import { isAccepted, wordsOf } from '../answer.ts';
import type { Bench } from '../bench.ts';
import { type Check, type CheckFacts, failed, passed } from '../check.ts';
import type { Cure } from '../cures.ts';
import { customer, type Notifications } from '../notifications.ts';

const source = 'Webhooks reference: messages; business-scoped user ids';

type Facts = Pick<CheckFacts, 'id' | 'sends' | 'why'> & { source?: string; cure?: Cure };

const bsuid = 'US.13491208655302741918';

function check(facts: Facts, changeOf: (make: Notifications) => unknown): Check {
  const { cure = 'tolerate_content', ...rest } = facts;
  return {
    source,
    ...rest,
    group: 'content',
    harm: 'loses',
    expects: 'accepted',
    needsAcceptance: true,
    async run(bench: Bench) {
      const answer = await bench.post(bench.make.body([bench.make.entry(changeOf(bench.make))]));
      return isAccepted(answer) ? passed : failed(`It answered ${wordsOf(answer)} to ${facts.sends}.`, cure);
    },
  };
}

export const contentChecks: readonly Check[] = [
  check(
    {
      id: 'unknown-field',
      sends: 'a change of a field that does not exist yet',
      why: 'Fields are added several times a year.',
      cure: 'tolerate_field',
    },
    () => ({ field: 'doctor_future_updates', value: { event: 'DOCTOR', note: 'a field of tomorrow' } }),
  ),
  check(
    {
      id: 'unknown-message-type',
      sends: 'a message of an unknown type',
      why: 'Message types are added without a new version.',
    },
    (make) => {
      const { text: _text, ...message } = make.text(make.marker());
      return make.messages({ ...message, type: 'hologram', hologram: { id: '1' } });
    },
  ),
  check(
    {
      id: 'unknown-members',
      sends: 'a message with unknown members at every level',
      why: 'Members are added without notice; strict models refuse them.',
    },
    (make) => {
      const message = { ...make.text(make.marker()), doctor: { nested: [1, null] } };
      return { ...make.messages(message), doctor: true };
    },
  ),
  check(
    {
      id: 'status-plain',
      sends: 'a delivered status, which comes in a change of messages without any message',
      why: 'For each message sent there are up to three of them.',
    },
    (make) => make.statuses(make.status(make.marker(), 'delivered')),
  ),
  check(
    {
      id: 'unknown-status',
      sends: 'a status with an unknown word and an unknown pricing model',
      why: 'played came after read; another will come.',
    },
    (make) =>
      make.statuses({
        ...make.status(make.marker(), 'teleported'),
        pricing: { billable: true, pricing_model: 'DOCTOR', category: 'doctor', type: 'doctor' },
      }),
  ),
  check(
    {
      id: 'user-without-phone',
      sends: 'a message of a user without phone number: no from, no wa_id, a BSUID instead',
      why: 'Users with a username write without showing their number.',
      source: 'Business-scoped user ids',
    },
    (make) => {
      const { from: _from, ...message } = make.text(make.marker());
      return make.change({
        contacts: [{ profile: { name: 'Doctor', username: 'doctor' }, user_id: bsuid }],
        messages: [{ ...message, from_user_id: bsuid }],
      });
    },
  ),
  check(
    {
      id: 'status-without-phone',
      sends: 'a status without recipient_id, with a BSUID instead',
      why: 'Statuses of messages to such users have no phone number either.',
      source: 'Business-scoped user ids',
    },
    (make) => {
      const { recipient_id: _recipient, ...status } = make.status(make.marker(), 'delivered');
      return make.statuses({ ...status, recipient_user_id: bsuid });
    },
  ),
  check(
    {
      id: 'message-without-contacts',
      sends: 'a message without contacts',
      why: 'System messages come without them.',
    },
    (make) => make.change({ messages: [make.text(make.marker())] }),
  ),
  check(
    {
      id: 'message-unsupported',
      sends: 'an unsupported message: errors and no content',
      why: 'Polls and other things customers send arrive like that.',
    },
    (make) => {
      const { text: _text, ...message } = make.text(make.marker());
      const errors = [
        { code: 131051, title: 'Message type unknown', error_data: { details: 'unsupported' } },
      ];
      return make.messages({ ...message, type: 'unsupported', errors });
    },
  ),
  check(
    {
      id: 'value-with-errors-only',
      sends: 'a messages change with errors and neither messages nor statuses',
      why: 'Errors of the account come this way.',
    },
    (make) => make.change({ errors: [{ code: 130429, title: 'Rate limit hit', message: 'Rate limit hit' }] }),
  ),
  check(
    {
      id: 'status-failed',
      sends: 'a failed status with its errors and without contacts',
      why: 'It is how you learn that a message was not delivered.',
    },
    (make) =>
      make.statuses({
        ...make.status(make.marker(), 'failed'),
        errors: [{ code: 131026, title: 'Message undeliverable', href: '/docs/errors/' }],
      }),
  ),
  check(
    {
      id: 'reaction-removed',
      sends: 'a reaction without emoji, which takes one back',
      why: 'The emoji is optional.',
    },
    (make) => {
      const { text: _text, ...message } = make.text(make.marker());
      return make.messages({
        ...message,
        from: customer,
        type: 'reaction',
        reaction: { message_id: make.marker() },
      });
    },
  ),
];
