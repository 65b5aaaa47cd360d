import { describe, expect, it } from 'vitest';
import { fieldNamePattern } from './field-name.ts';
import { fieldNames, fields, findField } from './fields.ts';

describe('the catalogue of fields', () => {
  it('has every name once, in order and well formed', () => {
    expect(fieldNames).toEqual([...new Set(fieldNames)].sort());
    expect(fieldNames.filter((name) => !fieldNamePattern.test(name))).toEqual([]);
    expect(fields).toHaveLength(37);
  });

  it('has the thirteen fields that follow overrides', () => {
    expect(fields.filter((field) => field.followsOverrides).map((field) => field.name)).toEqual([
      'account_settings_update',
      'calls',
      'consumer_profile',
      'group_lifecycle_update',
      'group_participants_update',
      'group_settings_update',
      'group_status_update',
      'history',
      'message_echoes',
      'messages',
      'messaging_handovers',
      'smb_app_state_sync',
      'smb_message_echoes',
    ]);
  });

  it('finds fields by name, and nothing by the names that every object has', () => {
    expect(findField('messages')).toMatchObject({
      name: 'messages',
      group: 'message',
      followsOverrides: true,
    });
    expect(findField('constructor')).toBeUndefined();
    expect(findField('placeholder_future_field')).toBeUndefined();
  });

  it('states a time for management fields only, and metadata for message fields only', () => {
    for (const { group, entryTime, metadata, name } of fields) {
      expect(entryTime, name).toBe(group === 'management');
      if (metadata) expect(group, name).toBe('message');
    }
  });
});

describe('the form of a field name', () => {
  it.each(['messages', 'a', 'constructor', `a${'0'.repeat(63)}`])('%s has it', (name) => {
    expect(fieldNamePattern.test(name)).toBe(true);
  });

  it.each(['', '__proto__', 'Messages', '1a', 'a-b', 'messages\n', `a${'0'.repeat(64)}`])(
    '%j has not',
    (name) => {
      expect(fieldNamePattern.test(name)).toBe(false);
    },
  );
});
