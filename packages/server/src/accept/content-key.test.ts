import { describe, expect, it } from 'vitest';
import { contentKey } from './content-key.ts';

const bytes = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const messages = (...list: object[]) => bytes({ value: { messages: list }, field: 'messages' });
const message = { id: 'wamid.1', timestamp: '1767225660', type: 'text' };
const statuses = (...list: object[]) => bytes({ value: { statuses: list }, field: 'messages' });
const status = { id: 'wamid.1', status: 'sent', timestamp: '1767226530' };
const paused = bytes({ value: { event: 'PAUSED' }, field: 'message_template_status_update' });

const keyOf = (overrides: Partial<Parameters<typeof contentKey>[0]> = {}): string | null => {
  const facts = {
    entryId: '300000000000001',
    entryTime: 1_767_225_700,
    field: 'messages',
    change: messages(message),
    ...overrides,
  };
  const key = contentKey(facts);
  return key && Buffer.from(key).toString('hex');
};

describe('the key of a change', () => {
  it.each([
    ['a message', messages(message)],
    ['a status', statuses(status)],
    ['a call', bytes({ value: { calls: [{ id: 'wacid.1', event: 'connect' }] }, field: 'calls' })],
  ])('does not depend on the time of the entry where %s says what it is', (_what, change) => {
    expect(keyOf({ change, entryTime: 1 })).toBe(keyOf({ change, entryTime: 2 }));
    expect(keyOf({ change, entryTime: null })).toBe(keyOf({ change, entryTime: 2 }));
  });

  it.each([
    ['a template status', paused],
    ['a message without id', messages({ type: 'text' })],
    ['two messages, one without id', messages(message, { type: 'text' })],
    ['a status without time', statuses({ id: 'wamid.1', status: 'sent' })],
    ['a change that is no JSON', new TextEncoder().encode('{"value":')],
    ['nothing at all', messages()],
  ])('depends on the time of the entry for %s', (_what, change) => {
    expect(keyOf({ change, entryTime: 1 })).not.toBe(keyOf({ change, entryTime: 2 }));
    expect(keyOf({ change, entryTime: 1 })).toBe(keyOf({ change, entryTime: 1 }));
    expect(keyOf({ change, entryTime: null })).toBeNull();
  });

  it('differs by account, by field and by every byte', () => {
    const spaced = new TextEncoder().encode(` ${new TextDecoder().decode(messages(message))}`);
    const keys = [
      keyOf(),
      keyOf({ entryId: '300000000000002' }),
      keyOf({ field: 'standby' }),
      keyOf({ change: spaced }),
      keyOf({ change: messages({ ...message, id: 'wamid.2' }) }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('begins with the hour, so that keys of one time are neighbours', () => {
    const hours = ['1767225660', '1767225670', '1767229300'].map((timestamp) =>
      keyOf({ change: messages({ ...message, timestamp }) })?.slice(0, 8),
    );
    expect(hours[0]).toBe(hours[1]);
    expect(Number.parseInt(hours[2] ?? '', 16)).toBe(Number.parseInt(hours[0] ?? '', 16) + 1);
  });

  it('does not exist for the samples of the Test button', () => {
    expect(keyOf({ entryId: '0' })).toBeNull();
  });
});
