// Whether one endpoint may be sent anything more right now: its breaker, its window and its rate limit together,
// and what is known of its health. Holds numbers only; what waits is the lane's.
import {
  abandonProbe,
  afterFailure,
  afterSuccess,
  type Breaker,
  type BreakerSettings,
  closedBreaker,
  mayProbe,
  startProbe,
} from './breaker.ts';
import { type Bucket, fullBucket, refilled, taken, waitMs } from './rate.ts';
import { type LoadSign, newWindow, restartedWindow, sizeOf, type Window, windowAfter } from './window.ts';

export interface GateSettings {
  /** Requests in flight at most. */
  window: number;
  /** Requests per second at most; 0: no limit. */
  ratePerSecond: number;
  breaker: BreakerSettings;
}

/** One request from its start to its end. */
export interface Ticket {
  no: number;
  isProbe: boolean;
}

/** How a request ended, as far as the endpoint's health goes. null: it was not made, or failed for a reason of ours. */
export type Ending = { isSuccess: boolean; reason: string; sign: LoadSign; durationMs: number } | null;

export interface Health {
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
  readonly #settings: GateSettings;
  #breaker: Breaker = closedBreaker;
  #window: Window;
  #bucket: Bucket | null;
  #inFlight = 0;
  #latestNo = 0;
  #lastSuccessAt: number | null = null;
  #lastFailure: { at: number; reason: string } | null = null;

  constructor(settings: GateSettings, now: number) {
    this.#settings = settings;
    this.#window = newWindow(settings.window);
    this.#bucket = settings.ratePerSecond > 0 ? fullBucket(settings.ratePerSecond, now) : null;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Only probes pass. */
  get isOpen(): boolean {
    return this.#breaker.state !== 'closed';
  }

  /** `isLastTry`: its time cannot wait for that of the next probe, so it is the next probe. */
  admits(now: number, { isLastTry }: { isLastTry: boolean }): boolean {
    if (this.#rateWaitMs(now) > 0) return false;
    if (this.#breaker.state === 'closed') return this.#inFlight < sizeOf(this.#window);
    return this.#breaker.state === 'open' && (isLastTry || mayProbe(this.#breaker, now));
  }

  /** When time alone may change the answer; null: only the end of a request does. */
  admitsAt(now: number): number | null {
    const rateWait = this.#rateWaitMs(now);
    if (this.#breaker.state === 'probing') return null;
    if (this.#breaker.state === 'open') return Math.max(this.#breaker.probeAt, now + rateWait);
    return rateWait > 0 && this.#inFlight < sizeOf(this.#window) ? now + rateWait : null;
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
    const wasOpen = this.isOpen;
    this.#inFlight -= 1;
    if (!ending) {
      if (ticket.isProbe) this.#breaker = abandonProbe(this.#breaker);
      return null;
    }
    const { sign, durationMs } = ending;
    const end = { sign, durationMs, no: ticket.no, latestNo: this.#latestNo, wasFull };
    this.#window = windowAfter(this.#window, end, this.#settings.window);
    this.#note(ticket, ending, now);
    if (wasOpen === this.isOpen) return null;
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

  #note({ isProbe }: Ticket, ending: NonNullable<Ending>, now: number): void {
    if (ending.isSuccess) {
      this.#lastSuccessAt = now;
      this.#breaker = afterSuccess(this.#breaker);
    } else {
      this.#lastFailure = { at: now, reason: ending.reason };
      this.#breaker = afterFailure(this.#breaker, { now, isProbe, settings: this.#settings.breaker });
    }
  }

  #rateWaitMs(now: number): number {
    const { ratePerSecond } = this.#settings;
    if (!this.#bucket) return 0;
    this.#bucket = refilled(this.#bucket, ratePerSecond, now);
    return waitMs(this.#bucket, ratePerSecond);
  }
}
