// Where in a JSON value the shapes of the catalogue occur.
import { variantName } from '../generate/declarations.ts';
import type { Members, Shape, TaggedShape } from '../shapes.ts';

/** An object of a JSON text. */
export type JsonObject = { [name: string]: unknown };

export type Occurrence = {
  /** Type it is an instance of, such as `TextContent`; of a head, the head. */
  readonly name: string;
  readonly members: Members;
  /** The tag, where the shape is told apart by one that must be there. */
  readonly tag: string | null;
  readonly object: JsonObject;
};

export function occurrences(shape: Shape, value: unknown): readonly Occurrence[] {
  switch (shape.is) {
    case 'nullable':
      return value === null ? [] : occurrences(shape.of, value);
    case 'list':
      return Array.isArray(value) ? value.flatMap((one) => occurrences(shape.of, one)) : [];
    case 'object':
      return isObject(value) ? withMembers(shape.name, shape.members, null, value) : [];
    case 'presence':
      return isObject(value)
        ? occurrences(Object.hasOwn(value, shape.member) ? shape.present : shape.absent, value)
        : [];
    case 'tagged':
      return isObject(value) ? ofTagged(shape, value) : [];
    default:
      return [];
  }
}

function ofTagged(shape: TaggedShape, object: JsonObject): readonly Occurrence[] {
  const found = shape.variants.find((variant) => variant.kinds.some((kind) => kind === object[shape.by]));
  const tag = shape.untagged ? null : shape.by;
  return [
    ...(shape.head === null ? [] : occurrences(shape.head, object)),
    ...(found === undefined
      ? [{ name: shape.other, members: {}, tag, object }]
      : withMembers(variantName(shape, found.name), found.members, tag, object)),
  ];
}

function withMembers(
  name: string,
  members: Members,
  tag: string | null,
  object: JsonObject,
): readonly Occurrence[] {
  const inner = Object.entries(members).flatMap(([member, { shape }]) => occurrences(shape, object[member]));
  return [{ name, members, tag, object }, ...inner];
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
