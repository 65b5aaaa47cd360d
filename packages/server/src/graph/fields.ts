// The parameter `fields` of a read: which members of a node are shown. A node type is a table from field names to
// what shows them. `id` is always there; a field that a type does not have is an error, as on Graph.
import { quote } from '@wahook/receiver/protocol/quote';
import { graphError } from './graph-error.ts';
import type { CallParameters } from './parameters.ts';

export interface NodeType<Source> {
  /** As Graph's errors call it. */
  name: string;
  /** A Map, because `constructor` is a name that somebody will ask for. Undefined: not shown. */
  fields: ReadonlyMap<string, (source: Source) => unknown>;
  /** Shown when nobody asks. */
  defaults: readonly string[];
}

/** The fields to show, each known to the type. */
export function readFields<Source>(parameters: CallParameters, type: NodeType<Source>): readonly string[] {
  // `owner{id,name}` and `users.limit(5)` ask for parts of a field; it is shown whole.
  const asked = parameters.list('fields')?.map((name) => name.replace(/[{.(].*$/s, '').trim());
  for (const name of asked ?? []) {
    if (type.fields.has(name)) continue;
    const detail = `Tried accessing nonexistent field (${quote(name)}) on node type (${type.name})`;
    throw graphError('parameterInvalid', { detail });
  }
  const names = asked === undefined || asked.length === 0 ? type.defaults : asked;
  return names.includes('id') || !type.fields.has('id') ? names : [...names, 'id'];
}

export function show<Source>(type: NodeType<Source>, source: Source, names: readonly string[]): object {
  const shown = names.map((name) => [name, type.fields.get(name)?.(source)] as const);
  return Object.fromEntries(shown.filter(([, value]) => value !== undefined));
}
