// What the catalogue is made of: shapes of payloads as data. Types, JSON Schemas and the pages of docs/fields are
// all printed from it (generate/), so that they cannot disagree.

/** Simple shapes stand inline; `Named` ones become an exported type, a `$defs` entry and a section of a page. */
export type Shape =
  | { readonly is: 'string' | 'integer' | 'number' | 'boolean' | 'anything' }
  /** Unix seconds: as a JSON string of digits, as a JSON integer, or as either where the sources disagree. */
  | { readonly is: 'time'; readonly as: 'string' | 'integer' | 'either' }
  /** An integer that may exceed 2^53. */
  | { readonly is: 'bigId' }
  /** Always the same string. */
  | { readonly is: 'constant'; readonly value: string }
  /** A string with known values; the platform adds others without notice. */
  | { readonly is: 'open'; readonly values: readonly string[] }
  | { readonly is: 'either'; readonly of: readonly Shape[] }
  | { readonly is: 'nullable'; readonly of: Shape }
  | { readonly is: 'list'; readonly of: Shape }
  /** An object whose member names are not the platform's to choose. */
  | { readonly is: 'record' }
  | Named;

export type Named = ObjectShape | TaggedShape | PresenceShape | AliasShape;

export type Marks = {
  /** Version or date from which on it is sent. */
  readonly since?: string;
  /** Current documentation no longer shows it; what to know about it. */
  readonly legacy?: string;
  /** Not guaranteed: what it rests on. */
  readonly unconfirmed?: string;
  /** The page it was taken from, where that is not the first of its part. */
  readonly source?: string;
};

export type Member = Marks & {
  readonly shape: Shape;
  readonly doc: string;
  readonly optional: boolean;
};

export type Members = Readonly<Record<string, Member>>;

type Placed = {
  readonly name: string;
  readonly doc: string;
  readonly part: Part;
};

export type ObjectShape = Placed & Marks & { readonly is: 'object'; members: Members };

/** One kind of a tagged shape; it belongs to several where the same content is sent under different heads. */
export type Variant = Placed &
  Marks & {
    readonly is: 'variant';
    /** The values of the tag that mean this variant. */
    readonly kinds: readonly string[];
    /** The tag, for a variant that several heads share and that is a type of its own; null for all others. */
    readonly sharedBy: string | null;
    members: Members;
  };

/** A union told apart by the value of one member, with room for kinds to come. */
export type TaggedShape = Placed & {
  readonly is: 'tagged';
  readonly by: string;
  readonly byDoc: string;
  /** The tag itself may be missing. */
  readonly untagged: boolean;
  /** The members of every kind; null where the kinds share nothing. */
  readonly head: ObjectShape | null;
  readonly variants: readonly Variant[];
  /** Name of the type of kinds that are not listed. */
  readonly other: string;
  /** Where variants are shared by several heads: makes `TextMessage` of the variant `TextContent`. */
  readonly suffix: string | null;
};

/** A union told apart by which member is there. */
export type PresenceShape = Placed & {
  readonly is: 'presence';
  readonly member: string;
  readonly present: ObjectShape;
  readonly absent: ObjectShape;
};

/** A second name for a shape, such as a list of known values used in several places. */
export type AliasShape = Placed & { readonly is: 'alias'; readonly of: Shape };

/** A file of generated types, and where its types are documented. */
export type Part = {
  /** File name below `payload/`, without extension. */
  readonly file: string;
  /** What the file holds, for its first line. */
  readonly holds: string;
  /** Page below `docs/fields/`, without extension. */
  readonly page: string;
  /** Pages of the platform's documentation that the shapes were taken from. */
  readonly sources: readonly string[];
};

/** Items as a receiver dispatches them: which array of the value, and which member names the kind. */
export type Items = {
  readonly name: string;
  readonly path: readonly string[];
  readonly kindBy: string | null;
};

export type FieldEntry = {
  readonly name: string;
  /** When the platform sends it. */
  readonly trigger: string;
  readonly value: Named;
  readonly items: readonly Items[];
  /** Other spellings of its name, on pages of the platform: taken for it, never sent. */
  readonly aliases?: readonly string[];
  readonly sources: readonly string[];
  /** A file of `samples/<field>`, without extension; null where no sample exists. */
  readonly sample: string | null;
  /** What a reader should know besides the members. */
  readonly notes?: readonly string[];
} & Marks;
