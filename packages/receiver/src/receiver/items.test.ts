import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { TextMessage } from '../payload/index.ts';
import { conversationKeys } from './conversation-key.ts';
import { exactInteger } from './exact-integer.ts';
import { itemsOf } from './items.ts';

const envelope = (field: string, value: string, entry = '"id":"1"') =>
  `{"object":"whatsapp_business_account","entry":[{${entry},"changes":[{"field":"${field}","value":${value}}]}]}`;
const namesOf = (field: string, value: string) =>
  [...itemsOf(envelope(field, value))].map(({ name }) => name);
const only = (field: string, value: string, entry?: string) => {
  const [item, ...others] = itemsOf(envelope(field, value, entry));
  if (item === undefined || others.length > 0) throw new Error('not one item');
  return item;
};

describe('the items of a change', () => {
  it.each([
    ['messages', '{"messages":[{"type":"text"},{"type":"image"}]}', ['messages.text', 'messages.image']],
    ['messages', '{"messages":[{"type":"sparkle_v9"},{}]}', ['messages.sparkle_v9', 'messages']],
    [
      'messages',
      '{"statuses":[{"status":"failed"}],"errors":[{"code":1}],"messages":[{"type":"text"}]}',
      ['messages.text', 'statuses.failed', 'errors'],
    ],
    ['history', '{"messages":[{"type":"text"}]}', ['history_messages.text']],
    ['standby', '{"standby":{"statuses":[{"status":"read"}]}}', ['standby_statuses.read']],
    ['account_update', '{"event":"DISABLED_UPDATE"}', ['account_update.DISABLED_UPDATE']],
    ['account_update', '{}', ['account_update']],
    ['account_alerts', '{"entity_id":"1"}', ['account_alerts']],
    ['business_username_update', '{"status":"reserved"}', ['business_username_updates.reserved']],
    ['group_participant_update', '{"groups":[{"type":"x"}]}', ['group_participants_update.x']],
    ['messages', '{"messaging_product":"whatsapp"}', ['unknown']],
    ['messages', '{"messages":[]}', []],
    ['messages', '{"messages":{"type":"text"}}', ['unknown']],
    ['messages', '{"messages":[null,{"type":"text"}]}', ['messages.text', 'unknown']],
    ['messages', '[1]', ['unknown']],
    ['standby', '{"standby":null}', ['unknown']],
    ['a_field_of_the_future', '{"messages":[{"type":"text"}]}', ['unknown']],
    ['constructor', '{}', ['unknown']],
    ['messages', '{"messages":[{"type":"__proto__"}]}', ['messages.__proto__']],
    ['messages', '{"messages":[{"type":7}]}', ['messages']],
  ])('%s %s', (field, value, names) => {
    expect(namesOf(field, value)).toEqual(names);
  });

  it('come from every sample, none of them unknown that need not be', () => {
    const folder = new URL('../../samples/', import.meta.url);
    const unknown: string[] = [];
    let count = 0;
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.json')) continue;
      for (const item of itemsOf(readFileSync(new URL(path, folder)))) {
        count++;
        expect(item.key).toMatch(/^[\x21-\x7e]+( [\x21-\x7e]+)+$/);
        if (item.name === 'unknown') unknown.push(path);
      }
    }
    expect(count).toBeGreaterThan(340);
    expect(unknown.toSorted()).toEqual([
      '_envelope/unknown_field_future.json',
      'standby/dashboard_minimal.json',
    ]);
  });

  it('are typed by their name', () => {
    for (const item of itemsOf(envelope('messages', '{"messages":[{"type":"text","text":{"body":"hi"}}]}'))) {
      if (item.name === 'messages.text') {
        expectTypeOf(item.content).toEqualTypeOf<TextMessage>();
        expect(item.content.text.body).toBe('hi');
      } else throw new Error('not narrowed');
    }
  });

  it('come from parsed JSON too, which has no bytes, and from the array of old documentation', () => {
    const parsed = JSON.parse(`[${envelope('flows', '{"event":"X"}')}]`);
    const [item] = itemsOf(parsed);
    expect(item).toMatchObject({ name: 'flows.X', entryId: '1', entryTime: null });
    expect(() => item?.change.bytes).toThrow(/has no bytes/);
    expect(() => item?.key).toThrow(/has no bytes/);
    const [message] = itemsOf(JSON.parse(envelope('messages', '{"messages":[{"type":"text","id":"w"}]}')));
    expect(message?.key).toBe('messages - w');
  });

  it.each([
    ['', /empty/],
    ['{"object":"page","entry":[]}', /not_an_envelope/],
    [{}, /not_an_envelope/],
    [[], /exactly one envelope/],
  ])('are refused for %j', (body, message) => {
    expect(() => [...itemsOf(body)]).toThrow(message);
  });
});

