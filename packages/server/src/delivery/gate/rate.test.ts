import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstOf, fullBucket, refilled, taken, waitMs } from './rate.ts';

describe('a rate limit', () => {
  it('never lets more through than its rate and one burst, and never waits without end', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 5_000 }), (list, perSecond) => {
        let now = 0;
        let bucket = fullBucket(perSecond, now);
        let sent = 0;
        for (const pause of list) {
          now += pause;
          bucket = refilled(bucket, perSecond, now);
          if (waitMs(bucket, perSecond) > 0) continue;
          bucket = taken(bucket);
          sent += 1;
        }
        expect(sent).toBeLessThanOrEqual(burstOf(perSecond) + (now / 1000) * perSecond + 1e-6);
      }),
    );
  });

  it.each([1, 3, 7, 100, 4_999])(
    'lets one through after the wait that it names: %d per second',
    (perSecond) => {
      let now = 0;
      let bucket = fullBucket(perSecond, now);
      for (let sent = 0; sent < 1_000; sent++) {
        const wait = waitMs(bucket, perSecond);
        now += wait;
        bucket = refilled(bucket, perSecond, now);
        expect(waitMs(bucket, perSecond)).toBe(0);
        bucket = taken(bucket);
      }
      expect(now).toBeGreaterThanOrEqual(((1_000 - burstOf(perSecond)) / perSecond) * 1000 - 1);
    },
  );

  it('is not confused by a clock that was set back', () => {
    const bucket = taken(fullBucket(10, 5_000));
    expect(refilled(bucket, 10, 1_000)).toEqual({ tokens: 0, at: 1_000 });
  });
});
