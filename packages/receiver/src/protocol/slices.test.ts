import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText, member, objectOf, objectText } from '../test/arbitrary-json.ts';
import { changesMax, notificationBytesMax, warningsMax } from './limits.ts';
import { type CutEnvelope, cutEnvelope } from './slices.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const bytesOf = (text: string) => encoder.encode(text);

function cut(text: string, duplicateKeys: 'refuse' | 'last' = 'refuse'): CutEnvelope {
  const result = cutEnvelope(bytesOf(text), { duplicateKeys });
  if (!result.ok) throw new Error(`${result.code} at ${result.at}: ${result.message}`);
  return result.envelope;
}

function refusal(text: string, duplicateKeys: 'refuse' | 'last' = 'refuse') {
  const result = cutEnvelope(bytesOf(text), { duplicateKeys });
  if (result.ok) throw new Error('it was accepted');
  return { code: result.code, message: result.message, at: result.at };
}

const body = (entries: string) => `{"object":"whatsapp_business_account","entry":[${entries}]}`;
const change = '{"value":{},"field":"messages"}';
const entry = (changes: string, more = '') => `{"id":"300000000000001",${more}"changes":[${changes}]}`;

describe('a notification', () => {
  it('is cut into whole change objects and what routes them', () => {
    const text = body(
      entry(
        '{"value":{"metadata":{"display_phone_number":"12025550110","phone_number_id":"400000000000001"}},"field":"messages"}',
        '"time":1739321024,',
      ),
    );
    const envelope = cut(text);
    expect(envelope).toEqual({
      entries: [
        {
          id: '300000000000001',
          time: 1739321024,
          changes: [
            {
              start: text.indexOf('{"value"'),
              end: text.length - ']}]}'.length,
              valueStart: text.indexOf('{"metadata"'),
              valueEnd: text.indexOf(',"field"'),
              isFormed: true,
              field: 'messages',
              phoneNumberId: '400000000000001',
              displayPhoneNumber: '12025550110',
              wabaInfoId: null,
            },
          ],
        },
      ],
      changeCount: 1,
      warnings: [],
    });
  });

  it('may hold no entries, and entries without changes', () => {
    expect(cut(body(''))).toEqual({ entries: [], changeCount: 0, warnings: [] });
    expect(cut(body(entry('')))).toMatchObject({ entries: [{ changes: [] }], changeCount: 0 });
  });

  it('may stand alone in an array, as old documentation prints it', () => {
    expect(cut(` [ ${body(entry(change))} ] `).changeCount).toBe(1);
    expect(refusal('[]').message).toBe('a body that is an array must hold exactly one envelope');
    expect(refusal(`[${body('')},${body('')}]`).code).toBe('not_an_envelope');
  });

  it('may come with its members in any order, and with members nobody knows', () => {
    const { entries } = cut(
      `{"x":[{}],"entry":[{"changes":[{"y":1,"field":"flows","value":{"z":[]}}],"w":null,"id":"1"}],"object":"whatsapp_business_account"}`,
    );
    expect(entries[0]).toMatchObject({ id: '1', time: null, changes: [{ field: 'flows' }] });
  });

  it('may name changed fields instead of sending values', () => {
    expect(cut(body('{"id":"1","time":5,"changed_fields":["messages","flows"]}'))).toEqual({
      entries: [{ id: '1', time: 5, changes: [], changedFields: ['messages', 'flows'] }],
      changeCount: 0,
      warnings: [],
    });
    expect(refusal(body('{"id":"1","changed_fields":"messages"}')).message).toMatch(
      /^entry\[0\]\.changed_fields /,
    );
  });

  it('may have an array as value, with a warning', () => {
    const envelope = cut(body(entry('{"value":[1],"field":"messages"}')));
    expect(envelope.changeCount).toBe(1);
    expect(envelope.warnings).toMatchObject([{ code: 'value_not_object' }]);
  });
});

