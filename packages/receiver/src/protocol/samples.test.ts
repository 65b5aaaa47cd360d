// The sample notifications that are published with this package, through everything that handles notifications.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changeFrame, formNotification } from './envelope.ts';
import { fieldNames, findField } from './fields.ts';
import { cutEnvelope } from './slices.ts';
import { toWireForm } from './wire-form.ts';

const folder = new URL('../../samples/', import.meta.url);
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.json'),
);
const samples = names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, folder))) }));

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function cut(bytes: Uint8Array) {
  const result = cutEnvelope(bytes, { duplicateKeys: 'refuse' });
  if (!result.ok) throw new Error(`${result.code} at ${result.at}: ${result.message}`);
  return result.envelope;
}

it('there are 346 of them', () => {
  expect(samples).toHaveLength(346);
});

describe('each sample', () => {
  it.each(samples)('$name is cut without loss, into changes of known fields', ({ name, bytes }) => {
    const envelope = cut(bytes);
    const changes = envelope.entries.flatMap((entry) => entry.changes);
    expect(envelope.warnings).toEqual([]);
    expect(changes).not.toHaveLength(0);
    for (const { field } of changes) {
      expect(field).toBe(name.startsWith('_envelope') ? field : name.split('/')[0]);
      if (!name.includes('unknown_field')) expect(findField(field)).toBeDefined();
    }

    let at = 0;
    let rebuilt = '';
    for (const { start, end } of changes) {
      rebuilt += decoder.decode(bytes.subarray(at, start)) + decoder.decode(bytes.subarray(start, end));
      at = end;
    }
    expect(rebuilt + decoder.decode(bytes.subarray(at))).toBe(decoder.decode(bytes));
  });

  it.each(samples)('$name means the same after a round through the wire form', ({ bytes }) => {
    const body = formNotification(
      cut(bytes).entries.map(({ id, time, changes }) => ({
        id,
        time,
        changes: changes.map(({ valueStart, valueEnd, field }) =>
          toWireForm(bytes, { start: valueStart, end: valueEnd }, { escapes: 'meta' }, changeFrame(field)),
        ),
      })),
    );
    const original: unknown = JSON.parse(decoder.decode(bytes));
    expect(JSON.parse(decoder.decode(body))).toEqual(Array.isArray(original) ? original[0] : original);
  });
});

it('every field of the catalogue but the one without a known shape has a folder', () => {
  const folders = new Set(names.map((name) => name.split('/')[0]));
  expect(fieldNames.filter((field) => !folders.has(field))).toEqual(['consumer_profile']);
});

describe('the catalogue of fields agrees with the samples', () => {
  // Forms that documentation has dropped or never confirmed may differ.
  const current = samples.filter(({ name }) => !/^_envelope|legacy|dashboard|announced/.test(name));

  it('on which values carry metadata, and which entries a time', () => {
    const disagreeing = current.filter(({ bytes }) => {
      const parsed: {
        entry: { time?: number; changes: { field: string; value: { metadata?: object } }[] }[];
      } = JSON.parse(decoder.decode(bytes));
      return parsed.entry.some(({ time, changes }) =>
        changes.some(({ field, value }) => {
          const known = findField(field);
          return (
            known?.metadata !== (value.metadata !== undefined) || known.entryTime !== (time !== undefined)
          );
        }),
      );
    });
    expect(disagreeing.map(({ name }) => name)).toEqual([]);
  });
});
