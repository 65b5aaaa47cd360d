// Whether one endpoint may be sent anything more right now: its breaker, its window and its rate limit together,
// and what is known of its health. A paused one lets nothing through. Holds numbers only; what waits is the lane's.
import type { KeptHealth } from '../../store/endpoints.ts';
import {
  abandonProbe,
  afterFailure,
  afterSuccess,
  type Breaker,
  type BreakerSettings,
  closedBreaker,
  mayProbe,
  probeTime,
  restoredBreaker,
  startProbe,
} from './breaker.ts';
import { type Bucket, fullBucket, refilled, relimited, taken, waitMs } from './rate.ts';
import {
  boundWindow,
  type LoadSign,
  newWindow,
  restartedWindow,
  sizeOf,
  type Window,
  windowAfter,
} from './window.ts';

export interface GateSettings {
  /** Requests in flight at most. */
  window: number;
  /** Requests per second at most; 0: no limit. */
  ratePerSecond: number;
  breaker: BreakerSettings;
}

/** What may change while requests are in flight. */
export interface GateLimits extends Pick<GateSettings, 'window' | 'ratePerSecond'> {
  /** The endpoint is deactivated: nothing passes, not even a probe. */
  isPaused: boolean;
}

/** One request from its start to its end. */
export interface Ticket {
  no: number;
  isProbe: boolean;
}

/** How a request ended, as far as the endpoint's health goes. null: it was not made, or failed for a reason of ours. */
export type Ending = { isSuccess: boolean; reason: string; sign: LoadSign; durationMs: number } | null;

export interface Health {
  isPaused: boolean;
  breaker: Breaker['state'];
  failingSince: number | null;
  /** In a row. */
  failures: number;
  lastSuccessAt: number | null;
  lastFailureAt: number | null;
  lastFailure: string | null;
  nextProbeAt: number | null;
  window: number;
  inFlight: number;
}

export class Gate {
  readonly #breakerSettings: BreakerSettings;
  #limits: GateLimits;
  #breaker: Breaker = closedBreaker;
  #window: Window;
  #bucket: Bucket | null;
  #inFlight = 0;
  #latestNo = 0;
  #lastSuccessAt: number | null = null;
  #lastFailure: { at: number; reason: string } | null = null;

  /** `kept`: how the endpoint was doing before a restart. */
  constructor(settings: GateSettings, now: number, kept: KeptHealth | null = null) {
    const { window, ratePerSecond } = settings;
    this.#breakerSettings = settings.breaker;
    this.#limits = { window, ratePerSecond, isPaused: false };
    this.#window = newWindow(window);
    this.#bucket = ratePerSecond > 0 ? fullBucket(ratePerSecond, now) : null;
    if (!kept) return;
    this.#breaker = restoredBreaker(kept);
    this.#lastSuccessAt = kept.lastSuccessAt;
    const { lastFailureAt: at, lastFailure: reason } = kept;
    if (at !== null && reason !== null) this.#lastFailure = { at, reason };
    // Whether it is still in trouble, one request tells as well as eight.
    if (kept.failures > 0) this.#window = restartedWindow(this.#window);
  }

