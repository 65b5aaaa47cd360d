// Prints JSON Schemas (draft 2020-12). Unknown members and unlisted values pass: `x-known-values` names the values
// that are known, for a checker that wants to warn. Kinds are tested one by one, so that errors point into the
// branch that was meant and a kind that is not listed passes.
import type { Members, Named, Shape, TaggedShape, Variant } from '../shapes.ts';
import { described } from './marks.ts';
import { type Reached, reach } from './walk.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Schema = { readonly [name: string]: Json };

export function schemaFile(id: string, root: Named): string {
  const $defs = Object.fromEntries(reach(root).map((shape) => [shape.name, definition(shape)]));
  const schema: Schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:wahook:schema:${id}`,
    $comment: 'Generated from the catalogue; do not edit.',
    ...reference(root),
    $defs,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function definition(shape: Reached): Schema {
  const head = { description: described(shape), ...('legacy' in shape ? { deprecated: true } : {}) };
  switch (shape.is) {
    case 'object':
      return { ...head, type: 'object', ...membersOf(shape.members) };
    case 'variant':
      return { ...head, type: 'object', ...membersOf(shape.members) };
    case 'alias':
      return { ...head, ...schemaOf(shape.of) };
    case 'presence':
      return {
        ...head,
        type: 'object',
        if: { properties: { [shape.member]: true }, required: [shape.member] },
        // biome-ignore lint/suspicious/noThenProperty: the word of JSON Schema, in data that nobody awaits
        then: reference(shape.present),
        else: reference(shape.absent),
      };
    case 'tagged':
      return { ...head, ...tagged(shape) };
  }
}

function tagged(shape: TaggedShape): Schema {
  const known = shape.variants.flatMap((variant) => variant.kinds);
  const common = shape.head === null ? [] : [reference(shape.head)];
  return {
    type: 'object',
    properties: { [shape.by]: { description: shape.byDoc, type: 'string', 'x-known-values': known } },
    ...(shape.untagged ? {} : { required: [shape.by] }),
    allOf: [...common, ...shape.variants.map((variant) => branch(shape.by, variant))],
  };
}

const branch = (by: string, variant: Variant): Schema => ({
  if: { properties: { [by]: kindsOf(variant.kinds) }, required: [by] },
  // biome-ignore lint/suspicious/noThenProperty: the word of JSON Schema, in data that nobody awaits
  then: reference(variant),
});

const kindsOf = (kinds: readonly string[]): Schema => {
  const [only] = kinds;
  return kinds.length === 1 && only !== undefined ? { const: only } : { enum: kinds };
};

function membersOf(members: Members): Schema {
  const entries = Object.entries(members);
  const required = entries.filter(([, member]) => !member.optional).map(([name]) => name);
  return {
    properties: Object.fromEntries(
      entries.map(([name, member]) => [
        name,
        {
          description: described(member),
          ...('legacy' in member ? { deprecated: true } : {}),
          ...schemaOf(member.shape),
        },
      ]),
    ),
    ...(required.length === 0 ? {} : { required }),
  };
}

const digits = '^[0-9]+$';

function schemaOf(shape: Shape): Schema {
  switch (shape.is) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: shape.is };
    case 'bigId':
      return { type: 'integer' };
    case 'anything':
      return {};
    case 'record':
      return { type: 'object' };
    case 'time':
      return {
        string: { type: 'string', pattern: digits },
        integer: { type: 'integer' },
        either: { type: ['integer', 'string'], pattern: digits },
      }[shape.as];
    case 'constant':
      return { const: shape.value };
    case 'open':
      return { type: 'string', 'x-known-values': shape.values };
    case 'list':
      return { type: 'array', items: schemaOf(shape.of) };
    case 'nullable':
      return nullable(schemaOf(shape.of));
    case 'either':
      return shape.of.map(schemaOf).reduce(merged);
    default:
      return reference(shape);
  }
}

function nullable(schema: Schema): Schema {
  return 'type' in schema
    ? { ...schema, type: types(schema, { type: 'null' }) }
    : { anyOf: [schema, { type: 'null' }] };
}

/** Of simple types only: a string with known values or an integer is one schema with two types. */
const merged = (a: Schema, b: Schema): Schema => ({ ...a, ...b, type: types(a, b) });

const types = (...schemas: readonly Schema[]): readonly Json[] => schemas.flatMap(({ type }) => type ?? []);

const reference = (shape: { readonly name: string }): Schema => ({ $ref: `#/$defs/${shape.name}` });
