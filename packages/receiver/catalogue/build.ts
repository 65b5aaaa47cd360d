// The words in which the catalogue is written: `req(str, 'what it is')` and the like. A part hands out the words for
// named shapes, so that each knows its file, its page and its sources.
import type {
  AliasShape,
  Marks,
  Member,
  Members,
  ObjectShape,
  Part,
  PresenceShape,
  Shape,
  TaggedShape,
  Variant,
} from './shapes.ts';

export const str: Shape = { is: 'string' };
export const int: Shape = { is: 'integer' };
export const num: Shape = { is: 'number' };
export const bool: Shape = { is: 'boolean' };
export const anything: Shape = { is: 'anything' };
export const record: Shape = { is: 'record' };
/** Unix seconds, as a JSON string of digits. */
export const timeString: Shape = { is: 'time', as: 'string' };
/** Unix seconds, as a JSON integer. */
export const timeInteger: Shape = { is: 'time', as: 'integer' };
export const timeEither: Shape = { is: 'time', as: 'either' };
export const bigId: Shape = { is: 'bigId' };

export const open = (...values: string[]): Shape => ({ is: 'open', values });
export const constant = (value: string): Shape => ({ is: 'constant', value });
export const either = (...of: Shape[]): Shape => ({ is: 'either', of });
export const nullable = (of: Shape): Shape => ({ is: 'nullable', of });
export const list = (of: Shape): Shape => ({ is: 'list', of });

/** Always present in its variant. */
export const req = (shape: Shape, doc: string, marks: Marks = {}): Member => ({
  shape,
  doc,
  optional: false,
  ...marks,
});
/** Optional, or present only under the condition that its description states. */
export const opt = (shape: Shape, doc: string, marks: Marks = {}): Member => ({
  shape,
  doc,
  optional: true,
  ...marks,
});

/** A page of the platform's documentation. */
export const docPage = (page: string): string =>
  `https://developers.facebook.com/documentation/business-messaging/whatsapp/${page}`;

type Tagging = Pick<TaggedShape, 'by' | 'byDoc' | 'variants' | 'other'> &
  Partial<Pick<TaggedShape, 'untagged' | 'head' | 'suffix'>>;

export type PartWords = {
  readonly part: Part;
  object(name: string, doc: string, members: Members, marks?: Marks): ObjectShape;
  variant(
    name: string,
    kinds: string | readonly string[],
    doc: string,
    members?: Members,
    marks?: Marks,
  ): Variant;
  /** A variant that several heads share, told apart by `type`. */
  content: PartWords['variant'];
  tagged(name: string, doc: string, tagging: Tagging): TaggedShape;
  presence(
    name: string,
    doc: string,
    by: Pick<PresenceShape, 'member' | 'present' | 'absent'>,
  ): PresenceShape;
  alias(name: string, doc: string, of: Shape): AliasShape;
};

export function definePart(file: string, rest: Omit<Part, 'file'>): PartWords {
  const part: Part = { file, ...rest };
  return {
    part,
    object: (name, doc, members, marks = {}) => ({ is: 'object', name, doc, part, members, ...marks }),
    variant: (name, kinds, doc, members = {}, marks = {}) =>
      variantOf(part, null, name, kinds, doc, members, marks),
    content: (name, kinds, doc, members = {}, marks = {}) =>
      variantOf(part, 'type', name, kinds, doc, members, marks),
    tagged: (name, doc, tagging) => ({
      is: 'tagged',
      name,
      doc,
      part,
      untagged: false,
      head: null,
      suffix: null,
      ...tagging,
    }),
    presence: (name, doc, by) => ({ is: 'presence', name, doc, part, ...by }),
    alias: (name, doc, of) => ({ is: 'alias', name, doc, part, of }),
  };
}

function variantOf(
  part: Part,
  sharedBy: string | null,
  name: string,
  kinds: string | readonly string[],
  doc: string,
  members: Members,
  marks: Marks,
): Variant {
  const list = typeof kinds === 'string' ? [kinds] : kinds;
  return { is: 'variant', name, kinds: list, sharedBy, doc, part, members, ...marks };
}