  /** Answers what became of the pause, when something did. */
  limit(limits: GateLimits, now: number): 'paused' | 'resumed' | null {
    const { window, ratePerSecond, isPaused } = limits;
    const wasPaused = this.#limits.isPaused;
    this.#limits = limits;
    this.#window = boundWindow(this.#window, window);
    if (ratePerSecond === 0) this.#bucket = null;
    else
      this.#bucket = this.#bucket ? relimited(this.#bucket, ratePerSecond) : fullBucket(ratePerSecond, now);
    if (isPaused === wasPaused) return null;
    if (isPaused) return 'paused';
    // Whoever resumes it has shaken hands, or says that it is mended. It starts with one request all the same.
    this.#breaker = closedBreaker;
    this.#window = restartedWindow(this.#window);
    return 'resumed';
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Only probes pass, or nothing at all. */
  get isOpen(): boolean {
    return this.#limits.isPaused || this.#breaker.state !== 'closed';
  }

  get isPaused(): boolean {
    return this.#limits.isPaused;
  }

  /** `isLastTry`: its time cannot wait for that of the next probe, so it is the next probe. */
  admits(now: number, { isLastTry }: { isLastTry: boolean }): boolean {
    if (this.#limits.isPaused || this.#rateWaitMs(now) > 0) return false;
    if (this.#breaker.state === 'closed') return this.#inFlight < sizeOf(this.#window);
    return this.#breaker.state === 'open' && (isLastTry || mayProbe(this.#breaker, now));
  }

  /** When time alone may change the answer; null: only the end of a request does. */
  admitsAt(now: number): number | null {
    const rateWait = this.#rateWaitMs(now);
    if (this.#limits.isPaused || this.#breaker.state === 'probing') return null;
    if (this.#breaker.state === 'open') return Math.max(probeTime(this.#breaker, now), now + rateWait);
    return rateWait > 0 && this.#inFlight < sizeOf(this.#window) ? now + rateWait : null;
  }

  /** When the rate limit lets something through; null: there is none. */
  rateFreeAt(now: number): number | null {
    return this.#bucket && now + this.#rateWaitMs(now);
  }

  /** A request has gone to the endpoint on another way. What was not left is made up for later. */
  charge(now: number): void {
    if (!this.#bucket) return;
    this.#bucket = taken(refilled(this.#bucket, this.#limits.ratePerSecond, now));
  }

  started(): Ticket {
    this.#inFlight += 1;
    this.#latestNo += 1;
    if (this.#bucket) this.#bucket = taken(this.#bucket);
    const isProbe = this.isOpen;
    if (isProbe) this.#breaker = startProbe(this.#breaker);
    return { no: this.#latestNo, isProbe };
  }

  /** Answers what became of the breaker, when something did. */
  ended(ticket: Ticket, ending: Ending, now: number): 'opened' | 'closed' | null {
    const wasFull = this.#inFlight >= sizeOf(this.#window);
    const wasOpen = this.#breaker.state !== 'closed';
    this.#inFlight -= 1;
    if (!ending) {
      if (ticket.isProbe) this.#breaker = abandonProbe(this.#breaker);
      return null;
    }
    const { sign, durationMs } = ending;
    const end = { sign, durationMs, no: ticket.no, latestNo: this.#latestNo, wasFull };
    this.#window = windowAfter(this.#window, end, this.#limits.window);
    this.#note(ticket, ending, now);
    if (wasOpen === (this.#breaker.state !== 'closed')) return null;
    if (wasOpen) this.#window = restartedWindow(this.#window);
    return wasOpen ? 'closed' : 'opened';
  }

  /** The endpoint has answered on another way. The breaker closes; what waits may go. */
  answered(now: number): void {
    if (this.isOpen) this.#window = restartedWindow(this.#window);
    this.#breaker = afterSuccess(this.#breaker);
    this.#lastSuccessAt = now;
  }

  health(): Health {
    const breaker = this.#breaker;
    return {
      isPaused: this.#limits.isPaused,
      breaker: breaker.state,
      failingSince: breaker.failingSince,
      failures: breaker.failures,
      lastSuccessAt: this.#lastSuccessAt,
      lastFailureAt: this.#lastFailure?.at ?? null,
      lastFailure: this.#lastFailure?.reason ?? null,
      nextProbeAt: breaker.state === 'open' ? breaker.probeAt : null,
      window: sizeOf(this.#window),
      inFlight: this.#inFlight,
    };
  }

  /** What outlives a restart. */
  kept(): Omit<KeptHealth, 'queueId'> {
    const breaker = this.#breaker;
    const { failures, failingSince } = breaker;
    return {
      open: breaker.state === 'closed' ? null : { pauseMs: breaker.pauseMs, probeAt: breaker.probeAt },
      failures,
      failingSince,
      lastSuccessAt: this.#lastSuccessAt,
      lastFailureAt: this.#lastFailure?.at ?? null,
      lastFailure: this.#lastFailure?.reason ?? null,
    };
  }

  #note({ isProbe }: Ticket, ending: NonNullable<Ending>, now: number): void {
    if (ending.isSuccess) {
      this.#lastSuccessAt = now;
      this.#breaker = afterSuccess(this.#breaker);
    } else {
      this.#lastFailure = { at: now, reason: ending.reason };
      this.#breaker = afterFailure(this.#breaker, { now, isProbe, settings: this.#breakerSettings });
    }
  }

  #rateWaitMs(now: number): number {
    const { ratePerSecond } = this.#limits;
    if (!this.#bucket) return 0;
    this.#bucket = refilled(this.#bucket, ratePerSecond, now);
    return waitMs(this.#bucket, ratePerSecond);
  }
}