describe('the number or account a change is about', () => {
  const factsOf = (value: string) => {
    const slice = cut(body(entry(`{"field":"messages","value":${value}}`))).entries[0]?.changes[0];
    return [slice?.phoneNumberId, slice?.displayPhoneNumber, slice?.wabaInfoId];
  };

  it.each([
    ['{"metadata":{"phone_number_id":"7","display_phone_number":"1 202"}}', ['7', '1 202', null]],
    ['{"display_phone_number":"12025550110"}', [null, '12025550110', null]],
    ['{"display_phone_number":"1","metadata":{"display_phone_number":"2"}}', [null, '2', null]],
    ['{"waba_info":{"waba_id":"300000000000001","owner_business_id":"1"}}', [null, null, '300000000000001']],
    ['{"recipient":{"phone_number_id":"7","display_phone_number":"8"}}', ['7', '8', null]],
    ['{"phone_number_settings":{"phone_number_id":"7"}}', ['7', null, null]],
    ['{}', [null, null, null]],
  ])('is read from %s', (value, expected) => {
    expect(factsOf(value)).toEqual(expected);
  });

  it.each([
    '{"metadata":null,"waba_info":[],"recipient":"x","phone_number_settings":1,"display_phone_number":{}}',
    '{"metadata":{"phone_number_id":7,"display_phone_number":12025550110},"waba_info":{"waba_id":7}}',
    '{"metadata":{"phone_number_id":"a\\u0000b","display_phone_number":"\\u202e1"},"waba_info":{"waba_id":"__proto__"}}',
    `{"metadata":{"phone_number_id":"${'7'.repeat(33)}"},"display_phone_number":"${'1'.repeat(65)}"}`,
    '{"x":{"metadata":{"phone_number_id":"7"}}}',
  ])('is unknown in %s', (value) => {
    expect(factsOf(value)).toEqual([null, null, null]);
  });
});

describe('a refusal names code, place and cure', () => {
  it.each([
    ['{"entry":[]}', 'not_an_envelope', 'object must be the string "whatsapp_business_account"'],
    [
      '{"object":"page","entry":[]}',
      'not_an_envelope',
      'object must be the string "whatsapp_business_account"; other products are not handled',
    ],
    ['{"object":"whatsapp_business_account"}', 'not_an_envelope', 'entry must be an array'],
    [body('7'), 'not_an_envelope', 'entry[0] must be an object'],
    [body('{"changes":[]}'), 'not_an_envelope', 'entry[0].id must be a string of digits'],
    [body(`${entry('')},{"id":"1"}`), 'not_an_envelope', 'entry[1].changes must be an array'],
    [body(entry('null')), 'not_an_envelope', 'entry[0].changes[0] must be an object'],
    [body(entry(`${change},{"value":{}}`)), 'not_an_envelope', 'entry[0].changes[1].field must be a string'],
    [body(entry('{"field":"messages"}')), 'not_an_envelope', 'entry[0].changes[0].value must be an object'],
    [
      body(entry('{"field":"messages","value":"x"}')),
      'not_an_envelope',
      'entry[0].changes[0].value must be an object',
    ],
    [
      body('{"id":300000000000001,"changes":[]}'),
      'bad_id',
      'entry[0].id must be a string of 1 to 32 digits; ids sent as JSON numbers would be rounded',
    ],
    [
      body(entry('{"field":"Messages","value":{}}')),
      'bad_field',
      'entry[0].changes[0].field must be a field name like "messages": lower-case letters, digits and _, 64 at most',
    ],
  ])('%s', (text, code, message) => {
    expect(refusal(text)).toMatchObject({ code, message });
  });

  it('gives the offset of what is wrong', () => {
    const text = body('{"id": 7,"changes":[]}');
    expect(refusal(text).at).toBe(text.indexOf('7'));
    expect(refusal('{"object":x}').at).toBe(10);
  });

  it('says not JSON wherever the fault is, also when the shape was wrong before', () => {
    expect(refusal('{"object":"page","entry":[nul]}')).toMatchObject({ code: 'not_json', at: 29 });
    expect(refusal(`[7,{"a":${'['.repeat(70)}`).code).toBe('too_deep');
  });
});

describe('time', () => {
  const timeOf = (time: string) => {
    const envelope = cut(body(entry(change, `"time":${time},`)));
    return [envelope.entries[0]?.time, ...envelope.warnings.map((warning) => warning.code)];
  };

  it.each([
    ['1739321024', [1739321024]],
    ['0', [0]],
    ['"1739321024"', [1739321024, 'time_is_text']],
    ['"soon"', [null, 'bad_time']],
    ['1739321024.5', [null, 'bad_time']],
    ['-1', [null, 'bad_time']],
    ['1e9', [null, 'bad_time']],
    ['9007199254740993', [null, 'bad_time']],
    ['null', [null, 'bad_time']],
    ['{}', [null, 'bad_time']],
    ['["\\u0000"]', [null, 'bad_time']],
    ['{"\\\\":1}', [null, 'bad_time']],
  ])('%s is read as %j', (time, expected) => {
    expect(timeOf(time)).toEqual(expected);
  });
});

