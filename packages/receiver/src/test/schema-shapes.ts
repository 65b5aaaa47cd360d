// The published schemas read back as shapes: which members an object has, which of them are required, and what its
// variants add. For comparing them with the tables of the contract, so it knows only the forms that occur.
import { readFileSync } from 'node:fs';

type Json = { readonly [name: string]: unknown };
/** What stands in a published schema as far as it is read here. */
type SchemaNode = {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly allOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly if?: SchemaNode;
  readonly then?: SchemaNode;
  readonly else?: SchemaNode;
} & Json;

export type SchemaMember = {
  readonly isRequired: boolean;
  /** `str`, `int|str`, `object`, `any`, `object[]`: as the tables write them, an object without its name. */
  readonly type: string;
  /** The object, or that of the array's elements. */
  readonly object: SchemaShape | null;
};
export type SchemaShape = {
  readonly name: string;
  readonly members: ReadonlyMap<string, SchemaMember>;
  readonly variants: ReadonlyMap<string, ReadonlyMap<string, SchemaMember>>;
};

export function schemaShape(field: string): SchemaShape {
  const file = new URL(`../../schemas/${field}.json`, import.meta.url);
  // Generated, and compiled strictly by a test of the catalogue.
  const root = JSON.parse(readFileSync(file, 'utf8')) as SchemaNode;
  return shapeOf(root, root);
}

function shapeOf(node: SchemaNode, root: SchemaNode): SchemaShape {
  const own = resolved(node, root);
  const parts = (own.allOf ?? []).map((part) => resolved(part, root));
  const variants = new Map<string, Map<string, SchemaMember>>(byPresence(own, root));
  for (const { if: condition, then } of parts) {
    const tag = Object.values(condition?.properties ?? {})[0];
    if (then === undefined || tag === undefined) continue;
    for (const kind of tag.enum ?? (tag.const === undefined ? [] : [tag.const])) {
      variants.set(kind, membersOf(resolved(then, root), root));
    }
  }
  const heads = parts.filter((part) => part.then === undefined);
  const members = new Map([own, ...heads].flatMap((part) => [...membersOf(part, root)]));
  return { name: node.$ref?.replace('#/$defs/', '') ?? '(inline)', members, variants };
}

/** Told apart by whether a member is there. */
function byPresence(node: SchemaNode, root: SchemaNode): [string, Map<string, SchemaMember>][] {
  const member = node.if?.required?.[0];
  if (member === undefined || node.then === undefined || node.else === undefined) return [];
  return [
    [`with ${member}`, membersOf(resolved(node.then, root), root)],
    [`without ${member}`, membersOf(resolved(node.else, root), root)],
  ];
}

function membersOf(node: SchemaNode, root: SchemaNode): Map<string, SchemaMember> {
  const inherited = (node.allOf ?? []).flatMap((part) => [...membersOf(resolved(part, root), root)]);
  const own = Object.entries(node.properties ?? {}).map(([name, member]): [string, SchemaMember] => [
    name,
    { isRequired: node.required?.includes(name) ?? false, ...typeOf(member, root) },
  ]);
  return new Map([...inherited, ...own]);
}

function typeOf(node: SchemaNode, root: SchemaNode): Pick<SchemaMember, 'type' | 'object'> {
  const own = resolved(node, root);
  if (own.anyOf !== undefined) {
    const parts = own.anyOf.map((part) => typeOf(part, root));
    const type = parts.map((part) => part.type).toSorted();
    return { type: type.join('|'), object: parts.find(({ object }) => object !== null)?.object ?? null };
  }
  const types = [own.type ?? (own.const === undefined ? 'any' : 'string')].flat().toSorted();
  if (types.length === 1 && types[0] === 'array') {
    const { type, object } = typeOf(own.items ?? {}, root);
    return { type: `${type}[]`, object };
  }
  const isShape = own.properties !== undefined || own.allOf !== undefined || own.then !== undefined;
  return {
    type: types.map((type) => (type === 'object' && !isShape ? 'any' : (shortNames[type] ?? type))).join('|'),
    object: isShape ? lazyShape(node, root) : null,
  };
}

const shortNames: Readonly<Record<string, string>> = {
  string: 'str',
  integer: 'int',
  number: 'num',
  boolean: 'bool',
};

/** Worked out when looked at: shapes may hold themselves. */
function lazyShape(node: SchemaNode, root: SchemaNode): SchemaShape {
  let shape: SchemaShape | null = null;
  const made = () => {
    shape ??= shapeOf(node, root);
    return shape;
  };
  return {
    get name() {
      return made().name;
    },
    get members() {
      return made().members;
    },
    get variants() {
      return made().variants;
    },
  };
}

function resolved(node: SchemaNode, root: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  const found = root.$defs?.[node.$ref.replace('#/$defs/', '')];
  if (found === undefined) throw new Error(`no ${node.$ref}`);
  return resolved(found, root);
}
