// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the references of scenarios look like that.
import { expect, it } from 'vitest';
import type { Step } from './scenario.ts';
import { editsOf } from './values.ts';

function step(set: Step['set']): Step {
  const sample = { field: 'messages', variant: 'text' };
  return { name: null, afterMs: 0, sample, set, unset: [], repeat: 1, chance: 1 };
}

it('bounds what references come to, over all texts of a step', () => {
  const values = { variables: new Map([['long', 'x'.repeat(100_000)]]), sent: new Map(), nowMs: 0 };
  expect(editsOf(step([['a', '${long}${long}']]), values).ok).toBe(true);
  expect(editsOf(step([['a', ['${long}', { b: '${long}' }]]]), values).ok).toBe(true);
  for (const set of [
    [['a', '${long}'.repeat(10_000)]],
    [['a', ['${long}', '${long}', { b: '${long}' }]]],
    [
      ['a', '${long}${long}'],
      ['b', '${long}'],
    ],
  ] as const)
    expect(editsOf(step(set), values)).toMatchObject({
      ok: false,
      message: expect.stringContaining('more than 262144 characters'),
    });
});
