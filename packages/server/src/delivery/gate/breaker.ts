// The circuit breaker of one endpoint, as pure transitions. It opens after a run of failures over some time;
// open, it lets single probes through with growing pauses; any success closes it.

export interface BreakerSettings {
  /** Failures in a row before it may open. */
  failuresMin: number;
  /** How long that run must have lasted: a burst of failures in one second is not yet an outage. */
  failingMs: number;
  /** Pause before the first probe. It doubles after each failed one. */
  pauseMs: number;
  pauseMaxMs: number;
}

export type Breaker =
  | { state: 'closed'; failures: number; failingSince: number | null }
  | { state: 'open' | 'probing'; failures: number; failingSince: number; pauseMs: number; probeAt: number };

export const closedBreaker: Breaker = { state: 'closed', failures: 0, failingSince: null };

/** As it was before a restart. What it was probing then is not known any more: it probes again. */
export function restoredBreaker(kept: {
  open: { pauseMs: number; probeAt: number } | null;
  failures: number;
  failingSince: number | null;
}): Breaker {
  const { open, failures, failingSince } = kept;
  if (!open || failingSince === null) return { state: 'closed', failures, failingSince };
  return { state: 'open', failures, failingSince, ...open };
}

/** Also a success that began before the breaker opened: the endpoint answers. */
export function afterSuccess(breaker: Breaker): Breaker {
  return breaker.state === 'closed' && breaker.failures === 0 ? breaker : closedBreaker;
}

/** `isProbe`: failures of attempts that began before the breaker opened tell nothing new. */
export function afterFailure(
  breaker: Breaker,
  { now, isProbe, settings }: { now: number; isProbe: boolean; settings: BreakerSettings },
): Breaker {
  const failures = breaker.failures + 1;
  // A clock that was set back does not put off the end of the run.
  const failingSince = Math.min(breaker.failingSince ?? now, now);
  if (breaker.state === 'closed') {
    const isOutage = failures >= settings.failuresMin && now - failingSince >= settings.failingMs;
    if (!isOutage) return { state: 'closed', failures, failingSince };
    return {
      state: 'open',
      failures,
      failingSince,
      pauseMs: settings.pauseMs,
      probeAt: now + settings.pauseMs,
    };
  }
  if (!isProbe) return { ...breaker, failures, failingSince };
  const pauseMs = Math.min(breaker.pauseMs * 2, settings.pauseMaxMs);
  return { ...breaker, state: 'open', failures, failingSince, pauseMs, probeAt: now + pauseMs };
}

export function mayProbe(breaker: Breaker, now: number): boolean {
  return breaker.state === 'open' && now >= probeTime(breaker, now);
}

/** A probe that is further away than the whole pause was set by a clock that ran ahead: its time is now. */
export function probeTime({ probeAt, pauseMs }: { probeAt: number; pauseMs: number }, now: number): number {
  return probeAt - now > pauseMs ? now : probeAt;
}

export function startProbe(breaker: Breaker): Breaker {
  return breaker.state === 'open' ? { ...breaker, state: 'probing' } : breaker;
}

/** The probe found nothing to send, or failed for a reason of ours: another may follow at once. */
export function abandonProbe(breaker: Breaker): Breaker {
  return breaker.state === 'probing' ? { ...breaker, state: 'open' } : breaker;
}