describe('bounds', () => {
  const changes = (count: number) => Array(count).fill(change).join(',');

  it('the changes of one entry', () => {
    expect(cut(body(entry(changes(changesMax)))).changeCount).toBe(changesMax);
    expect(refusal(body(entry(changes(changesMax + 1)))).code).toBe('too_many_changes');
  });

  it('the changes of all entries together, changed fields included', () => {
    const half = changes(changesMax / 2);
    expect(cut(body(`${entry(half)},${entry(half)}`)).changeCount).toBe(changesMax);
    expect(refusal(body(`${entry(half)},${entry(half)},${entry(change)}`)).code).toBe('too_many_changes');
    const names = `{"id":"1","changed_fields":["messages"]}`;
    expect(refusal(body(`${entry(half)},${entry(half)},${names}`)).code).toBe('too_many_changes');
  });

  it('the entries', () => {
    const entries = Array(changesMax + 1).fill(entry(''));
    expect(refusal(body(entries.join(','))).code).toBe('too_many_changes');
  });

  it('the bytes', () => {
    const text = body('');
    expect(cut(text + ' '.repeat(notificationBytesMax - text.length)).changeCount).toBe(0);
    expect(refusal(text + ' '.repeat(notificationBytesMax - text.length + 1)).code).toBe('too_large');
  });

  it('the warnings', () => {
    const many = body(entry(change, '"time":"x",'.repeat(100)));
    expect(cut(many, 'last').warnings).toHaveLength(warningsMax);
  });
});

describe('duplicates', () => {
  const two = (first: string, second: string) => ({ first, second });

  // Each body holds a member twice; the second form is what must be read when the last one counts.
  const cases = {
    object: two('{"object":"page","object":"whatsapp_business_account","entry":[]}', body('')),
    entry: two(
      `{"object":"whatsapp_business_account","entry":[${entry(`${change},${change}`)}],"entry":[${entry(change)}]}`,
      body(entry(change)),
    ),
    'a wrong entry': two(`{"object":"whatsapp_business_account","entry":7,"entry":[]}`, body('')),
    id: two(body('{"id":7,"id":"1","changes":[]}'), body('{"id":"1","changes":[]}')),
    time: two(body('{"id":"1","time":1,"time":2,"changes":[]}'), body('{"id":"1","time":2,"changes":[]}')),
    changes: two(
      body(`{"id":"1","changes":[null],"changes":[${change}]}`),
      body(`{"id":"1","changes":[${change}]}`),
    ),
    field: two(
      body(entry('{"field":7,"field":"flows","value":{}}')),
      body(entry('{"field":"flows","value":{}}')),
    ),
    value: two(
      body(entry('{"field":"flows","value":{"display_phone_number":"1"},"value":{}}')),
      body(entry('{"field":"flows","value":{}}')),
    ),
    'metadata, the last one no object': two(
      body(entry('{"field":"flows","value":{"metadata":{"phone_number_id":"1"},"metadata":7}}')),
      body(entry('{"field":"flows","value":{}}')),
    ),
    phone_number_id: two(
      body(entry('{"field":"flows","value":{"metadata":{"phone_number_id":"1","phone_number_id":"2"}}}')),
      body(entry('{"field":"flows","value":{"metadata":{"phone_number_id":"2"}}}')),
    ),
    display_phone_number: two(
      body(entry('{"field":"flows","value":{"display_phone_number":"1","display_phone_number":"2"}}')),
      body(entry('{"field":"flows","value":{"display_phone_number":"2"}}')),
    ),
    'waba_id, escaped': two(
      body(entry('{"field":"flows","value":{"waba_info":{"waba_id":"1","\\u0077aba_id":"2"}}}')),
      body(entry('{"field":"flows","value":{"waba_info":{"waba_id":"2"}}}')),
    ),
  };

  const routing = ({ entries, changeCount }: CutEnvelope) => ({
    changeCount,
    entries: entries.map(({ id, time, changes }) => ({
      id,
      time,
      changes: changes.map(({ field, phoneNumberId, displayPhoneNumber, wabaInfoId }) => ({
        field,
        phoneNumberId,
        displayPhoneNumber,
        wabaInfoId,
      })),
    })),
  });

  it.each(Object.entries(cases))('of %s: the last one counts, with a warning', (_, { first, second }) => {
    const envelope = cut(first, 'last');
    expect(routing(envelope)).toEqual(routing(cut(second)));
    expect(envelope.warnings.map((warning) => warning.code)).toContain('duplicate_key');
  });

  it.each(Object.entries(cases))('of %s are refused on demand', (_, { first }) => {
    expect(refusal(first, 'refuse').code).toBe('duplicate_key');
  });

  it('below the routing members are nobody else’s business', () => {
    const text = body(entry('{"field":"messages","value":{"a":1,"a":2,"metadata":{"x":1,"x":2}}}'));
    expect(cut(text, 'refuse').warnings).toEqual([]);
  });

  it('are named with their path', () => {
    expect(refusal(cases.phone_number_id.first).message).toBe(
      'entry[0].changes[0].value.metadata.phone_number_id is there twice; keep one of them',
    );
  });
});

