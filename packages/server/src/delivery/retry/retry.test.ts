import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTryAt, retryProfiles, skippedTryAt, triesLeft } from './retry.ts';

const day = 24 * 3600 * 1000;
const meta = retryProfiles.meta;

function timetable(random: number): number[] {
  const giveUpAt = meta.giveUpAfterMs;
  const times = [0];
  for (let attempts = 1; ; attempts++) {
    const now = times[times.length - 1] ?? 0;
    const next = nextTryAt({ profile: meta, attempts, now, giveUpAt, random, retryAfterMs: null });
    if (next === null) return times;
    times.push(next);
  }
}

describe('nextTryAt', () => {
  it('follows the timetable and ends with a try exactly at seven days', () => {
    const times = timetable(0.5);
    const pausesSeconds = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1000);
    expect(pausesSeconds.slice(0, 11)).toEqual([
      0, 10, 30, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400,
    ]);
    expect(pausesSeconds.slice(11, -1).every((pause) => pause === 86_400)).toBe(true);
    expect(times.at(-1)).toBe(7 * day);
  });

  it('always makes its last try at the give-up time, whatever the jitter', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (random) => {
        const times = timetable(random);
        expect(times.at(-1)).toBe(7 * day);
        expect(times.length).toBeGreaterThan(14);
        expect(times.length).toBeLessThan(22);
      }),
    );
  });

  it('spreads each pause by at most a fifth', () => {
    const input = { profile: meta, attempts: 3, now: 0, giveUpAt: 7 * day, retryAfterMs: null };
    expect(nextTryAt({ ...input, random: 0 })).toBe(24_000);
    expect(nextTryAt({ ...input, random: 0.9999999 })).toBe(36_000);
  });

  it('waits longer when the endpoint asks for it, and never beyond the give-up time', () => {
    const input = { profile: meta, attempts: 1, now: 1000, giveUpAt: 7 * day, random: 0.5 };
    expect(nextTryAt({ ...input, retryAfterMs: 120_000 })).toBe(121_000);
    expect(nextTryAt({ ...input, retryAfterMs: 30 * day })).toBe(7 * day);
    expect(nextTryAt({ ...input, attempts: 8, retryAfterMs: 1000 })).toBe(1000 + 3 * 3600 * 1000);
  });

  it('gives up once the give-up time has passed', () => {
    const input = { profile: meta, attempts: 4, giveUpAt: 7 * day, random: 0.5, retryAfterMs: null };
    expect(nextTryAt({ ...input, now: 7 * day })).toBeNull();
    expect(nextTryAt({ ...input, now: 7 * day - 1 })).toBe(7 * day);
  });
});

describe('a retry that was passed over', () => {
  const at = (age: number, random = 0.5) =>
    skippedTryAt({
      profile: retryProfiles.meta,
      acceptedAt: 0,
      now: age,
      giveUpAt: retryProfiles.meta.giveUpAfterMs,
      random,
      pauseMs: 10_000,
    }) - age;
  const minute = 60_000;

  it.each([
    [0, 10_000],
    [2 * minute, minute],
    [59 * minute, 15 * minute],
    [5 * 60 * minute, 3 * 60 * minute],
    [3 * 24 * 60 * minute, 24 * 60 * minute],
  ])('at the age of %d ms waits as long as the timetable does at that age: %d ms', (age, pause) => {
    expect(at(age)).toBe(pause);
    expect(at(age, 0)).toBe(pause * 0.8);
  });

  it('never waits beyond its give-up time', () => {
    const { giveUpAfterMs } = retryProfiles.meta;
    expect(at(giveUpAfterMs - 5_000)).toBe(5_000);
  });
});

describe('triesLeft', () => {
  it('counts down by one with every try of the timetable, to none', () => {
    for (const profile of Object.values(retryProfiles)) {
      const giveUpAt = profile.giveUpAfterMs;
      let nextAt: number | null = 0;
      let expected: number | null = null;
      for (let attempts = 1; nextAt !== null; attempts++) {
        const now: number = nextAt;
        nextAt = nextTryAt({ profile, attempts, now, giveUpAt, random: 0.5, retryAfterMs: null });
        const left = triesLeft({ profile, attempts, nextAt, giveUpAt });
        expect(left).toBe(expected ?? left);
        expected = left - 1;
      }
      expect(expected).toBe(-1);
    }
  });

  it('is one when only the try at the give-up time is left, and none when no try is planned', () => {
    const rest = { profile: meta, attempts: 12, giveUpAt: 7 * day };
    expect(triesLeft({ ...rest, nextAt: 7 * day })).toBe(1);
    expect(triesLeft({ ...rest, nextAt: null })).toBe(0);
  });

  it('counts the week of the documented profile', () => {
    expect(triesLeft({ profile: meta, attempts: 1, nextAt: 0, giveUpAt: 7 * day })).toBe(17);
  });
});
