// What faults add: notifications that are valid, and copies that differ in one thing.
import { formNotification } from '@wahook/receiver/protocol/envelope';
import { fields } from '@wahook/receiver/protocol/fields';
import { notificationBytesMax } from '@wahook/receiver/protocol/limits';
import { cutEnvelope } from '@wahook/receiver/protocol/slices';
import { expect, it } from 'vitest';
import { buildTable } from '../../routing/table.ts';
import { directory } from '../../routing/test-directory.ts';
import type { OwedEvent } from '../../store/store.ts';
import { notificationBody } from '../batch.ts';
import { drifted } from './drift.ts';
import { extraEvents, unknownField } from './extra-events.ts';
import { faultSet, owedEvent } from './test-notification.ts';

const table = buildTable(directory());

function extra(fault: 'huge' | 'unknown_field', events: OwedEvent[], bytes = 2_900_000) {
  return extraEvents(fault, { set: faultSet({ huge: { bytes } }), events, attempt: 1, table })?.make() ?? [];
}

it.each([10_000, 2_900_000, notificationBytesMax])('a huge one of %i bytes keeps the bounds', (bytes) => {
  const body = notificationBody(extra('huge', [owedEvent(1)], bytes));
  expect(body.length).toBeLessThanOrEqual(bytes);
  expect(body.length).toBeGreaterThan(bytes - 600);
  const { ok } = cutEnvelope(body, { duplicateKeys: 'refuse' });
  expect(ok).toBe(true);
  const [{ changes }] = JSON.parse(new TextDecoder().decode(body)).entry;
  const ids = changes.map(
    (change: { value: { messages: { id: string }[] } }) => change.value.messages[0]?.id,
  );
  expect(new Set(ids).size).toBe(ids.length);
});

it('a huge one needs a number that the messages went to', () => {
  const elsewhere = owedEvent(1, { phoneNumber: null, wabaId: 99 });
  expect(extra('huge', [elsewhere])).toEqual([]);
});

it('an unknown field is in no catalogue', () => {
  expect(fields.map(({ name }) => name)).not.toContain(unknownField);
  const [event] = extra('unknown_field', [owedEvent(1)]);
  expect(JSON.parse(new TextDecoder().decode(event?.change)).field).toBe(unknownField);
});

const change = {
  value: {
    metadata: { phone_number_id: '4001' },
    contacts: [{ profile: { name: 'Ana' }, wa_id: '15551234567' }],
    messages: [{ from: '15551234567', id: 'wamid.A', type: 'text', text: { body: 'olá / @' } }],
    statuses: [{ id: 'wamid.B', status: 'read', recipient_id: '15551234567' }],
  },
  field: 'messages',
};

it('a drifted copy has one alteration, a message id of its own, and the bytes of the wire', () => {
  const source = new TextEncoder().encode(JSON.stringify(change));
  const copies = [0, 0.26, 0.51, 0.76].map((pick) => new TextDecoder().decode(drifted(source, pick)));
  const [members, values, type, identity] = copies.map((text) => JSON.parse(text).value);
  expect(members).toMatchObject({ schema_hint: {}, messages: [{ insight: {}, type: 'text' }] });
  expect(values.statuses[0].status).toBe('acknowledged');
  expect(type.messages[0]).toMatchObject({ type: 'hologram', from: '15551234567' });
  expect(type.messages[0]).not.toHaveProperty('text');
  expect(identity.messages[0]).not.toHaveProperty('from');
  expect(identity.messages[0].from_user_id).toMatch(/^US\.[0-9A-F]{20}$/);
  expect(identity.contacts[0].user_id).toBe(identity.messages[0].from_user_id);
  expect(identity.statuses[0]).not.toHaveProperty('recipient_id');
  expect(identity).not.toHaveProperty('schema_hint');
  for (const text of copies) {
    expect(text).not.toContain('wamid.A');
    expect(text).toContain('wamid.B');
    expect(text).toMatch(/^[\x20-\x7e]*$/);
  }
});

it('whatever a change holds, its copy can be sent', () => {
  for (const value of ['{}', '{"messages":null,"event":7}', '{"messages":["x",{}]}']) {
    const source = new TextEncoder().encode(`{"value":${value},"field":"account_update"}`);
    const copy = drifted(source, 0.99);
    const body = formNotification([{ id: '3001', time: null, changes: [copy] }]);
    expect(cutEnvelope(body, { duplicateKeys: 'refuse' }).ok).toBe(true);
  }
});
