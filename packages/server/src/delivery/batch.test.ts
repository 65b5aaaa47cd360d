import { describe, expect, it } from 'vitest';
import type { OwedEvent } from '../store/store.ts';
import { notificationBody } from './batch.ts';

function owed(part: Pick<OwedEvent, 'seq' | 'entryNo' | 'field'> & Partial<OwedEvent>): OwedEvent {
  const { field } = part;
  return {
    group: 1,
    wabaId: 1,
    entryId: '300000000000001',
    entryTime: 1739321024,
    phoneNumber: null,
    origin: 'publish',
    acceptedAt: 0,
    change: Buffer.from(`{"value":{"secret":1},"field":"${field}"}`),
    ...part,
  };
}

const events = [
  owed({ seq: 1, entryNo: 0, field: 'account_update' }),
  owed({ seq: 2, entryNo: 0, field: 'security' }),
  owed({ seq: 3, entryNo: 0, field: 'account_update' }),
  owed({ seq: 4, entryNo: 1, field: 'messages', entryTime: null }),
];

describe('a notification without values', () => {
  it('names the changed fields of each entry once, and tells no value', () => {
    expect(Buffer.from(notificationBody(events, { includeValues: false })).toString()).toBe(
      '{"object":"whatsapp_business_account","entry":[' +
        '{"id":"300000000000001","time":1739321024,"changed_fields":["account_update","security"]},' +
        '{"id":"300000000000001","changed_fields":["messages"]}]}',
    );
  });

  it('is what an app gets only when it asked for it', () => {
    const body = Buffer.from(notificationBody(events)).toString();
    expect(body).toContain('"changes":[{"value":{"secret":1},"field":"account_update"}');
    expect(body).not.toContain('changed_fields');
  });
});
