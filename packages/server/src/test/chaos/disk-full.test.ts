// A real disk is filled under a running wahook, once. It needs namespaces that not every system lets its users make;
// `npm run chaos` says so where they are missing.
import { expect, it } from 'vitest';
import { fillDisk } from './disk-full.ts';
import { createRandom } from './random.ts';

it('refuses events on a full disk, survives a kill and a start on it, and goes on when there is room', {
  timeout: 180_000,
}, async ({ skip }) => {
  const result = await fillDisk(createRandom(1));
  if (!result) return skip('no user namespaces here');
  expect(result.verdict.findings).toEqual([]);
  expect(result.refused).toBeGreaterThan(20);
  expect(result.startedOnFullDisk).toBe(true);
});
