import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, type Edit } from './edits.ts';
import { parsePath, placeIn } from './set-path.ts';

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const notification = (value: unknown) => ({ object: 'x', entry: [{ id: '1', changes: [{ value }] }] });

describe('a path', () => {
  it.each([
    ['text.body', ['text', 'body']],
    ['messages[0].text', ['messages', '0', 'text']],
    ['messages.0.text', ['messages', '0', 'text']],
    ['[0][1]', ['0', '1']],
    ['["a.b"].c["d]\\""]', ['a.b', 'c', 'd]"']],
    ['é ü', ['é ü']],
  ])('%s is read', (text, steps) => {
    expect(parsePath(text)).toEqual({ ok: true, steps });
  });

  it.each([
    ['', 'empty'],
    ['.a', 'character 1'],
    ['a..b', 'character 2'],
    ['a.', 'character 2'],
    ['a[', 'character 2'],
    ['a[x]', 'character 2'],
    ['a["b]', 'character 2'],
    ['a["\\q"]', 'character 2'],
    ['a]b', 'character 2'],
    ['a.'.repeat(70).slice(0, -1), '70 steps'],
  ])('%s is refused, and where', (text, reason) => {
    expect(parsePath(text)).toEqual({ ok: false, message: expect.stringContaining(reason) });
  });

  it('comes back from whatever steps it was written of', () => {
    const steps = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(steps, (names) => {
        const written = names.map((name) => `[${JSON.stringify(name)}]`).join('');
        expect(parsePath(written)).toEqual({ ok: true, steps: names });
      }),
      { numRuns: 100 },
    );
  });

  it('never throws, whatever it is', () => {
    const odd = fc.string({ unit: fc.constantFrom('a', '.', '[', ']', '"', '\\', '0', ' ', 'é') });
    fc.assert(
      fc.property(fc.oneof(odd, fc.string()), (text) => {
        const parsed = parsePath(text);
        expect(parsed.ok ? parsed.steps.length : parsed.message.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('starts at the value, at the first item that has its name, or at the envelope', () => {
    const body = json(notification({ messages: [{ id: 'a' }], statuses: [{ status: 'read' }] }));
    const value = ['entry', '0', 'changes', '0', 'value'];
    expect(placeIn(body, ['messages'])).toEqual([...value, 'messages']);
    expect(placeIn(body, ['status'])).toEqual([...value, 'statuses', '0', 'status']);
    expect(placeIn(body, ['new'])).toEqual([...value, 'new']);
    expect(placeIn(body, ['entry', '0', 'id'])).toEqual(['entry', '0', 'id']);
    expect(placeIn(json([notification({ a: 1 })]), ['a'])).toEqual(['0', ...value, 'a']);
  });
});

describe('edits', () => {
  const edit = (value: unknown, ...edits: Edit[]) => {
    const edited = applyEdits(json(notification(value)), edits);
    if (!edited.ok) return edited.message;
    const read: ReturnType<typeof notification> = JSON.parse(new TextDecoder().decode(edited.json));
    return read.entry[0]?.changes[0]?.value;
  };

  it('keep a string a string, and put JSON in where it is asked for as JSON', () => {
    expect(edit({ at: '1' }, { kind: 'set', path: 'at', text: '2' })).toEqual({ at: '2' });
    expect(edit({ at: '1' }, { kind: 'set_json', path: 'at', json: '2' })).toEqual({ at: 2 });
    expect(edit({ at: 1 }, { kind: 'set', path: 'at', text: 'x' })).toEqual({ at: 'x' });
    expect(edit({}, { kind: 'set', path: 'new', text: '{"a":[1]}' })).toEqual({ new: { a: [1] } });
  });

  it('reach into lists, make members, and take them out again', () => {
    expect(
      edit(
        { list: [{ a: 1 }] },
        { kind: 'set', path: 'list[1]', text: '{}' },
        { kind: 'set', path: 'list[1].b', text: 'c' },
        { kind: 'unset', path: 'list[0]' },
      ),
    ).toEqual({ list: [{ b: 'c' }] });
  });

  it('say which path they failed at, and why', () => {
    expect(edit({}, { kind: 'unset', path: 'a' })).toContain('Cannot take out a: ');
    expect(edit({}, { kind: 'set', path: 'a[', text: '1' })).toContain('Cannot set a[: character 2');
  });
});