describe('an item', () => {
  const value =
    '{"metadata":{"phone_number_id":"9"},"contacts":[{"wa_id":"2","profile":{"name":"Two"}},{"user_id":"US.1","wa_id":"1"}],' +
    '"messages":[{"id":"a","from":"1","type":"text"},{"id":"b","from":"2","from_user_id":"US.2","type":"text"},{"id":"c","from":"3","type":"text"}]}';
  const items = [...itemsOf(envelope('messages', value))];

  const echo = (request: string) => `{"standby":{"message_echoes":[{"id":"a","message":{${request}}}]}}`;

  it('has the contact that shares its number or user id, wherever that stands', () => {
    expect(items.map(({ contact }) => contact?.wa_id ?? null)).toEqual(['1', '2', null]);
    const hidden = only(
      'messages',
      '{"contacts":[{"user_id":"US.7"}],"messages":[{"id":"a","from_user_id":"US.7"}]}',
    );
    expect(hidden.contact).toEqual({ user_id: 'US.7' });
    const status = '{"contacts":[{"wa_id":"5"}],"statuses":[{"id":"a","status":"read","recipient_id":"5"}]}';
    expect(only('messages', status).contact).toEqual({ wa_id: '5' });
    const standby = '{"standby":{"contacts":[{"wa_id":"5"}],"messages":[{"id":"a","from":"5"}]}}';
    expect(only('standby', standby).contact).toEqual({ wa_id: '5' });
  });

  it('has the same contact among many, without comparing each with each', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({ wa_id: `${i}`, user_id: `US.${i}` }));
    const contacts = [7, null, { wa_id: 'null' }, { parent_user_id: 'US.ENT.1', wa_id: 'p' }, ...many];
    const messages = [
      ...many.map(({ wa_id }) => ({ id: wa_id, from: wa_id })),
      // Shared with two contacts: the first counts.
      { id: 'two', from: '8', from_user_id: 'US.4' },
      { id: 'parent', from_parent_user_id: 'US.ENT.1' },
      { id: 'nobody', from_user_id: 'US.none' },
    ];
    const found = [...itemsOf(envelope('messages', JSON.stringify({ contacts, messages })))].map(
      ({ contact }) => contact?.wa_id ?? null,
    );
    expect(found).toEqual([...many.map(({ wa_id }) => wa_id), '4', 'p', null]);
  }, 2_000);

  it('knows the conversation by all its names, user id first', () => {
    expect(items.map((item) => conversationKeys(item))).toEqual([
      ['9/US.1', '9/1'],
      ['9/US.2', '9/2'],
      ['9/3'],
    ]);
    expect(items.map(({ conversation }) => conversation)).toEqual(['9/US.1', '9/US.2', '9/3']);
  });

  it.each([
    ['messages', '{"messages":[{"group_id":"G","from":"1"}]}', '/G'],
    ['messages', '{"statuses":[{"recipient_type":"group","recipient_id":"G","status":"sent"}]}', '/G'],
    ['smb_message_echoes', '{"message_echoes":[{"from":"9","to":"1","to_user_id":"US.1"}]}', '/US.1'],
    ['standby', '{"standby":{"message_echoes":[{"message":{"to":"1"}}]}}', '/1'],
    ['standby', '{"standby":{"message_echoes":[{"message":{"to":"G","recipient_type":"group"}}]}}', '/G'],
    ['calls', '{"calls":[{"direction":"BUSINESS_INITIATED","from":"9","to":"1"}]}', '/1'],
    ['calls', '{"calls":[{"direction":"USER_INITIATED","from":"1","to":"9"}]}', '/1'],
    ['calls', '{"calls":[{"direction":"BUSINESS_INITIATED","from_user_id":"US.1","to":"9"}]}', '/US.1'],
    [
      'calls',
      '{"metadata":{"display_phone_number":"9"},"calls":[{"direction":"BUSINESS_INITIATED","from":"1","to":"9"}]}',
      '/1',
    ],
    ['calls', '{"metadata":{"display_phone_number":"9"},"calls":[{"from":"9","to":"1"}]}', '/1'],
    ['user_id_update', '{"user_id_update":[{"user_id":{"previous":"US.1","current":"US.2"}}]}', '/US.2'],
    ['messaging_handovers', '{"recipient":{"phone_number_id":"9"},"sender":{"phone_number":"1"}}', '9/1'],
    ['standby', echo('"to":"1"'), '/1'],
    ['standby', echo('"to":"+1 (202) 555-0147","recipient":"US.1"'), '/12025550147'],
    ['standby', echo('"recipient":"US.1"'), '/US.1'],
    ['standby', echo('"recipient":"US.ENT.1"'), '/US.ENT.1'],
    ['standby', echo('"to":"G","recipient_type":"group"'), '/G'],
    ['standby', echo('"status":"read"'), null],
    ['account_update', '{"event":"X"}', null],
    ['messages', '{"messages":[{"from":"","from_user_id":7}]}', null],
  ])('%s %s belongs to %s', (field, content, conversation) => {
    expect(only(field, content).conversation).toBe(conversation);
  });

  it('knows number and account, where the field keeps them', () => {
    expect(
      only('account_settings_update', '{"phone_number_settings":{"phone_number_id":"9"}}').phoneNumberId,
    ).toBe('9');
    expect(only('account_update', '{"event":"X","waba_info":{"waba_id":"7"}}')).toMatchObject({
      wabaId: '7',
      entryId: '1',
    });
    expect(only('flows', '{}')).toMatchObject({ wabaId: '1', phoneNumberId: null, metadata: null });
    expect(only('partner_solutions', '{"event":"X"}').wabaId).toBeNull();
    expect(only('account_update', '{"event":"PARTNER_APP_UNINSTALLED"}').wabaId).toBeNull();
    expect(only('account_update', '{"event":"PARTNER_REMOVED"}').wabaId).toBe('1');
  });
});

