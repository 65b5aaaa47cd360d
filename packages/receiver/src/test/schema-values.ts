// Random values that fit a published schema: with nothing but what is required or with everything, of listed kinds or
// of kinds to come. For asking whether whoever reads the platform's values can take all of them, not samples alone.
import fc from 'fast-check';

type Node = {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Node>>;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly 'x-known-values'?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly allOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly if?: Node;
  readonly then?: Node;
  readonly else?: Node;
};

export type SchemaPlan = {
  /** Only what is required, everything, or anything in between. */
  readonly members: 'required' | 'all' | 'some';
  /** Whether kinds and open values are those that are listed, or others. */
  readonly values: 'listed' | 'unheard';
};

/** What the platform may call what it adds next; no listed value. */
export const unheard = 'sparkle_v9';

const text = fc.string({ maxLength: 6, unit: fc.constantFrom('a', '7', ' ', '.', 'é', '😀', '\\', '"') });
const plain: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: text,
  integer: fc.constantFrom(0, -1, 131_000, 2 ** 53, 1e21),
  number: fc.constantFrom(0, -12.75, 47.5, 1e21),
  boolean: fc.boolean(),
  null: fc.constant(null),
};

/** @param schema the document as it is parsed from its file */
export function schemaValues(schema: unknown, plan: SchemaPlan): fc.Arbitrary<unknown> {
  // Generated, and compiled strictly by a test of the catalogue.
  const root = schema as Node;
  const made = new Map<Node, fc.Arbitrary<unknown>>();

  function resolved(node: Node): Node {
    if (node.$ref === undefined) return node;
    const found = root.$defs?.[node.$ref.replace('#/$defs/', '')];
    if (found === undefined) throw new Error(`no ${node.$ref}`);
    return resolved(found);
  }

  function valueAt(node: Node): fc.Arbitrary<unknown> {
    const own = resolved(node);
    const known = made.get(own) ?? shapeOf(own);
    made.set(own, known);
    return known;
  }

  function shapeOf(node: Node): fc.Arbitrary<unknown> {
    if (node.const !== undefined) return fc.constant(node.const);
    if (node.anyOf !== undefined) return fc.oneof(...node.anyOf.map(valueAt));
    if (node.properties !== undefined || node.allOf !== undefined) return kindsOf(node);
    if (node.then !== undefined && node.else !== undefined)
      return fc.oneof(valueAt(node.then), valueAt(node.else));
    const types = typeof node.type === 'string' ? [node.type] : (node.type ?? Object.keys(plain));
    return fc.oneof(...types.map((type) => typed(type, node)));
  }

  function typed(type: string, node: Node): fc.Arbitrary<unknown> {
    if (type === 'string' && node['x-known-values'] !== undefined)
      return plan.values === 'unheard' ? fc.constant(unheard) : fc.constantFrom(...node['x-known-values']);
    if (type === 'string' && node.pattern !== undefined) return fc.constantFrom('0', '1767225600');
    // An empty list says nothing of its elements.
    if (type === 'array')
      return fc.array(valueAt(node.items ?? {}), { minLength: plan.members === 'all' ? 1 : 0, maxLength: 2 });
    if (type === 'object') return fc.constantFrom({}, { id: '7', type: 7, to: { from: null } });
    const found = plain[type];
    if (found === undefined) throw new Error(`no values of type ${type}`);
    return found;
  }

  /** Each kind in its turn; without kinds the members alone. */
  function kindsOf(node: Node): fc.Arbitrary<unknown> {
    const kinds = (node.allOf ?? []).flatMap(({ if: condition, then }) => {
      const [tag, says] = Object.entries(condition?.properties ?? {})[0] ?? [];
      if (tag === undefined || then === undefined) return [];
      return (says?.enum ?? [says?.const ?? '']).map((kind) => recordOf([node, then], { [tag]: kind }));
    });
    return kinds.length === 0 || plan.values === 'unheard' ? recordOf([node], {}) : fc.oneof(...kinds);
  }

  /** The members of all these, and of the heads they name. */
  function recordOf(nodes: readonly Node[], fixed: Readonly<Record<string, string>>): fc.Arbitrary<unknown> {
    const members = new Map<string, fc.Arbitrary<unknown>>();
    const required = new Set(Object.keys(fixed));
    const take = (node: Node): void => {
      const own = resolved(node);
      for (const [name, member] of Object.entries(own.properties ?? {})) members.set(name, valueAt(member));
      for (const name of own.required ?? []) required.add(name);
      for (const part of own.allOf ?? []) if (part.then === undefined) take(part);
    };
    nodes.forEach(take);
    for (const [name, value] of Object.entries(fixed)) members.set(name, fc.constant(value));
    const wanted =
      plan.members === 'required' ? [...members].filter(([name]) => required.has(name)) : members;
    const requiredKeys = plan.members === 'some' ? [...required] : [...members.keys()];
    const present = Object.fromEntries(wanted);
    return fc.record(present, { requiredKeys: requiredKeys.filter((name) => name in present) });
  }

  return valueAt(root);
}
