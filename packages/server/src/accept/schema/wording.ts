// Says what is wrong with one place of a value: where, what belongs there, what is there. Text of the sender is
// shown bounded and escaped.
import { quote } from '@wahook/receiver/protocol/quote';
import { type Rule, type TypeName, typeBits } from './rule.ts';
import type { Path, Problem } from './walk.ts';

/** Of a list of known values, as many as help to see a misspelling. */
const listedShownMax = 12;

/** `written` is the place as it stands in the body; `path` is shown. */
export function wordingOf(problem: Problem, path: Path, written: string): string {
  const { code, rule, found, because } = problem;
  const place = path.length === 0 ? 'the value' : memberPath(path);
  switch (code) {
    case 'missing_member':
      return because === null
        ? `${place} is missing; it must be ${wants(rule)}`
        : `${place} is missing; where ${because.member} is "${quote(because.value)}" it must be there, ${wants(rule)}`;
    case 'wrong_type':
    case 'wrong_form':
    case 'wrong_value':
      return `${place} must be ${wants(rule)}; it is ${shown(found, written)}`;
    case 'unlisted_value':
      return `${place} is ${shown(found, written)}, which is not listed: new, or misspelt. Listed are ${listed(rule)}`;
  }
}

/** `messages[0].text`, as the path of an edit is written. */
function memberPath(path: Path): string {
  return path
    .map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${segment}`))
    .join('')
    .replace(/^\./, '');
}

const typeNames: Readonly<Record<TypeName, string>> = {
  null: 'null',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  string: 'a string',
  array: 'an array',
  object: 'an object',
};

function wants(rule: Rule): string {
  if (rule.constant !== null) return `"${rule.constant}"`;
  if (rule.orNull !== null) return `${wants(rule.orNull)} or null`;
  const [other] = rule.also;
  if (rule.types === 0) return other ? wants(other) : 'there';
  // Listed by the object's own keys, which are the names of the types.
  const names = (Object.keys(typeBits) as TypeName[]).filter((name) => (rule.types & typeBits[name]) !== 0);
  return names
    .map((name) => (name === 'string' && rule.pattern ? formOf(rule.pattern) : typeNames[name]))
    .join(' or ');
}

function formOf({ source }: RegExp): string {
  return source === '^[0-9]+$' ? 'a string of digits' : `a string of the form ${source}`;
}

function shown(found: unknown, written: string): string {
  if (typeof found === 'string') return `"${quote(found)}"`;
  if (Array.isArray(found)) return 'an array';
  if (typeof found === 'object' && found !== null) return 'an object';
  // As it was written: big numbers were rounded when they were read.
  return typeof found === 'number' ? `the number ${quote(written)}` : String(found);
}

function listed({ known }: Rule): string {
  const names = [...(known ?? [])];
  const shownNames = names.slice(0, listedShownMax).map((name) => `"${name}"`);
  const rest = names.length - shownNames.length;
  return rest === 0 ? shownNames.join(', ') : `${shownNames.join(', ')} and ${rest} more`;
}
