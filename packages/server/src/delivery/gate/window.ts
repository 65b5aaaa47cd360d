// How many requests one endpoint gets at a time. Grows while the endpoint answers about as fast as it ever did,
// shrinks when answers fail to come or come ever later: a slow endpoint is asked less, not more. Pure.

export interface Window {
  /** Fractions add up; in force is the whole part. */
  size: number;
  /** The latency of an unhurried endpoint: the least seen, drifting towards what is seen now. */
  floorMs: number | null;
  /** Smoothed. */
  latencyMs: number;
  /** Doubles per round trip until the first sign of too much. */
  isStarting: boolean;
  /** Attempts with a higher number began after the last shrinking; only they may shrink it again. */
  shrunkAtNo: number;
}

/** `overloaded`: no answer, or one that says "too much". `other`: an answer that says nothing about load. */
export type LoadSign = 'ok' | 'overloaded' | 'other';

export interface AttemptEnd {
  sign: LoadSign;
  durationMs: number;
  /** Attempts are numbered in order of their start. */
  no: number;
  /** The number of the latest attempt started. */
  latestNo: number;
  /** Whether the window was the limit, or there was just no more to send. */
  wasFull: boolean;
}

const firstSize = 8;
/** Beyond this the endpoint counts as slowed down. The constant keeps the jitter of a fast one from counting. */
const slowedFactor = 2;
const slowedExtraMs = 200;
const smoothing = 0.2;
const floorDrift = 0.002;

export function newWindow(max: number): Window {
  return { size: Math.min(firstSize, max), floorMs: null, latencyMs: 0, isStarting: true, shrunkAtNo: 0 };
}

/** After an outage: one at a time to begin with. */
export function restartedWindow(window: Window): Window {
  return { ...window, size: 1, isStarting: true };
}

/** Under a new bound. A larger one is grown into. */
export function boundWindow(window: Window, max: number): Window {
  return window.size <= max ? window : { ...window, size: max };
}

export function sizeOf(window: Window): number {
  return Math.floor(window.size);
}

export function windowAfter(window: Window, end: AttemptEnd, max: number): Window {
  if (end.sign === 'overloaded') return shrink(window, end, 0.5);
  if (end.sign === 'other') return window;
  const seen = see(window, end.durationMs);
  const slowFromMs = (seen.floorMs ?? 0) * slowedFactor + slowedExtraMs;
  if (seen.latencyMs > slowFromMs) return shrink(seen, end, 0.8);
  return end.wasFull ? grow(seen, max) : seen;
}

function see(window: Window, durationMs: number): Window {
  const { floorMs, latencyMs } = window;
  if (floorMs === null) return { ...window, floorMs: durationMs, latencyMs: durationMs };
  return {
    ...window,
    floorMs: Math.min(durationMs, floorMs + (durationMs - floorMs) * floorDrift),
    latencyMs: latencyMs + (durationMs - latencyMs) * smoothing,
  };
}

function grow(window: Window, max: number): Window {
  const step = window.isStarting ? 1 : 1 / window.size;
  return { ...window, size: Math.min(max, window.size + step) };
}

/** Once per round trip: thirty timeouts of one moment are one sign. */
function shrink(window: Window, { no, latestNo }: AttemptEnd, factor: number): Window {
  if (no <= window.shrunkAtNo) return window;
  return { ...window, size: Math.max(1, window.size * factor), isStarting: false, shrunkAtNo: latestNo };
}
