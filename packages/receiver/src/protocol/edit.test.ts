import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectText } from '../test/arbitrary-json.ts';
import { jsonBodyRows } from '../test/hostile-rows.ts';
import { findMember, removeMember, setMember } from './edit.ts';

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text);
const textOf = (bytes: Uint8Array) =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
const steps = (path: string) => path.split('.');

function set(json: string, path: string, value: string): string {
  const result = setMember(bytesOf(json), steps(path), bytesOf(value));
  if (!result.ok) throw new Error(result.message);
  return textOf(result.json);
}

function refusal(json: string, path: string, value = '1'): string {
  const result = setMember(bytesOf(json), path === '' ? [] : steps(path), bytesOf(value));
  if (result.ok) throw new Error('it was set');
  return result.message;
}

describe('finding a member', () => {
  const find = (json: string, path: string) => {
    const range = findMember(bytesOf(json), steps(path));
    return range && textOf(bytesOf(json).subarray(range.start, range.end));
  };

  it('gives the bytes of its value', () => {
    expect(find('{ "a" : [ 1 , { "b" : 9007199254740993 } ] }', 'a.1.b')).toBe('9007199254740993');
    expect(find('{"é\\/":{"x":[]}}', 'é/.x')).toBe('[]');
    expect(find('{"0":{"1":true}}', '0.1')).toBe('true');
  });

  it('gives null where there is none', () => {
    for (const path of ['b', 'a.1', 'a.00', 'a.x', 'a.0.b', 'a.-1'])
      expect(find('{"a":[1]}', path)).toBeNull();
  });

  it('gives the last of two, as a parser does', () => {
    expect(find('{"a":1,"\\u0061":2}', 'a')).toBe('2');
  });
});

