// Makes rules of a JSON Schema that the catalogue has printed. Knows the words that its printer uses and no others:
// a word that is not known is a fault, so that none is passed over in silence.
import assert from 'node:assert/strict';
import { type MemberRule, type Rule, type TypeName, typeBits } from './rule.ts';

type Words = Readonly<Record<string, unknown>>;

const annotations = new Set(['$schema', '$id', '$comment', '$defs', 'description', 'deprecated']);

export function rulesOf(document: unknown): Rule {
  const root = wordsOf(document);
  const definitions = new Map(Object.entries(wordsOf(root.$defs ?? {})));
  const made = new Map<string, Rule>();

  function referred(reference: unknown): Rule {
    const name = textOf(reference).replace('#/$defs/', '');
    const before = made.get(name);
    if (before) return before;
    // Known before it is filled, because a definition may lead back to itself.
    const rule = anything();
    made.set(name, rule);
    fill(rule, wordsOf(definitions.get(name)));
    return rule;
  }

  function ruleOf(schema: unknown): Rule {
    if (schema === true) return anything();
    const words = wordsOf(schema);
    const says = Object.keys(words).filter((word) => !annotations.has(word));
    if (says.length === 1 && says[0] === '$ref') return referred(words.$ref);
    const rule = anything();
    fill(rule, words);
    return rule;
  }

  function fill(rule: Rule, words: Words): void {
    const required = new Set(listOf(words.required ?? []).map(textOf));
    for (const [word, says] of Object.entries(words)) {
      if (annotations.has(word) || word === 'required' || word === 'then' || word === 'else') continue;
      switch (word) {
        case 'type':
          rule.types = typesOf(says);
          break;
        case 'const':
          rule.constant = textOf(says);
          break;
        case 'pattern':
          rule.pattern = new RegExp(textOf(says), 'u');
          break;
        case 'x-known-values':
          rule.known = new Set(listOf(says).map(textOf));
          break;
        case 'properties':
          rule.members = Object.entries(wordsOf(says)).map(
            ([name, schema]): MemberRule => ({
              name,
              isRequired: required.delete(name),
              rule: ruleOf(schema),
            }),
          );
          break;
        case 'items':
          rule.each = ruleOf(says);
          break;
        case '$ref':
          rule.also = [...rule.also, referred(says)];
          break;
        case 'allOf':
          for (const part of listOf(says)) addPart(rule, wordsOf(part));
          break;
        case 'anyOf':
          rule.orNull = orNullOf(listOf(says));
          break;
        case 'if':
          rule.presence = presenceOf(words);
          break;
        default:
          assert.fail(`the schema word ${word} is not known`);
      }
    }
    assert.equal(required.size, 0, 'a required member has no schema');
  }

  /** One of `allOf`: a schema for everybody, or one for a kind. */
  function addPart(rule: Rule, part: Words): void {
    if (part.if === undefined) {
      rule.also = [...rule.also, ruleOf(part)];
      return;
    }
    const { member: by, says } = conditionOf(part.if);
    const { const: one, enum: several } = wordsOf(says);
    const rules = new Map(rule.kinds?.rules);
    assert.equal(rule.kinds?.by ?? by, by, 'kinds are told apart by one member');
    for (const kind of one === undefined ? listOf(several) : [one]) {
      rules.set(textOf(kind), [...(rules.get(textOf(kind)) ?? []), ruleOf(part.then)]);
    }
    rule.kinds = { by, rules };
  }

  function presenceOf(words: Words): Rule['presence'] {
    const { member, says } = conditionOf(words.if);
    assert.equal(says, true, 'outside of allOf a condition asks whether a member is there');
    return { member, present: ruleOf(words.then), absent: ruleOf(words.else) };
  }

  function orNullOf(choices: readonly unknown[]): Rule {
    const [rule, nothing] = choices;
    assert.equal(wordsOf(nothing).type, 'null', 'anyOf says: this, or null');
    return ruleOf(rule);
  }

  return ruleOf(root);
}

/** `{properties: {member: …}, required: [member]}` */
function conditionOf(condition: unknown): { member: string; says: unknown } {
  const { properties, required } = wordsOf(condition);
  const [entry, another] = Object.entries(wordsOf(properties));
  assert.ok(entry && !another, 'a condition looks at one member');
  assert.deepEqual(required, [entry[0]], 'a condition holds only where its member is there');
  return { member: entry[0], says: entry[1] };
}

function anything(): Rule {
  return {
    types: 0,
    constant: null,
    pattern: null,
    known: null,
    members: [],
    each: null,
    also: [],
    kinds: null,
    presence: null,
    orNull: null,
  };
}

function typesOf(says: unknown): number {
  const names = typeof says === 'string' ? [says] : listOf(says);
  return names.reduce((bits: number, name) => {
    assert.ok(isTypeName(name), `the schema type ${String(name)} is not known`);
    return bits | typeBits[name];
  }, 0);
}

function isTypeName(name: unknown): name is TypeName {
  return typeof name === 'string' && Object.hasOwn(typeBits, name);
}

function isWords(schema: unknown): schema is Words {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema);
}

function wordsOf(schema: unknown): Words {
  assert.ok(isWords(schema), 'a schema is an object here');
  return schema;
}

function listOf(says: unknown): readonly unknown[] {
  assert.ok(Array.isArray(says), 'a list is expected in the schema');
  return says;
}

function textOf(says: unknown): string {
  assert.ok(typeof says === 'string', 'a text is expected in the schema');
  return says;
}
