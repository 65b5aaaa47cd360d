import { expect, it } from 'vitest';
import { createTestClock } from '../test/support/test-clock.ts';
import { createHandshakeBudget } from './handshake-budget.ts';

it('gives each app so many in any minute, and counts only those it gave', () => {
  const clock = createTestClock();
  const budget = createHandshakeBudget({ clock, perMinute: 2 });
  expect([1, 1, 1, 2].map((appId) => budget.take(appId))).toEqual([true, true, false, true]);
  clock.advance(59_999);
  expect(budget.take(1)).toBe(false);
  clock.advance(1);
  expect([1, 1, 1].map((appId) => budget.take(appId))).toEqual([true, true, false]);
});

it.each([-3_600_000, 3_600_000])('does not follow a wall clock that is set %d ms ahead', (ms) => {
  const clock = createTestClock();
  const budget = createHandshakeBudget({ clock, perMinute: 1 });
  expect(budget.take(1)).toBe(true);
  clock.set(ms);
  expect(budget.take(1)).toBe(false);
  clock.advance(60_000);
  expect(budget.take(1)).toBe(true);
});
