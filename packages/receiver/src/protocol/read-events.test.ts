import { describe, expect, it } from 'vitest';
import { changesMax } from './limits.ts';
import { cutPublished, type Published } from './slices.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function publish(text: string): Published {
  const result = cutPublished(bytesOf(text));
  if (!result.ok) throw new Error(`${result.code} at ${result.at}: ${result.message}`);
  return result;
}

function items(text: string) {
  const published = publish(text);
  if (published.kind !== 'items') throw new Error('it was read as an envelope');
  return published.items;
}

function refusal(text: string) {
  const result = cutPublished(bytesOf(text));
  if (result.ok) throw new Error('it was accepted');
  return { code: result.code, message: result.message };
}

const event = '{"waba_id":"300000000000001","field":"messages","value":{"a":1}}';

describe('an event to publish', () => {
  it('is cut into its value and what routes it', () => {
    expect(items(event)).toEqual([
      {
        wabaId: '300000000000001',
        field: 'messages',
        valueStart: event.indexOf('{"a"'),
        valueEnd: event.length - 1,
        valueIsFormed: true,
        phoneNumberId: null,
        displayPhoneNumber: null,
        time: null,
      },
    ]);
  });

  it('names its phone number itself, or lets its value say it', () => {
    const value = '"value":{"metadata":{"phone_number_id":"7","display_phone_number":"8"}}';
    const head = '{"waba_id":"1","field":"messages"';
    expect(items(`${head},${value}}`)).toMatchObject([{ phoneNumberId: '7', displayPhoneNumber: '8' }]);
    expect(items(`${head},${value},"phone_number_id":"9"}`)).toMatchObject([{ phoneNumberId: '9' }]);
  });

  it('may carry a time, read as in a notification', () => {
    const timed = (time: string) => publish(`{"waba_id":"1","field":"flows","value":{},"time":${time}}`);
    expect(timed('5')).toMatchObject({ items: [{ time: 5 }], warnings: [] });
    expect(timed('"5"')).toMatchObject({ items: [{ time: 5 }], warnings: [{ code: 'time_is_text' }] });
    expect(timed('"soon"')).toMatchObject({ items: [{ time: null }], warnings: [{ code: 'bad_time' }] });
  });

  it('may be one of up to 1000 in an array', () => {
    const list = (count: number) => `[${Array(count).fill(event).join(',')}]`;
    expect(items(list(changesMax))).toHaveLength(changesMax);
    expect(refusal(list(changesMax + 1)).code).toBe('too_many_changes');
    expect(refusal('[]')).toEqual({
      code: 'not_an_event',
      message: 'the array is empty; put at least one event in it',
    });
  });

  it.each([
    ['1', 'not_an_event', 'the body must be an object with "waba_id", "field" and "value"'],
    ['[null]', 'not_an_event', '[0] must be an object with "waba_id", "field" and "value"'],
    ['{}', 'not_an_event', 'waba_id is missing; an event needs "waba_id", "field" and "value"'],
    [
      `[${event},{"waba_id":"1","value":{}}]`,
      'not_an_event',
      '[1].field is missing; an event needs "waba_id", "field" and "value"',
    ],
    ['{"waba_id":"1","field":"flows","value":[]}', 'not_an_event', 'value must be an object'],
    [
      '{"waba_id":1,"field":"flows","value":{}}',
      'bad_id',
      'waba_id must be a string of 1 to 32 digits; ids sent as JSON numbers would be rounded',
    ],
    [
      '{"waba_id":"1","field":"flows","value":{},"phone_number_id":""}',
      'bad_id',
      'phone_number_id must be a string of 1 to 32 digits; ids sent as JSON numbers would be rounded',
    ],
    [
      '{"waba_id":"1","waba_id":"2","field":"flows","value":{}}',
      'duplicate_key',
      'waba_id is there twice; keep one of them',
    ],
    [
      '{"waba_id":"1","field":"flows","value":{},"phone_numberid":"7"}',
      'unknown_member',
      '"phone_numberid" is not a member of an event; those are waba_id, field, value, phone_number_id, time',
    ],
    [
      '{"waba_id":"1","<script>\\u001b":0}',
      'unknown_member',
      '"\\u003Cscript\\u003e\\u001b" is not a member of an event; those are waba_id, field, value, phone_number_id, time',
    ],
  ])('is refused as %s', (text, code, message) => {
    expect(refusal(text)).toEqual({ code, message });
  });
});

describe('an envelope to publish', () => {
  const envelope =
    '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"value":{},"field":"flows"}]}]}';

  it('is recognised by its members, alone or in an array', () => {
    for (const text of [envelope, ` [${envelope}]`, `{"x":{"waba_id":1},${envelope.slice(1)}`]) {
      expect(publish(text)).toMatchObject({ kind: 'envelope', envelope: { changeCount: 1 } });
    }
  });

  it('never comes in pairs, or mixed with events', () => {
    expect(refusal(`[${envelope},${envelope}]`).code).toBe('not_an_envelope');
    expect(refusal(`[${envelope},${event}]`).code).toBe('not_an_envelope');
    expect(refusal(`[${event},${envelope}]`).code).toBe('unknown_member');
  });

  it('has values, not only names of changed fields', () => {
    const named = '{"object":"whatsapp_business_account","entry":[{"id":"1","changed_fields":["flows"]}]}';
    expect(refusal(named).message).toBe(
      'entry[0].changed_fields has no values to publish; send "changes" instead',
    );
  });

  it('has no duplicates among its routing members', () => {
    expect(refusal(envelope.replace('"id":"1"', '"id":"1","id":"1"')).code).toBe('duplicate_key');
  });
});
