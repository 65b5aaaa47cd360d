// Reads what callers of /api/v1 send, member by member: a route states the shape it wants, and whatever does not
// fit is refused with the member's name and what it must be. Unknown members are refused too, so that a
// misspelt one is not passed over in silence.
import { problem } from './problem.ts';

export interface Reader<T> {
  /** null: not what is wanted. */
  read(value: unknown): { value: T } | null;
  /** Completes the sentence "… must be". */
  wants: string;
  /** Stands for a member that is absent; without it the member is required. */
  absent?: { value: T };
}

type Shape = Readonly<Record<string, Reader<unknown>>>;
type Members<S extends Shape> = { [Name in keyof S]: S[Name] extends Reader<infer T> ? T : never };

/** An absent body is an empty object, so that a call without members needs none. */
export function readBody<S extends Shape>(body: Uint8Array, shape: S): Members<S> {
  return readMembers(body.length === 0 ? {} : parse(body), shape);
}

/** Each parameter at most once. */
export function readQuery<S extends Shape>(query: URLSearchParams, shape: S): Members<S> {
  const twice = [...query.keys()].find((name) => query.getAll(name).length > 1);
  if (twice !== undefined) throw problem('bad_request', `${quoted(twice)} came more than once.`);
  return readMembers(Object.fromEntries(query), shape);
}

function parse(body: Uint8Array): object {
  let input: unknown;
  try {
    input = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw problem('bad_request', 'The body must be a JSON object in UTF-8.');
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw problem('bad_request', 'The body must be a JSON object.');
  return input;
}

function readMembers<S extends Shape>(input: object, shape: S): Members<S> {
  const given = new Map<string, unknown>(Object.entries(input));
  const names = Object.keys(shape);
  const unknown = [...given.keys()].find((name) => !names.includes(name));
  const known = names.length > 0 ? `known are ${names.join(', ')}` : 'there are none';
  const problems = unknown === undefined ? [] : [`${quoted(unknown)} means nothing here; ${known}.`];
  const read = Object.entries(shape).flatMap(([name, reader]): [string, unknown][] => {
    const value = given.get(name);
    const result = value === undefined ? (reader.absent ?? null) : reader.read(value);
    if (result) return [[name, result.value]];
    problems.push(`${quoted(name)} must be ${reader.wants}.`);
    return [];
  });
  if (problems.length > 0) throw problem('bad_request', problems.join(' '));
  // Made of exactly the shape's names, each with what its own reader gave.
  return Object.fromEntries(read) as Members<S>;
}

export function optional<T>(reader: Reader<T>): Reader<T | null> {
  return {
    read: (value) => (value === null ? { value } : reader.read(value)),
    wants: reader.wants,
    absent: { value: null },
  };
}

export function withDefault<T>(reader: Reader<T>, value: T): Reader<T> {
  return { ...reader, absent: { value } };
}

/** For edits: what is absent stays as it is. */
export function unchanged<T>(reader: Reader<T>): Reader<T | undefined> {
  return { ...reader, absent: { value: undefined } };
}

/** For edits of what may be taken away again with null. */
export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return {
    read: (value) => (value === null ? { value } : reader.read(value)),
    wants: `${reader.wants}, or null`,
  };
}

export function text(lengthMax: number): Reader<string> {
  return matching(
    // No controls: what stands in a list or a log must not be able to break its line.
    new RegExp(`^(?!\\s)[^\\p{Cc}\\p{Cs}]{1,${lengthMax}}$`, 'u'),
    `a text of 1 to ${lengthMax} characters without control characters`,
  );
}

export function matching(pattern: RegExp, wants: string): Reader<string> {
  return {
    read: (value) => (typeof value === 'string' && pattern.test(value) ? { value } : null),
    wants,
  };
}

/** As Graph writes ids: text of digits. Numbers are refused, because big ones arrive rounded. */
export const graphId = matching(
  /^[1-9]\d{0,19}$/,
  'an id: text of 1 to 20 digits that does not begin with 0',
);

export const flag: Reader<boolean> = {
  read: (value) => (typeof value === 'boolean' ? { value } : null),
  wants: 'true or false',
};

export function oneOf<Word extends string>(words: readonly Word[]): Reader<Word> {
  return {
    read(value) {
      const word = words.find((each) => each === value);
      return word === undefined ? null : { value: word };
    },
    wants: `one of ${words.join(', ')}`,
  };
}

/** Without duplicates, in the order of their first mention. */
export function listOf<T>(
  each: Reader<T>,
  { lengthMin = 0, lengthMax }: { lengthMin?: number; lengthMax: number },
): Reader<T[]> {
  return {
    read(value) {
      if (!Array.isArray(value) || value.length < lengthMin || value.length > lengthMax) return null;
      const items = value.map((item) => each.read(item));
      const good = items.flatMap((item) => (item ? [item.value] : []));
      return good.length === items.length ? { value: [...new Set(good)] } : null;
    },
    wants: `a list of ${lengthMin} to ${lengthMax}, each ${each.wants}`,
  };
}

/** Of a body: a JSON number. */
export function integer(min: number, max: number): Reader<number> {
  return {
    read: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? { value } : null,
    wants: `a whole number from ${min} to ${max}`,
  };
}

/** Of a query: text of digits. */
export function wholeNumber(min: number, max: number): Reader<number> {
  return {
    read(value) {
      const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      return number >= min && number <= max ? { value: number } : null;
    },
    wants: `a whole number from ${min} to ${max}`,
  };
}

/** ISO 8601 with its zone, such as `2026-12-31T00:00:00Z`; read as milliseconds since the Unix epoch. */
export const time: Reader<number> = {
  read(value) {
    const isForm =
      typeof value === 'string' &&
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(value);
    const epochMs = isForm ? Date.parse(value) : Number.NaN;
    return Number.isNaN(epochMs) ? null : { value: epochMs };
  },
  wants: 'a time such as 2026-12-31T00:00:00Z',
};

/** An address to be shown, never called. */
export const webAddress: Reader<string> = {
  read(value) {
    const isAddress =
      typeof value === 'string' &&
      value.length <= 2048 &&
      URL.canParse(value) &&
      new URL(value).protocol === 'https:';
    return isAddress ? { value } : null;
  },
  wants: 'an https address of at most 2,048 characters',
};

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
