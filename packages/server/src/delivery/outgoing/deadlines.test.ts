import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeadlines } from './deadlines.ts';

describe('createDeadlines', () => {
  let now = 0;
  const deadlines = createDeadlines({ deadlineMs: 1_000, checkEveryMs: 50, now: () => now });

  function pass(ms: number): void {
    now += ms;
    vi.advanceTimersByTime(ms);
  }

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('expires each once, in order, and not those that were stopped', () => {
    const expired: string[] = [];
    deadlines.start(() => expired.push('first'));
    const stop = deadlines.start(() => expired.push('stopped'));
    pass(500);
    deadlines.start(() => expired.push('later'));
    stop();
    pass(450);
    expect(expired).toEqual([]);
    pass(50);
    expect(expired).toEqual(['first']);
    pass(5_000);
    expect(expired).toEqual(['first', 'later']);
  });

  it('runs no timer while nothing is in flight', () => {
    const stop = deadlines.start(() => {});
    expect(vi.getTimerCount()).toBe(1);
    stop();
    pass(50);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets an expired one start the next', () => {
    const expired: number[] = [];
    const again = (): void => {
      expired.push(now);
      if (expired.length < 3) deadlines.start(again);
    };
    const startedAt = now;
    deadlines.start(again);
    for (let step = 0; step < 80; step++) pass(50);
    expect(expired.map((at) => at - startedAt)).toEqual([1_000, 2_000, 3_000]);
  });
});
