// Each required member, taken away from a sample that has it, is missed by the schema; each optional one is not.
import { expect, it } from 'vitest';
import { fieldEntries } from './fields.ts';
import { type Occurrence, occurrences } from './test/occurrences.ts';
import { changesOf, samples } from './test/samples.ts';
import { problems } from './test/schemas.ts';

type Case = {
  readonly field: string;
  readonly value: unknown;
  readonly found: Occurrence;
  readonly member: string;
};

/** One place in one sample for each member of each type. */
const cases = new Map<string, Case & { readonly optional: boolean }>();
for (const { body } of samples)
  for (const { field, value } of changesOf(body)) {
    const entry = fieldEntries.find(({ name }) => name === field);
    if (entry === undefined) continue;
    for (const found of occurrences(entry.value, value)) {
      if (found.tag !== null)
        add(`${found.name}.${found.tag}`, { field, value, found, member: found.tag, optional: false });
      for (const [member, { optional }] of Object.entries(found.members))
        if (Object.hasOwn(found.object, member))
          add(`${found.name}.${member}`, { field, value, found, member, optional });
    }
  }

function add(name: string, one: Case & { readonly optional: boolean }): void {
  if (!cases.has(name)) cases.set(name, one);
}

/** What the schema says without the member; the sample is whole again afterwards. */
function without({ field, value, found, member }: Case): readonly string[] {
  const kept = found.object[member];
  delete found.object[member];
  const said = problems(field, value);
  found.object[member] = kept;
  return said;
}

it('a required member that is taken away is missed', () => {
  const required = [...cases].filter(([, one]) => !one.optional);
  expect(required.length).toBeGreaterThan(300);
  const passed = required.filter(([, one]) => without(one).length === 0);
  expect(passed.map(([name]) => name)).toEqual([]);
});

it('an optional member that is taken away is not', () => {
  const optional = [...cases].filter(([, one]) => one.optional);
  expect(optional.length).toBeGreaterThan(200);
  const missed = optional.filter(([, one]) => without(one).length > 0);
  expect(missed.map(([name]) => name)).toEqual([]);
});
