// One view of a call's parameters, whatever they came in, for every method: Meta's own SDK sends DELETE
// parameters in the query and a JSON body with a GET. Guarantees: input of any shape ends in a value or in
// error 100; names are looked up in a Map, so `__proto__` is a name like any other.
import { readBody } from './body.ts';
import { type GraphError, graphError } from './graph-error.ts';
import type { GraphRequest } from './request.ts';

/** undefined: not given. null in a JSON body is given and empty. */
export interface CallParameters {
  /** Every value given under this name: query first, then body. */
  values(name: string): readonly unknown[];
  /** The last value as text. Objects and arrays are refused. */
  text(name: string): string | undefined;
  /** All values as one list without duplicates: `a,b`, `["a","b"]` as JSON or as text, `name[]=a`. */
  list(name: string): readonly string[] | undefined;
  flag(name: string): boolean | undefined;
}

const parametersMax = 1000;

export async function readParameters(
  request: Pick<GraphRequest, 'query' | 'body' | 'contentType'>,
): Promise<CallParameters> {
  const pairs = [...request.query, ...(await readBody(request))];
  if (pairs.length > parametersMax) throw invalid(`The call has more than ${parametersMax} parameters`);
  const byName = new Map<string, unknown[]>();
  for (const [name, value] of pairs) {
    // PHP's way to send a list: fields[]=a&fields[]=b, or fields[0]=a.
    const plainName = name.replace(/\[\d*\]$/, '');
    const values = byName.get(plainName) ?? [];
    // Taken for absent, null would make a DELETE with `fields: null` remove everything.
    values.push(value ?? '');
    byName.set(plainName, values);
  }
  const values = (name: string) => byName.get(name) ?? [];
  return {
    values,
    text: (name) => {
      const last = values(name).at(-1);
      return last === undefined ? undefined : asText(name, last);
    },
    list: (name) => (byName.has(name) ? asList(name, values(name)) : undefined),
    flag: (name) => {
      const last = values(name).at(-1);
      return last === undefined ? undefined : asFlag(name, last);
    },
  };
}

function asText(name: string, value: unknown): string {
  // Beyond 2^53 JSON.parse has rounded already, and a rounded token or id is somebody else's.
  const isExact = typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
  if (!isExact) throw invalid(`Param ${name} must be a string`);
  const text = String(value);
  if (/\p{Surrogate}/u.test(text)) throw invalid(`Param ${name} must be well-formed Unicode`);
  return text;
}

function asList(name: string, values: readonly unknown[]): readonly string[] {
  const items = values.flatMap((value) =>
    Array.isArray(value) ? value : splitText(name, asText(name, value)),
  );
  const texts = items.map((item, at) => asText(`${name}[${at}]`, item).trim());
  return [...new Set(texts.filter((text) => text !== ''))];
}

/** `a,b` or, as some SDKs write lists into a query, `["a","b"]`. A comma within braces or brackets parts nothing. */
function splitText(name: string, text: string): unknown[] {
  if (!text.trimStart().startsWith('[')) return splitAtTop(text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  if (!Array.isArray(parsed)) throw invalid(`Param ${name} must be an array`);
  return parsed;
}

function splitAtTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ('{('.includes(character)) depth += 1;
    if ('})'.includes(character)) depth -= 1;
    if (character !== ',' || depth > 0) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}

const flagWords = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

function asFlag(name: string, value: unknown): boolean {
  const flag = flagWords.get(asText(name, value).toLowerCase());
  if (flag === undefined) throw invalid(`Param ${name} must be a boolean`);
  return flag;
}

function invalid(detail: string): GraphError {
  return graphError('parameterInvalid', { detail });
}
