// A field's schema as rules: what one place of a value must be. Made once from the JSON Schema (rules-of.ts), then
// walked for every value (walk.ts).

/** Types as bits, because a place may have several. */
export const typeBits = {
  null: 1,
  boolean: 2,
  integer: 4,
  number: 8,
  string: 16,
  array: 32,
  object: 64,
} as const;

export type TypeName = keyof typeof typeBits;

export interface Rule {
  /** Bits of `typeBits`; 0: any type. */
  types: number;
  constant: string | null;
  pattern: RegExp | null;
  /** Values that are listed; others may come. */
  known: ReadonlySet<string> | null;
  members: readonly MemberRule[];
  /** Of every element of an array. */
  each: Rule | null;
  /** Rules that hold for the same place. */
  also: readonly Rule[];
  /** Rules that hold where one member has a certain value. */
  kinds: { by: string; rules: ReadonlyMap<string, readonly Rule[]> } | null;
  /** Rules that hold where one member is there, and where it is not. */
  presence: { member: string; present: Rule; absent: Rule } | null;
  /** Null will do, or what this rule says. */
  orNull: Rule | null;
}

export interface MemberRule {
  name: string;
  isRequired: boolean;
  rule: Rule;
}
