// The tables of the contract against the generated schemas: which members there are, which are always there, and of
// which type, in both directions.
import { expect, it } from 'vitest';
import { fieldNames } from '../src/protocol/fields.ts';
import { tableValues } from '../src/test/field-table.ts';
import { type SchemaMember, type SchemaShape, schemaShape } from '../src/test/schema-shapes.ts';
import { type TableShape, tableShapes } from '../src/test/table-objects.ts';

type TableMember = { readonly isRequired: boolean; readonly type: string; readonly shape: TableShape | null };

const scalars = new Set(['str', 'int', 'num', 'bool', 'null', 'any']);

function tableMembers(text: string): Map<string, TableMember> {
  return new Map(
    text
      .split(' ')
      .filter((word) => word !== '')
      .map((word): [string, TableMember] => {
        const [, name = '', optional, written = 'str'] = /^(\w+)(\?)?(?::(.+))?$/.exec(word) ?? [];
        const parts = written.split('|').toSorted();
        const named = parts.map((part) => part.replace('[]', '')).find((part) => !scalars.has(part));
        const shape = named === undefined ? null : tableShapes[named];
        if (shape === undefined) throw new Error(`the table has no shape ${named}`);
        const type = parts.map((part) =>
          scalars.has(part.replace('[]', '')) ? part : part.replace(/^\w+/, 'object'),
        );
        return [name, { isRequired: optional === undefined, type: type.toSorted().join('|'), shape }];
      }),
  );
}

/** Every difference between the two, each once. */
function differences(): string[] {
  const found = new Set<string>();
  const compared = new Set<string>();

  function compareShapes(place: string, table: TableShape, schema: SchemaShape): void {
    const pair = `${table.members}${schema.name}`;
    if (compared.has(pair)) return;
    compared.add(pair);
    const head = tableMembers(table.members);
    const variants = new Map(Object.entries(table.variants ?? {}));
    for (const kind of new Set(['', ...variants.keys(), ...schema.variants.keys()])) {
      const at = kind === '' ? place : `${place}<${kind}>`;
      if (kind !== '' && !variants.has(kind)) found.add(`${at}: not in the table`);
      else if (kind !== '' && !schema.variants.has(kind)) found.add(`${at}: not in the schema`);
      else {
        compareMembers(
          at,
          new Map([...head, ...tableMembers(variants.get(kind) ?? '')]),
          new Map([...schema.members, ...(schema.variants.get(kind) ?? [])]),
        );
      }
    }
  }

  function compareMembers(
    place: string,
    table: ReadonlyMap<string, TableMember>,
    schema: ReadonlyMap<string, SchemaMember>,
  ): void {
    for (const name of new Set([...table.keys(), ...schema.keys()])) {
      const [wanted, given] = [table.get(name), schema.get(name)];
      const at = `${place}.${name}`;
      if (wanted === undefined) found.add(`${at}: not in the table`);
      else if (given === undefined) found.add(`${at}: not in the schema`);
      else {
        if (wanted.isRequired !== given.isRequired)
          found.add(`${at}: ${wanted.isRequired ? 'required' : 'optional'} in the table alone`);
        if (wanted.type !== given.type)
          found.add(`${at}: ${wanted.type} in the table, ${given.type} in the schema`);
        if (wanted.shape !== null && given.object !== null) compareShapes(at, wanted.shape, given.object);
      }
    }
  }

  for (const [field, table] of Object.entries(tableValues)) compareShapes(field, table, schemaShape(field));
  return [...found];
}

it('the table has every field but the one whose value nobody has described', () => {
  expect(Object.keys(tableValues).toSorted()).toEqual(
    fieldNames.filter((name) => name !== 'consumer_profile').toSorted(),
  );
});

it('the schemas have the members of the table, required and of the type it says, and no others', () => {
  expect(differences()).toEqual([]);
});