describe('setting a member', () => {
  it('replaces its value and leaves every other byte alone', () => {
    const json = ' { "n" : 9007199254740993, "a" : [ 1.0 , "\\u00E9" ],"n2":-0 } ';
    expect(set(json, 'a.1', '"x"')).toBe(' { "n" : 9007199254740993, "a" : [ 1.0 , "x" ],"n2":-0 } ');
  });

  it('adds a new one at the end of its object', () => {
    expect(set('{"a":{ }}', 'a.b', '1')).toBe('{"a":{"b":1 }}');
    expect(set('{"a":1 }', 'b "', ' [ ] ')).toBe('{"a":1,"b \\"":[ ] }');
  });

  it('adds an element at the end of its array, and nowhere else', () => {
    expect(set('[]', '0', '1')).toBe('[1]');
    expect(set('[1, 2 ]', '2', '3')).toBe('[1, 2,3 ]');
    expect(refusal('[1,2]', '3')).toBe('"3" is no element: the array has 2, so 2 would append one');
    expect(refusal('[1,2]', 'x')).toMatch(/is no element/);
    expect(refusal('[1,2]', '02')).toMatch(/is no element/);
  });

  it.each([
    ['{"a":1}', '', 'the path is empty; name at least one member'],
    ['{"a":1}', 'b.c', '"b.c" has no parent in the document; set the parent first'],
    ['{"a":1}', 'a.b', '"a.b" can\'t be set: its parent is neither an object nor an array'],
    ['{"a":1', 'a', '"a" can\'t be set: the body ends too early'],
  ])('in %s at %j is refused', (json, path, message) => {
    expect(refusal(json, path)).toBe(message);
  });

  it('is refused when the value is no JSON', () => {
    for (const value of ['', 'x', '1 2', '{"a":1},"b":2'])
      expect(refusal('{"a":1}', 'a', value)).toMatch(/"a" can't be set/);
  });
});

describe('row set-path of the hostile bodies', () => {
  const row = jsonBodyRows().find(({ id }) => id === 'set-path');
  const paths = [...(row?.construct ?? '').matchAll(/--set ([^=]+)=/g)].map((match) => match[1] ?? '');

  it.each(paths)('%s is refused with the path named', (path) => {
    expect(refusal(row?.input ?? '', path)).toBe(
      `"${path}" is refused: __proto__, constructor and prototype can't be set`,
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('names three paths', () => {
    expect(paths).toHaveLength(3);
  });
});

describe('for random documents', () => {
  type Parent = { path: string[]; container: Record<string, unknown> | unknown[] };

  /** Every object and array of a parsed document, with its path. */
  function parents(value: unknown, path: string[] = []): Parent[] {
    if (typeof value !== 'object' || value === null) return [];
    const container: Parent['container'] = Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value));
    const inner = Object.entries(value).flatMap(([key, member]) => parents(member, [...path, key]));
    return [{ path, container }, ...inner];
  }

  it('setting agrees with setting in the parsed object', () => {
    fc.assert(
      fc.property(objectText, fc.nat(), fc.string(), objectText, (json, place, name, value) => {
        const parsed: unknown = JSON.parse(json);
        const all = parents(parsed);
        const { path, container } = all[place % all.length] ?? { path: [], container: {} };
        const known = Object.keys(container);
        const step = Array.isArray(container)
          ? String(place % (container.length + 1))
          : (known[place % 3] ?? name);
        const full = [...path, step];
        fc.pre(!full.some((part) => ['__proto__', 'constructor', 'prototype'].includes(part)));

        const result = setMember(bytesOf(json), full, bytesOf(value));
        if (!result.ok) throw new Error(result.message);
        const found = findMember(result.json, full);
        expect(found && textOf(result.json.subarray(found.start, found.end))).toBe(value);
        expect(JSON.parse(textOf(result.json))).toEqual(replaced(parsed, full, JSON.parse(value)));
      }),
      { numRuns: 500 },
    );
  });

  /** A copy of the parsed document with one member set. */
  function replaced(document: unknown, [step, ...rest]: string[], value: unknown): unknown {
    if (step === undefined) return value;
    if (Array.isArray(document)) {
      const copy = [...document];
      copy[Number(step)] = replaced(copy[Number(step)], rest, value);
      return copy;
    }
    const members = new Map(Object.entries(document ?? {}));
    members.set(step, replaced(members.get(step), rest, value));
    return Object.fromEntries(members);
  }
});

describe('removing a member', () => {
  const remove = (json: string, path: string) => {
    const result = removeMember(bytesOf(json), steps(path));
    return result.ok ? textOf(result.json) : result.message;
  };

  it('takes its comma with it and leaves every other byte alone', () => {
    expect(remove('{ "a" : 1.0 , "b":2, "c":9007199254740993 }', 'a')).toBe(
      '{ "b":2, "c":9007199254740993 }',
    );
    expect(remove('{ "a" : 1 , "b":2, "c":3 }', 'b')).toBe('{ "a" : 1, "c":3 }');
    expect(remove('{ "a" : 1 , "b":2 }', 'b')).toBe('{ "a" : 1 }');
    expect(remove('{"a":{ "b":1 }}', 'a.b')).toBe('{"a":{ }}');
    expect(remove('{"a":[1,2,3]}', 'a.0')).toBe('{"a":[2,3]}');
    expect(remove('[[1]]', '0')).toBe('[]');
  });

  it('refuses one that is there twice', () => {
    expect(remove('{"a":1,"b":2,"\\u0061":3}', 'a')).toBe('"a" is there 2 times');
  });

  it('says so when there is nothing to remove', () => {
    for (const path of ['b', 'a.1', 'a.0.x', 'c.d'])
      expect(remove('{"a":[1]}', path)).toContain('is not there');
    expect(removeMember(bytesOf('{}'), []).ok).toBe(false);
    expect(removeMember(bytesOf('{"a":1'), ['a']).ok).toBe(false);
  });

  it('leaves what a parser would leave', () => {
    const member = fc.constantFrom('a', 'b', 'c', '0', 'é"');
    fc.assert(
      fc.property(objectText, member, (json, name) => {
        const before: Record<string, unknown> = JSON.parse(json);
        const result = removeMember(bytesOf(json), [name]);
        if (!result.ok) {
          expect(result.message).toMatch(Object.hasOwn(before, name) ? /is there \d+ times/ : /is not there/);
          return;
        }
        const after: Record<string, unknown> = JSON.parse(textOf(result.json));
        delete before[name];
        expect(after).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });
});
