// Every row of the catalogue of hostile bodies that a parser or slicer can meet, through both doors: cut as a
// notification from upstream, and as something to publish. A row that is not run here must be given to a suite.
import { afterAll, describe, expect, it } from 'vitest';
import { type JsonBodyRow, jsonBodyRows } from '../test/hostile-rows.ts';
import { formNotification } from './envelope.ts';
import { findField } from './fields.ts';
import { type CutEnvelope, type CutFailure, cutEnvelope, cutPublished } from './slices.ts';

const rows = jsonBodyRows();

const elsewhere: Record<string, string> = {
  'set-path': 'edit.test.ts',
  'graph-fields': 'the suite of the Graph API',
};

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text);
const inEnvelope = (value: string, more = '') =>
  `{"object":"whatsapp_business_account","entry":[{"id":"300000000000001","time":1739321024,"changes":[{"value":${value},"field":"messages"}]}]${more}}`;
const change = '{"value":{},"field":"messages"}';
const oneEntry = (changes: string) => `{"id":"300000000000001","changes":[${changes}]}`;
const envelopeOf = (entries: string) => `{"object":"whatsapp_business_account","entry":[${entries}]}`;
const padded = (length: number) => {
  const text = inEnvelope('{}');
  return text + ' '.repeat(length - text.length);
};

