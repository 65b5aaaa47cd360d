import { describe, expect, it } from 'vitest';
import {
  abandonProbe,
  afterFailure,
  afterSuccess,
  type Breaker,
  closedBreaker,
  mayProbe,
  startProbe,
} from './breaker.ts';

const settings = { failuresMin: 3, failingMs: 100, pauseMs: 10, pauseMaxMs: 35 };
const fail = (breaker: Breaker, now: number, isProbe = false) =>
  afterFailure(breaker, { now, isProbe, settings });

describe('a breaker', () => {
  it.each<[string, number[], Breaker['state']]>([
    ['stays closed after too few failures, however long', [0, 1_000], 'closed'],
    ['stays closed after many failures in a moment', [0, 1, 2, 3, 4, 99], 'closed'],
    ['opens after enough failures over enough time', [0, 50, 100], 'open'],
    ['opens with the failure that completes the time', [0, 1, 2, 3, 100], 'open'],
  ])('%s', (_name, times, state) => {
    expect(times.reduce<Breaker>((breaker, now) => fail(breaker, now), closedBreaker).state).toBe(state);
  });

  it('forgets the run at a success', () => {
    const failing = fail(fail(closedBreaker, 0), 50);
    expect(fail(afterSuccess(failing), 100)).toEqual({ state: 'closed', failures: 1, failingSince: 100 });
  });

  const open = [0, 50, 100].reduce<Breaker>((breaker, now) => fail(breaker, now), closedBreaker);

  it('lets one probe through after the pause', () => {
    expect(open).toMatchObject({ failingSince: 0, probeAt: 110 });
    expect(mayProbe(open, 109)).toBe(false);
    expect(mayProbe(open, 110)).toBe(true);
    expect(mayProbe(startProbe(open), 110)).toBe(false);
  });

  it('does not wait longer than the pause when the clock is set back', () => {
    const open = [100_000, 100_050, 100_100].reduce<Breaker>(
      (breaker, now) => fail(breaker, now),
      closedBreaker,
    );
    expect(open.state).toBe('open');
    expect(mayProbe(open, 100_105)).toBe(false);
    expect(mayProbe(open, 500)).toBe(true);
    expect(fail(startProbe(open), 500, true)).toMatchObject({ failingSince: 500, probeAt: 520 });
  });

  it('doubles the pause with each failed probe, up to the longest', () => {
    let breaker = open;
    const pauses: number[] = [];
    for (let probe = 0; probe < 4; probe++) {
      const now = 'probeAt' in breaker ? breaker.probeAt : 0;
      breaker = fail(startProbe(breaker), now, true);
      pauses.push('probeAt' in breaker ? breaker.probeAt - now : 0);
    }
    expect(pauses).toEqual([20, 35, 35, 35]);
    expect(breaker).toMatchObject({ state: 'open', failures: 7, failingSince: 0 });
  });

  it('closes at the success of a probe, or of an attempt that began before it opened', () => {
    expect(afterSuccess(startProbe(open))).toEqual(closedBreaker);
    expect(afterSuccess(open)).toEqual(closedBreaker);
  });

  it('is not moved by failures that began before it opened', () => {
    expect(fail(startProbe(open), 105)).toMatchObject({ state: 'probing', probeAt: 110 });
    expect(fail(open, 105)).toMatchObject({ state: 'open', probeAt: 110 });
  });

  it('tries again at once when a probe had nothing to send', () => {
    expect(mayProbe(abandonProbe(startProbe(open)), 110)).toBe(true);
  });
});
