// The time of a scenario beside a clock that somebody sets.
import { expect, it } from 'vitest';
import { createTestClock } from '../../test/support/test-clock.ts';
import { createTimeline } from './timeline.ts';

it.each([-3_600_000, 3_600_000])('goes on evenly when the wall clock is set by %i ms', (ms) => {
  const clock = createTestClock();
  const timeline = createTimeline(clock.elapsed, 2);
  clock.advance(1_000);
  clock.set(ms);
  expect([timeline.positionMs(), timeline.waitMs(3_000)]).toEqual([2_000, 500]);
  expect(timeline.moveTo(2_500)).toBe(true);
});
