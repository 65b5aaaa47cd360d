// Checks the values of a body against the schemas of their fields. What it finds never stops a body by itself:
// publish.ts decides. Fields, members and values are open, so only what contradicts a schema is a problem.
import { warningsMax } from '@wahook/receiver/protocol/limits';
import { findPlaces } from './places.ts';
import type { Rule } from './rule.ts';
import { rulesOf } from './rules-of.ts';
import { readFieldSchema } from './schema-files.ts';
import { Findings, type Path, type ProblemCode, type ValuePlace, walk } from './walk.ts';
import { wordingOf } from './wording.ts';

/** What to do about values that do not fit their schema. */
export const schemaChecks = ['warn', 'strict', 'off'] as const;
export type SchemaCheck = (typeof schemaChecks)[number];

export const schemaWarningCodes: Readonly<Record<ProblemCode, string>> = {
  missing_member: 'a member that the schema requires is not there',
  wrong_type: 'a member is of another JSON type than the schema says',
  wrong_value: 'a member that is always the same has another value',
  wrong_form: 'a string is of another form, such as a time that is not digits',
  unlisted_value: 'a value is not among those that are listed; refused by nobody, as others may come',
};

export interface SchemaWarning {
  code: ProblemCode;
  message: string;
  /** Byte offset in the body: of the place, or of the container that lacks it. */
  at: number;
  field: string;
  /** JSON Pointer from the body's root. */
  path: string;
}

export interface Checked {
  /** At most `warningsMax`, problems before remarks. */
  warnings: SchemaWarning[];
  /** How many more there are. */
  more: number;
  /** A schema is contradicted; unlisted values do not count. */
  hasProblems: boolean;
}

const nothing: Checked = { warnings: [], more: 0, hasProblems: false };

export type CheckValues = (body: Uint8Array, values: readonly ValuePlace[]) => Checked;

export function createSchemaCheck(): CheckValues {
  const rules = new Map<string, Rule | null>();
  const ruleOf = (field: string): Rule | null => {
    const before = rules.get(field);
    if (before !== undefined) return before;
    const schema = readFieldSchema(field);
    const rule = schema === null ? null : rulesOf(schema);
    rules.set(field, rule);
    return rule;
  };

  return (body, values) => {
    const findings = new Findings(warningsMax);
    const root = JSON.parse(decoder.decode(body));
    for (const of of values) {
      const rule = ruleOf(of.field);
      if (rule !== null) walk(rule, valueAt(root, of.path), of, findings);
    }
    if (findings.problemCount + findings.remarkCount === 0) return nothing;
    return checked(body, findings);
  };
}

const decoder = new TextDecoder();

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce((inside: unknown, segment) => Reflect.get(Object(inside), segment), root);
}

function checked(body: Uint8Array, { problems, remarks, ...counts }: Findings): Checked {
  const found = [...problems, ...remarks].slice(0, warningsMax);
  const places = findPlaces(
    body,
    found.map(({ path }) => path),
  );
  const warnings = found.map((problem, index): SchemaWarning => {
    const { start, end } = places[index] ?? { start: 0, end: 0 };
    const { code, of, path } = problem;
    const written = decoder.decode(body.subarray(start, Math.min(end, start + writtenBytesMax)));
    const message = wordingOf(problem, path.slice(of.path.length), written);
    return { code, message, at: start, field: of.field, path: pointer(path) };
  });
  const more = counts.problemCount + counts.remarkCount - warnings.length;
  return { warnings, more, hasProblems: counts.problemCount > 0 };
}

/** More is not shown of a number. */
const writtenBytesMax = 100;

/** RFC 6901. */
function pointer(path: Path): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
