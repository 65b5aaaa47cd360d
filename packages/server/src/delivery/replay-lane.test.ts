import { describe, expect, it } from 'vitest';
import { giveUpAtOf, replayAllowance, replayLimits } from './replay-lane.ts';

const replay = { replayId: 3, queueId: 9, endpointId: 1, startedAt: 5_000, ratePerSecond: 50, isOpen: true };

describe('the limits of a replay', () => {
  it('has a small window, and its own rate unless that of the endpoint is lower', () => {
    const gate = (window: number, ratePerSecond: number) => {
      const { window: size, ratePerSecond: rate } = replayLimits(
        { window, ratePerSecond, isPaused: false },
        replay,
      );
      return [size, rate];
    };
    expect(gate(32, 0)).toEqual([4, 50]);
    expect(gate(2, 10)).toEqual([2, 10]);
    expect(gate(32, 500)).toEqual([4, 50]);
  });
});

describe('the age of an event', () => {
  it('counts from the start of the replay, and from acceptance in the live queue', () => {
    expect(giveUpAtOf(replay, { acceptedAt: 1_000, giveUpAfterMs: 700 })).toBe(5_700);
    expect(giveUpAtOf(null, { acceptedAt: 1_000, giveUpAfterMs: 700 })).toBe(1_700);
  });
});

describe('what a replay may have in flight', () => {
  const all = Number.POSITIVE_INFINITY;
  const early = { now: 1, giveUpAt: 100 };
  it.each([
    ['a quiet endpoint', { isFailing: false, isBusy: false, rateFreeAt: null }, all],
    ['live events that wait', { isFailing: false, isBusy: true, rateFreeAt: null }, 1],
    ['live events that wait for a failing endpoint', { isFailing: true, isBusy: true, rateFreeAt: null }, 0],
    ['a failing endpoint that nobody else probes', { isFailing: true, isBusy: false, rateFreeAt: null }, 1],
    ['a rate limit that has room', { isFailing: false, isBusy: false, rateFreeAt: 1 }, all],
    ['a rate limit that is used up', { isFailing: false, isBusy: false, rateFreeAt: 2 }, 0],
    ['a rate limit that live events wait for', { isFailing: false, isBusy: true, rateFreeAt: 1 }, 0],
  ])('beside %s', (_what, live, allowance) => expect(replayAllowance(live, early)).toBe(allowance));

  it('is everything once its time is over: what is left gets its last try', () => {
    expect(
      replayAllowance({ isFailing: true, isBusy: true, rateFreeAt: null }, { now: 100, giveUpAt: 100 }),
    ).toBe(all);
  });
});
