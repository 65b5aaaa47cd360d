import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttemptEnd, newWindow, restartedWindow, sizeOf, type Window, windowAfter } from './window.ts';

const max = 32;
const ok = (no: number, durationMs = 20, latestNo = no): AttemptEnd => {
  return { sign: 'ok', durationMs, no, latestNo, wasFull: true };
};
const timeout = (no: number, latestNo = no): AttemptEnd => ({
  ...ok(no, 10_000, latestNo),
  sign: 'overloaded',
});
const after = (window: Window, ends: AttemptEnd[]) =>
  ends.reduce((current, end) => windowAfter(current, end, max), window);
const numbered = (count: number, make: (no: number) => AttemptEnd, from = 1) =>
  Array.from({ length: count }, (_, index) => make(from + index));

describe('a window', () => {
  it('stays within its bounds whatever happens', () => {
    const ends = fc.array(
      fc.record({
        sign: fc.constantFrom('ok' as const, 'overloaded' as const, 'other' as const),
        durationMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
        no: fc.nat(200),
        latestNo: fc.nat(200),
        wasFull: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 1000 }), (list, bound) => {
        let window = newWindow(bound);
        for (const end of list) {
          window = windowAfter(window, end, bound);
          expect(sizeOf(window)).toBeGreaterThanOrEqual(1);
          expect(sizeOf(window)).toBeLessThanOrEqual(bound);
        }
      }),
    );
  });

  it('opens fully while the endpoint keeps its pace', () => {
    expect(
      sizeOf(
        after(
          newWindow(max),
          numbered(40, (no) => ok(no)),
        ),
      ),
    ).toBe(max);
  });

  it('does not grow while nothing waits for it', () => {
    const idle = numbered(100, (no) => ({ ...ok(no), wasFull: false }));
    expect(sizeOf(after(newWindow(max), idle))).toBe(8);
  });

  it('falls to one request when nothing answers any more', () => {
    const open = after(
      newWindow(max),
      numbered(40, (no) => ok(no)),
    );
    expect(
      sizeOf(
        after(
          open,
          numbered(10, (no) => timeout(no), 41),
        ),
      ),
    ).toBe(1);
  });

  it('takes the timeouts of one moment as one sign', () => {
    const open = after(
      newWindow(max),
      numbered(40, (no) => ok(no)),
    );
    expect(
      sizeOf(
        after(
          open,
          numbered(32, (no) => timeout(no, 72), 41),
        ),
      ),
    ).toBe(16);
  });

  it('shrinks when answers come ever later, and not for the jitter of a fast endpoint', () => {
    const open = after(
      newWindow(max),
      numbered(40, (no) => ok(no, 20)),
    );
    expect(
      sizeOf(
        after(
          open,
          numbered(100, (no) => ok(no, no % 2 ? 5 : 200), 41),
        ),
      ),
    ).toBe(max);
    expect(
      sizeOf(
        after(
          open,
          numbered(60, (no) => ok(no, 2_000), 41),
        ),
      ),
    ).toBeLessThan(8);
  });

  it('learns that an endpoint is slow by nature', () => {
    const slow = numbered(3_000, (no) => ok(no, 800));
    const open = after(
      after(
        newWindow(max),
        numbered(40, (no) => ok(no, 20)),
      ),
      slow,
    );
    expect(
      sizeOf(
        after(
          open,
          numbered(2_000, (no) => ok(no, 800), 3_041),
        ),
      ),
    ).toBe(max);
    expect(sizeOf(after(newWindow(max), slow))).toBe(max);
  });

  it('ignores answers that say nothing about load', () => {
    const window = newWindow(max);
    expect(
      after(
        window,
        numbered(50, (no) => ({ ...ok(no, 9_000), sign: 'other' })),
      ),
    ).toEqual(window);
  });

  it('begins with one request after an outage, and opens again', () => {
    const restarted = restartedWindow(
      after(
        newWindow(max),
        numbered(40, (no) => ok(no)),
      ),
    );
    expect(sizeOf(restarted)).toBe(1);
    expect(
      sizeOf(
        after(
          restarted,
          numbered(40, (no) => ok(no), 41),
        ),
      ),
    ).toBe(max);
  });
});
