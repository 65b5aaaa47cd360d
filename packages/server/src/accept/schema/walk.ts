// Walks a parsed value along the rules of its field. Gives the first problems and counts the rest; every place is
// looked at once for each rule that names it, so the work is bounded by the size of the value.
import { type Rule, typeBits } from './rule.ts';

export type Path = readonly (string | number)[];

/** Where a value stands in the body, and the field whose it is. */
export interface ValuePlace {
  field: string;
  path: Path;
}

export type ProblemCode =
  | 'missing_member'
  | 'wrong_type'
  | 'wrong_value'
  | 'wrong_form'
  /** May be a misspelling, may be new: a remark, for which nothing is refused. */
  | 'unlisted_value';

export interface Problem {
  code: ProblemCode;
  /** Whose value it is in. */
  of: ValuePlace;
  /** From the body's root; of a member that is missing, where it should be. */
  path: Path;
  rule: Rule;
  found: unknown;
  /** The member whose value made the rule apply. */
  because: { member: string; value: string } | null;
}

type Because = Problem['because'];

/** What was found, over all values of one body. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly remarks: Problem[] = [];
  problemCount = 0;
  remarkCount = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  add(problem: Problem): void {
    if (problem.code === 'unlisted_value') {
      this.remarkCount++;
      if (this.remarks.length < this.most) this.remarks.push(problem);
    } else {
      this.problemCount++;
      if (this.problems.length < this.most) this.problems.push(problem);
    }
  }
}

export function walk(rule: Rule, value: unknown, of: ValuePlace, findings: Findings): void {
  walkPlace(rule, value, null, { of, at: [...of.path], findings });
}

interface Walk {
  of: ValuePlace;
  /** The path of where the walk is. */
  at: (string | number)[];
  findings: Findings;
}

function walkPlace(rule: Rule, value: unknown, because: Because, on: Walk): void {
  if (rule.types !== 0 && (rule.types & typesOfValue(value)) === 0) {
    note('wrong_type', { rule, found: value, because }, on);
    return;
  }
  if (rule.constant !== null && rule.constant !== value) {
    note('wrong_value', { rule, found: value, because }, on);
  }
  if (typeof value === 'string') walkText(rule, value, because, on);
  else if (Array.isArray(value)) walkElements(rule, value, on);
  else if (isObject(value)) walkObject(rule, value, because, on);
  for (const other of rule.also) walkPlace(other, value, because, on);
  if (rule.orNull !== null && value !== null) walkPlace(rule.orNull, value, because, on);
}

function walkText(rule: Rule, value: string, because: Because, on: Walk): void {
  if (rule.pattern !== null && !rule.pattern.test(value)) {
    note('wrong_form', { rule, found: value, because }, on);
  }
  if (rule.known !== null && !rule.known.has(value)) {
    note('unlisted_value', { rule, found: value, because }, on);
  }
}

function walkElements({ each }: Rule, elements: readonly unknown[], on: Walk): void {
  if (each === null) return;
  for (let index = 0; index < elements.length; index++) {
    on.at.push(index);
    walkPlace(each, elements[index], null, on);
    on.at.pop();
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

function walkObject(rule: Rule, value: JsonObject, because: Because, on: Walk): void {
  for (const { name, isRequired, rule: memberRule } of rule.members) {
    const isThere = Object.hasOwn(value, name);
    if (!isThere && !isRequired) continue;
    on.at.push(name);
    if (isThere) walkPlace(memberRule, value[name], null, on);
    else note('missing_member', { rule: memberRule, found: undefined, because }, on);
    on.at.pop();
  }
  if (rule.kinds !== null && Object.hasOwn(value, rule.kinds.by)) {
    const { by, rules } = rule.kinds;
    const kind = value[by];
    const ofKind = typeof kind === 'string' ? rules.get(kind) : undefined;
    if (typeof kind === 'string' && ofKind) {
      for (const other of ofKind) walkPlace(other, value, { member: by, value: kind }, on);
    }
  }
  if (rule.presence !== null) {
    const { member, present, absent } = rule.presence;
    walkPlace(Object.hasOwn(value, member) ? present : absent, value, because, on);
  }
}

function note(code: ProblemCode, about: Pick<Problem, 'rule' | 'found' | 'because'>, on: Walk): void {
  on.findings.add({ code, of: on.of, path: [...on.at], ...about });
}

/** Whole numbers beyond 2^53 were rounded, and beyond 1e308 are Infinity by now: still whole numbers. */
function typesOfValue(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return typeBits.string;
    case 'number':
      return Number.isInteger(value) || !Number.isFinite(value)
        ? typeBits.integer | typeBits.number
        : typeBits.number;
    case 'boolean':
      return typeBits.boolean;
    default:
      if (value === null) return typeBits.null;
      return Array.isArray(value) ? typeBits.array : typeBits.object;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