describe('the key of an item', () => {
  const key = (field: string, value: string, entry?: string) => only(field, value, entry).key;
  const status = (more: string) =>
    `{"metadata":{"phone_number_id":"9"},"statuses":[{"id":"w","status":"pending","timestamp":"1"${more}}]}`;

  it.each([
    [
      'messages',
      '{"metadata":{"phone_number_id":"9"},"messages":[{"id":"w","type":"text"}]}',
      'messages 9 w',
    ],
    ['messages', status(''), 'statuses 9 w pending'],
    ['messages', status(',"recipient_participant_id":"5"'), 'statuses 9 w pending 5'],
    [
      'messages',
      status(',"payment":{"transaction":{"id":"t","status":"failed","updated_timestamp":3}}'),
      'statuses 9 w pending t failed 3 1',
    ],
    ['calls', '{"calls":[{"id":"c","event":"connect"}]}', 'calls - c connect'],
    ['calls', '{"statuses":[{"id":"c","status":"RINGING"}]}', 'call_statuses - c RINGING'],
    ['standby', '{"standby":{"message_echoes":[{"id":"e"}]}}', 'standby_message_echoes - e'],
    [
      'automatic_events',
      '{"automatic_events":[{"id":"e","event_name":"Purchase"}]}',
      'automatic_events - e Purchase',
    ],
  ])('%s %s is %s', (field, value, expected) => {
    expect(key(field, value)).toBe(expected);
  });

  it('is of the bytes where there is no id: the same for a repeat, another for anything else', () => {
    const update = (entry: string, value = '{"event":"X"}') => key('account_update', value, entry);
    const usual = update('"id":"1","time":5');
    expect(usual).toMatch(/^account_update [0-9a-f]{64} 0$/);
    expect(update('"id":"1","time":5')).toBe(usual);
    const others = [
      update('"id":"2","time":5'),
      update('"id":"1","time":6'),
      update('"id":"1","time":5', '{ "event":"X"}'),
    ];
    expect(new Set([usual, ...others]).size).toBe(4);
    const errors = [...itemsOf(envelope('messages', '{"errors":[{"code":1},{"code":1}]}'))].map(
      (item) => item.key,
    );
    expect(new Set(errors).size).toBe(2);
  });

  it.each(['', 'a b', 'x'.repeat(501), 7, null])('does not trust %j as an id', (id) => {
    expect(key('messages', `{"messages":[{"id":${JSON.stringify(id)}}]}`)).toMatch(
      /^messages [0-9a-f]{64} 0$/,
    );
  });
});

describe('an exact integer', () => {
  const update = only(
    'message_template_status_update',
    '{"message_template_id":9007199254740993,"a":{"b":["12",1.5,1e3]}}',
  );

  it.each([
    ['message_template_id', 9007199254740993n],
    [['a', 'b', 0], 12n],
    [['a', 'b', 1], null],
    [['a', 'b', 2], null],
    [['a', 'b', 9], null],
    [['a', 'c', 0], null],
    ['nothing', null],
  ])('at %j is %s', (at, expected) => {
    expect(exactInteger(update, at)).toBe(expected);
  });

  it('is read from the item it is asked of', () => {
    const items = [
      ...itemsOf(envelope('standby', '{"standby":{"statuses":[{"n":1},{"n":-9007199254740993}]}}')),
    ];
    expect(items.map((item) => exactInteger(item, 'n'))).toEqual([1n, -9007199254740993n]);
  });

  it('is read from each of many items without walking over all of them each time', () => {
    const statuses = Array.from({ length: 10_000 }, (_, n) => ({ id: 'x'.repeat(100), n }));
    const items = [...itemsOf(envelope('messages', JSON.stringify({ statuses })))];
    expect(items.map((item) => Number(exactInteger(item, 'n')))).toEqual(statuses.map(({ n }) => n));
  }, 2_000);

  it('is none where there are more digits than any id has', () => {
    expect(exactInteger(only('flows', `{"n":${'7'.repeat(100_000)}}`), 'n')).toBeNull();
  });
});
