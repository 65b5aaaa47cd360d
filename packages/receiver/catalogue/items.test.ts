// Every item of every sample has a name that a handler can be registered for, by the tables the receiver reads.
import { expect, it } from 'vitest';
import { itemLists } from '../src/payload/item-lists.ts';
import { fieldNames } from '../src/protocol/fields.ts';
import { fieldEntries } from './fields.ts';
import { itemTypes } from './generate/items.ts';
import { isObject } from './test/occurrences.ts';
import { changesOf, samples } from './test/samples.ts';

const kinds = new Map(
  itemTypes(fieldEntries).map(({ items, kinds }) => [items.name, new Set(kinds.map(({ kind }) => kind))]),
);

/** The items of a value as the receiver names them: `messages.text`, or the list alone where there are no kinds. */
function itemNames(field: string, value: unknown): readonly string[] {
  return (itemLists.get(field) ?? []).flatMap(({ name, path, kindBy }) => {
    const found = path.reduce((at: unknown, step) => (isObject(at) ? at[step] : undefined), value);
    const items = path.length === 0 ? [value] : Array.isArray(found) ? found : [];
    return items.map((item) => {
      const kind = kindBy !== null && isObject(item) ? item[kindBy] : undefined;
      return typeof kind === 'string' ? `${name}.${kind}` : name;
    });
  });
}

const named = samples.flatMap(({ name, body }) =>
  changesOf(body).map(({ field, value }) => ({ sample: name, names: itemNames(field, value) })),
);

it('the catalogue has the fields of the protocol', () => {
  expect(fieldEntries.map(({ name }) => name).toSorted()).toEqual(fieldNames.toSorted());
  const aliases = fieldEntries.flatMap(({ aliases }) => aliases ?? []);
  expect(aliases.filter((name) => fieldNames.includes(name))).toEqual([]);
  expect([...itemLists.keys()].toSorted()).toEqual([...fieldNames, ...aliases].toSorted());
});

it('finds items in every sample but those that are meant to have none', () => {
  const empty = named.filter(({ names }) => names.length === 0).map(({ sample }) => sample);
  expect(empty).toEqual(['_envelope/unknown_field_future.json', 'standby/dashboard_minimal.json']);
});

it('finds a kind it knows wherever a list has kinds, but in one older form', () => {
  const unknown = named.flatMap(({ sample, names }) =>
    names
      .filter((name) => {
        const [list = '', kind] = name.split('.');
        const known = kinds.get(list) ?? new Set();
        return kind === undefined ? known.size > 0 : !known.has(kind);
      })
      .map((name) => `${sample}: ${name}`),
  );
  expect(unknown).toEqual(['messaging_handovers/control_passed_dashboard_legacy.json: messaging_handovers']);
});

it('knows no kind that no sample shows, but aliases; lists that repeat the content of others aside', () => {
  const shown = new Set(named.flatMap(({ names }) => names));
  const unseen = [...kinds]
    .filter(([list]) => !/^(history|standby|message_echoes|smb_message_echoes)/.test(list))
    .flatMap(([list, all]) => [...all].map((kind) => `${list}.${kind}`))
    .filter((name) => !shown.has(name));
  expect(unseen).toEqual([
    'group_participants_update.group_add_participants',
    'group_participants_update.group_remove_participants',
    'user_preferences.signup',
  ]);
});

it('has no name twice', () => {
  const names = fieldEntries.flatMap(({ items }) => items.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});