/** What the rows with `construct` describe in words. */
const constructed: Record<string, () => Uint8Array> = {
  bom: () => bytesOf(`\ufeff${inEnvelope('{}')}`),
  utf16: () =>
    new Uint8Array(Uint16Array.from([...inEnvelope('{}')].map((unit) => unit.charCodeAt(0))).buffer),
  latin1: () => Uint8Array.from([...bytesOf('{"a":"'), 0xe9, ...bytesOf('"}')]),
  overlong: () => Uint8Array.from([0x22, 0xc0, 0xaf, 0x22]),
  'surrogate-utf8': () => Uint8Array.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
  'utf8-cut': () => Uint8Array.from([0x22, 0xf0, 0x9f, 0x98]),
  'beyond-10ffff': () => Uint8Array.from([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]),
  'field-long': () => bytesOf(envelopeOf(oneEntry(`{"field":"${'a'.repeat(10_000)}","value":{}}`))),
  'changes-1001': () => bytesOf(envelopeOf(oneEntry(Array(1001).fill(change).join(',')))),
  'changes-split-1001': () => bytesOf(envelopeOf(Array(1001).fill(oneEntry(change)).join(','))),
  'time-string': () => bytesOf(inEnvelope('{}').replace('1739321024', '"soon"')),
  'depth-64': () => bytesOf(inEnvelope('['.repeat(59) + ']'.repeat(59))),
  'depth-65': () => bytesOf(inEnvelope('['.repeat(60) + ']'.repeat(60))),
  'depth-10k': () => bytesOf('['.repeat(10_000) + ']'.repeat(10_000)),
  'depth-1.5m': () => bytesOf('['.repeat(1_500_000) + ']'.repeat(1_500_000)),
  'depth-obj': () => bytesOf(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
  'exact-3mb': () => bytesOf(padded(3_145_728)),
  'over-3mb': () => bytesOf(padded(3_145_729)),
  // Eight bytes with the quotes: eight more would not fit into 3 MB.
  'keys-250k': () =>
    bytesOf(
      inEnvelope(
        `{${Array.from({ length: 250_000 }, (_, i) => `"${String(i).padStart(6, '0')}":1`).join(',')}}`,
      ),
    ),
  'empties-1m': () => bytesOf(inEnvelope(`[${'{},'.repeat(999_999)}{}]`)),
  'string-3mb': () => bytesOf(inEnvelope(`{"t":"${'x'.repeat(3_000_000)}"}`)),
  'escapes-500k': () => bytesOf(inEnvelope(`{"t":"${'\\u0041'.repeat(500_000)}"}`)),
  'digits-3mb': () => bytesOf(inEnvelope(`{"n":${'7'.repeat(3_000_000)}}`)),
  'blanks-3mb': () => bytesOf(inEnvelope('{}', ' '.repeat(3_000_000))),
  'hash-keys': () =>
    bytesOf(inEnvelope(`{${Array.from({ length: 100_000 }, (_, i) => `"${100_000 - i}":1`).join(',')}}`)),
};

const bodyOf = (row: JsonBodyRow): Uint8Array => {
  const make = constructed[row.id];
  if (make !== undefined) return make();
  if (typeof row.input !== 'string') throw new Error(`nobody has built the body of row ${row.id}`);
  return bytesOf(row.input);
};

const upstream = (body: Uint8Array) => cutEnvelope(body, { duplicateKeys: 'last' });

function accepted(result: { ok: true; envelope: CutEnvelope } | CutFailure): CutEnvelope {
  if (!result.ok) throw new Error(`${result.code} at ${result.at}: ${result.message}`);
  return result.envelope;
}

function published(body: Uint8Array): CutEnvelope {
  const result = cutPublished(body);
  if (!result.ok) throw new Error(`${result.code} at ${result.at}: ${result.message}`);
  if (result.kind !== 'envelope') throw new Error('it was not read as an envelope');
  return result.envelope;
}

const rowsOf = (...groups: JsonBodyRow['group'][]) =>
  rows.filter(({ id, group }) => groups.includes(group) && elsewhere[id] === undefined);

afterAll(() => {
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

it('every row is run here or by the suite it was given to', () => {
  const groups: JsonBodyRow['group'][] = [
    'syntax',
    'shape',
    'duplicate-keys',
    'size',
    'number',
    'string',
    'prototype',
  ];
  const run = rowsOf(...groups).map(({ id }) => id);
  const known = [...run, ...Object.keys(elsewhere)];
  expect(rows.map(({ id }) => id).filter((id) => !known.includes(id))).toEqual([]);
  expect(Object.keys(elsewhere).filter((id) => !rows.some((row) => row.id === id))).toEqual([]);
  expect(Object.keys(constructed).filter((id) => !rows.some((row) => row.id === id))).toEqual([]);
});

describe('bodies that break JSON', () => {
  const codes: Record<string, string> = {
    empty: 'empty',
    space: 'empty',
    latin1: 'bad_utf8',
    overlong: 'bad_utf8',
    'surrogate-utf8': 'bad_utf8',
    'utf8-cut': 'bad_utf8',
    'beyond-10ffff': 'bad_utf8',
  };

  it.each(rowsOf('syntax').map((row) => [row.id, row] as const))('%s', (id, row) => {
    expect(row.expect).toBe('400');
    const code = codes[id] ?? 'not_json';
    expect(upstream(bodyOf(row))).toMatchObject({ ok: false, code });
    expect(cutPublished(bodyOf(row))).toMatchObject({ ok: false, code });
  });
});

describe('JSON that is no notification', () => {
  const codes: Record<string, string> = {
    'id-number': 'bad_id',
    'id-unsafe': 'bad_id',
    'id-proto': 'bad_id',
    'field-long': 'bad_field',
    'changes-1001': 'too_many_changes',
    'changes-split-1001': 'too_many_changes',
  };
  // Refused by somebody else, or not at all.
  const passes = ['field-proto', 'time-string'];

  it.each(
    rowsOf('shape')
      .filter(({ id }) => !passes.includes(id))
      .map((row) => [row.id, row] as const),
  )('%s', (id, row) => {
    expect(row.expect).toBe('400');
    expect(upstream(bodyOf(row))).toMatchObject({ ok: false, code: codes[id] ?? 'not_an_envelope' });
    expect(cutPublished(bodyOf(row))).toMatchObject({ ok: false });
  });

  it.each(rowsOf('shape').filter(({ id }) => id === 'field-proto'))(
    '$id: is well formed, and no known field',
    (row) => {
      const field = accepted(upstream(bodyOf(row))).entries[0]?.changes[0]?.field ?? '';
      expect(field).toBe('constructor');
      expect(findField(field)).toBeUndefined();
    },
  );

  it.each(rowsOf('shape').filter(({ id }) => id === 'time-string'))('$id: is taken with a warning', (row) => {
    for (const envelope of [accepted(upstream(bodyOf(row))), published(bodyOf(row))]) {
      expect(envelope.entries[0]?.time).toBeNull();
      expect(envelope.warnings).toMatchObject([{ code: 'bad_time' }]);
    }
  });
});

describe('members that are there twice', () => {
  const belowRouting = 'dup-in-value';

  it.each(rowsOf('duplicate-keys').filter(({ id }) => id !== belowRouting))('$id', (row) => {
    const body = bodyOf(row);
    expect(cutPublished(body)).toMatchObject({ ok: false, code: 'duplicate_key' });
    expect(cutEnvelope(body, { duplicateKeys: 'refuse' })).toMatchObject({
      ok: false,
      code: 'duplicate_key',
    });

    const envelope = accepted(upstream(body));
    const parsed = JSON.parse(row.input ?? '');
    const [entry] = envelope.entries;
    expect(envelope.warnings).toMatchObject([{ code: 'duplicate_key' }]);
    expect(envelope.entries).toHaveLength(parsed.entry.length);
    expect(entry?.id).toBe(parsed.entry[0].id);
    expect(entry?.changes[0]?.field).toBe(parsed.entry[0].changes[0].field);
    expect(entry?.changes[0]?.phoneNumberId ?? undefined).toBe(
      parsed.entry[0].changes[0].value.metadata?.phone_number_id,
    );
  });

  it.each(rowsOf('duplicate-keys').filter(({ id }) => id === belowRouting))('$id', (row) => {
    expect(published(bodyOf(row)).warnings).toEqual([]);
    expect(accepted(upstream(bodyOf(row))).warnings).toEqual([]);
  });
});

describe('large and deep bodies', () => {
  const codes: Record<string, string> = {
    'depth-65': 'too_deep',
    'depth-10k': 'too_deep',
    'depth-1.5m': 'too_deep',
    'depth-obj': 'too_deep',
    'over-3mb': 'too_large',
  };

  /** The bound that a row states, five times over: this shows orders of magnitude, not milliseconds. */
  const timeMax = (row: JsonBodyRow) => {
    const stated = /under (\d+) ms/.exec(row.expect)?.[1];
    return stated === undefined ? Number.POSITIVE_INFINITY : 5 * Number(stated);
  };

  it.each(rowsOf('size').map((row) => [row.id, row] as const))('%s', (id, row) => {
    const body = bodyOf(row);
    const begin = performance.now();
    const result = upstream(body);
    expect(performance.now() - begin).toBeLessThan(timeMax(row));

    const code = codes[id];
    expect(row.expect.startsWith('accepted')).toBe(code === undefined);
    if (code === undefined) {
      expect(accepted(result).changeCount).toBe(1);
      expect(published(body).changeCount).toBe(1);
    } else {
      expect(result).toMatchObject({ ok: false, code });
      expect(cutPublished(body)).toMatchObject({ ok: false, code });
    }
  });
});

describe('numbers, strings and names that a parser would change', () => {
  it.each(rowsOf('number', 'string', 'prototype').map((row) => [row.id, row] as const))('%s', (_, row) => {
    expect(row.expect).toMatch(/^accepted, same bytes out/);
    const body = bodyOf(row);
    for (const { entries } of [accepted(upstream(body)), published(body)]) {
      const again = formNotification(
        entries.map(({ id, time, changes }) => ({
          id,
          time,
          changes: changes.map(({ start, end }) => body.subarray(start, end)),
        })),
      );
      expect(new TextDecoder().decode(again)).toBe(row.input);
    }
  });
});
