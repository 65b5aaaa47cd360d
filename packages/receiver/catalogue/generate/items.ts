// Prints what items a value holds: the table the receiver reads at run time, and the types of what handlers get.
import type { FieldEntry, Items, Named, ObjectShape, Shape } from '../shapes.ts';
import { banner, namesFrom, quoted, variantName } from './declarations.ts';

export type Kind = { readonly kind: string; readonly type: string };

/** A list of items with the type of its content, and of the content of each known kind. */
export type ItemTypes = {
  readonly field: string;
  readonly items: Items;
  readonly content: Named;
  readonly kinds: readonly Kind[];
};

export const itemTypes = (fields: readonly FieldEntry[]): readonly ItemTypes[] =>
  fields.flatMap((field) =>
    field.items.map((items) => {
      const content = itemShape(field, items);
      return { field: field.name, items, content, kinds: kindsOf(content, items) };
    }),
  );

function itemShape(field: FieldEntry, items: Items): Named {
  let shape: Shape = field.value;
  for (const name of items.path) {
    if (shape.is !== 'object') throw new Error(`${field.name}: nothing to find ${name} in`);
    const member: Shape | undefined = shape.members[name]?.shape;
    if (member === undefined) throw new Error(`${field.name}: no member ${name}`);
    shape = member;
  }
  if (shape.is === 'list') shape = shape.of;
  if (!('name' in shape)) throw new Error(`${items.name}: its items have no name`);
  return shape;
}

function kindsOf(content: Named, items: Items): readonly Kind[] {
  if (items.kindBy === null) return [];
  if (content.is === 'tagged' && content.by === items.kindBy)
    return content.variants.flatMap((variant) =>
      variant.kinds.map((kind) => ({
        kind,
        type: narrowed(variantName(content, variant.name), variant.kinds, kind, content.by),
      })),
    );
  if (content.is === 'object') return openKinds(content, items.kindBy);
  throw new Error(`${items.name}: ${content.name} has no kinds by ${items.kindBy}`);
}

const narrowed = (type: string, kinds: readonly string[], kind: string, by: string): string =>
  kinds.length === 1 ? type : `${type} & { readonly ${by}: ${quoted(kind)} }`;

function openKinds(content: ObjectShape, by: string): readonly Kind[] {
  const shape = content.members[by]?.shape;
  if (shape?.is !== 'open') throw new Error(`${content.name}.${by} has no known values`);
  return shape.values.map((kind) => ({
    kind,
    type: `${content.name} & { readonly ${by}: ${quoted(kind)} }`,
  }));
}

export function itemListsFile(fields: readonly FieldEntry[]): string {
  const rows = fields.flatMap(({ name, aliases = [], items }) =>
    [name, ...aliases].flatMap((field) => items.map((list) => `  ${row(field, list)},\n`)),
  );
  return `${banner('Which items the value of each field holds.', 'the catalogue')}
export type ItemList = {
  /** What its items are dispatched under, such as \`messages\` or \`call_statuses\`. */
  readonly name: string;
  /** From the value to the array; empty: the value itself is the one item. */
  readonly path: readonly string[];
  /** The member of an item that says of which kind it is; null where there is only one. */
  readonly kindBy: string | null;
};

/**
 * Rows, because every app carries them: they pack into fewer bytes than objects. Without a name it is the field's;
 * the path is joined by dots.
 */
type Row = readonly [field: string, kindBy: string | null, path: string, name?: string];

const rows: readonly Row[] = [
${rows.join('')}];

/**
 * By field, and by other spellings of its name. A map, so that a field called \`constructor\` is as unknown as any
 * other.
 */
export const itemLists: ReadonlyMap<string, readonly ItemList[]> = /* @__PURE__ */ listsByField();

function listsByField(): ReadonlyMap<string, readonly ItemList[]> {
  const lists = new Map<string, ItemList[]>();
  for (const [field, kindBy, path, name = field] of rows)
    lists.set(field, [...(lists.get(field) ?? []), { name, path: path === '' ? [] : path.split('.'), kindBy }]);
  return lists;
}
`;
}

function row(field: string, { name, path, kindBy }: Items): string {
  const texts = [quoted(field), kindBy === null ? 'null' : quoted(kindBy), quoted(path.join('.'))];
  return `[${[...texts, ...(name === field ? [] : [quoted(name)])].join(', ')}]`;
}

export function itemMapFile(types: readonly ItemTypes[], homes: ReadonlyMap<string, string>): string {
  const lists = types.map(
    ({ field, items, content }) => `  /** ${where(field, items)} */\n  ${items.name}: ${content.name};\n`,
  );
  const kinds = types.flatMap(({ items, kinds }) =>
    kinds.map(({ kind, type }) => `  ${quoted(`${items.name}.${kind}`)}: ${type};\n`),
  );
  const words = new Set([...lists, ...kinds].join('').match(/\b[A-Z]\w+/g));
  const imports = new Map<string, string[]>();
  for (const [name, file] of homes)
    if (words.has(name)) imports.set(file, [...(imports.get(file) ?? []), name]);
  const importLines = [...imports]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([file, names]) => namesFrom('import', names, file));
  return `${banner('What a handler gets, by the name it is registered under.', 'the catalogue')}${importLines.join('')}
/** Content by list name: what \`on('messages', …)\` gets. */
export interface ListMap {
${lists.join('')}}

/** Content by item name: what \`on('messages.text', …)\` gets. */
export interface ItemMap {
${kinds.join('')}}
`;
}

const where = (field: string, { path }: Items): string =>
  path.length === 0 ? `The value of \`${field}\`.` : `Of \`${field}\`: \`${path.join('.')}[]\`.`;
