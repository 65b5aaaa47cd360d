import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../test/arbitrary-json.ts';
import { conversationOf } from './conversation.ts';
import { cutEnvelope } from './slices.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const about = (value: unknown) => conversationOf(encode(JSON.stringify({ value, field: 'messages' })));

describe('the conversation of a change', () => {
  it.each<[string, unknown, string | null]>([
    ['a message', { metadata: { from: 'x' }, messages: [{ id: 'a', from: '12025550147' }] }, '12025550147'],
    ['a message by BSUID alone', { messages: [{ from_user_id: 'US.1' }] }, 'US.1'],
    ['a message with both', { messages: [{ from_user_id: 'US.1', from: '1202' }] }, '1202'],
    ['a message in a group', { messages: [{ from: '1202', group_id: 'G1' }] }, 'G1'],
    ['an empty number beside a BSUID', { messages: [{ from: '', from_user_id: 'US.1' }] }, 'US.1'],
    ['a status', { statuses: [{ id: 'a', recipient_id: '1202' }, { recipient_id: '1203' }] }, '1202'],
    ['a second item where the first names nobody', { messages: [{}, 7, { from: '1203' }] }, '1203'],
    ['an echo', { message_echoes: [{ from: '1555', to: '1202' }] }, '1202'],
    ['a call by the user', { calls: [{ from: '1202', to: '1555', direction: 'USER_INITIATED' }] }, '1202'],
    ['a call by the business', { calls: [{ from: '1', to: '2', direction: 'BUSINESS_INITIATED' }] }, '2'],
    ['a group', { groups: [{ group_id: 'G1', type: 'group_create' }] }, 'G1'],
    ['a preference', { user_preferences: [{ user_id: 'US.1' }] }, 'US.1'],
    ['a thread of another responder', { standby: { messages: [{ from: '1202' }] } }, '1202'],
    ['its echo', { standby: { message_echoes: [{ message: { recipient: 'US.1', to: '1202' } }] } }, '1202'],
    ['its echo by BSUID', { standby: { message_echoes: [{ message: { recipient: 'US.1' } }] } }, 'US.1'],
    ['an echo of a read mark', { standby: { message_echoes: [{ message: { status: 'read' } }, 7] } }, null],
    ['an echo whose request is text', { message_echoes: [{ message: 'x' }, { to: '1202' }] }, '1202'],
    ['a handover', { sender: { phone_number: '1202' }, recipient: {} }, '1202'],
    ['a click', { user_actions: [{ action_type: 'x' }] }, null],
    ['a template', { event: 'APPROVED' }, null],
    ['lists of a wrong type', { messages: { from: '1202' }, statuses: null, standby: [], sender: 'x' }, null],
    ['a list as value', [{ messages: [] }], null],
    ['a name that is too long', { messages: [{ from: 'x'.repeat(500) }] }, null],
  ])('of %s', (_name, value, expected) => {
    expect(about(value)).toBe(expected);
  });

  it('is the same whatever the order and the spelling of members', () => {
    const spelt = '{"field":"messages","\\u0076alue":{"messages":[{"\\u0066rom":"12\\u00302"}]}}';
    expect(conversationOf(encode(spelt))).toBe('1202');
  });

  it('is none for bytes that are no change', () => {
    for (const text of ['', '[]', '7', '{', '{"value":{"messages":[{"from":', '{"field":"x"}'])
      expect(conversationOf(encode(text))).toBeNull();
  });

  it('never throws, whatever the value', () => {
    fc.assert(
      fc.property(jsonText, (json) => {
        conversationOf(encode(`{"value":${json},"field":"messages"}`));
      }),
    );
  });

  it('is found in every sample of messages but those that name nobody', () => {
    const folder = new URL('../../samples/messages/', import.meta.url);
    const silent: string[] = [];
    for (const name of readdirSync(folder)) {
      const bytes = new Uint8Array(readFileSync(new URL(name, folder)));
      const cut = cutEnvelope(bytes, { duplicateKeys: 'refuse' });
      if (!cut.ok) throw new Error(name);
      for (const { start, end } of cut.envelope.entries.flatMap((entry) => entry.changes))
        if (conversationOf(bytes.subarray(start, end)) === null) silent.push(name);
    }
    expect(silent).toEqual([
      'errors_value_level.json',
      'user_actions_link_click.json',
      'user_actions_link_click_minimal.json',
    ]);
  });
});