describe('properties of random notifications', () => {
  const fieldName = fc.constantFrom('messages', 'account_update', 'constructor', 'a_field_of_the_future');
  const quoted = (text: fc.Arbitrary<string>) => text.map((content) => JSON.stringify(content));
  const listOf = (items: fc.Arbitrary<string>) =>
    fc.array(items, { maxLength: 3 }).map((texts) => `[${texts.join(' ,\n')}]`);

  const randomChange = objectOf([
    member('value', objectText),
    member('field', quoted(fieldName)),
    member('x', jsonText),
  ]);
  const randomEntry = objectOf([
    member('id', quoted(fc.stringMatching(/^[0-9]{1,17}$/))),
    member('time', fc.nat().map(String)),
    member('changes', listOf(randomChange)),
  ]);
  const randomBody = objectOf([
    member('object', fc.constant('"whatsapp_business_account"')),
    member('entry', listOf(randomEntry)),
  ]);

  it('slices and the gaps between them make up the body, and parse to what the whole parses to', () => {
    fc.assert(
      fc.property(randomBody, (text) => {
        const bytes = bytesOf(text);
        const { entries } = cut(text, 'last');
        const parsed: {
          entry: { id: string; time: number; changes: { value: unknown; field: string }[] }[];
        } = JSON.parse(text);
        const slices = entries.flatMap(({ changes }) => changes);

        let rebuilt = '';
        let at = 0;
        for (const { start, end } of slices) {
          expect(start).toBeGreaterThanOrEqual(at);
          rebuilt += decoder.decode(bytes.subarray(at, start)) + decoder.decode(bytes.subarray(start, end));
          at = end;
        }
        expect(rebuilt + decoder.decode(bytes.subarray(at))).toBe(text);

        const read = entries.map(({ id, time, changes }) => ({
          id,
          time,
          changes: changes.map((slice) => {
            const whole: { value: unknown; field: string } = JSON.parse(
              decoder.decode(bytes.subarray(slice.start, slice.end)),
            );
            const value = JSON.parse(decoder.decode(bytes.subarray(slice.valueStart, slice.valueEnd)));
            expect(whole.field).toBe(slice.field);
            expect(whole.value).toEqual(value);
            return whole;
          }),
        }));
        expect(read).toEqual(parsed.entry);
      }),
      { numRuns: 300 },
    );
  });

  it('random bytes and broken notifications are refused without a throw', () => {
    const broken = fc
      .tuple(randomBody, fc.nat(), fc.uint8Array({ maxLength: 3 }))
      .map(([text, place, noise]) => {
        const bytes = bytesOf(text);
        bytes.set(noise.subarray(0, bytes.length), place % Math.max(1, bytes.length - noise.length));
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), broken), (bytes) => {
        const { ok } = cutEnvelope(bytes, { duplicateKeys: 'last' });
        expect(typeof ok).toBe('boolean');
      }),
      { numRuns: 1000 },
    );
  });
});
