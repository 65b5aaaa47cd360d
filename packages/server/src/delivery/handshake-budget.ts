// How many handshakes an app may cause in a minute. Each one makes this server call an address of the app
// owner's choice and report what came back, so without a bound it would serve as a port scanner.
// Counts in memory: a restart forgives, which costs a scanner more than it gains.
import type { Clock } from '../base/clock.ts';

export interface HandshakeBudget {
  /** Takes one, or answers false when the minute's are used up. Refused calls do not count. */
  take(appId: number): boolean;
}

const minuteMs = 60_000;

export function createHandshakeBudget({
  clock,
  perMinute,
}: {
  clock: Pick<Clock, 'elapsed'>;
  perMinute: number;
}): HandshakeBudget {
  // At most `perMinute` times for each app.
  const taken = new Map<number, number[]>();
  return {
    take(appId) {
      const now = clock.elapsed();
      const recent = (taken.get(appId) ?? []).filter((at) => now - at < minuteMs);
      const isFree = recent.length < perMinute;
      if (isFree) recent.push(now);
      taken.set(appId, recent);
      return isFree;
    },
  };
}
