// The optional rate limit of an endpoint: a token bucket, pure. It holds a tenth of a second's worth, so that a
// limit of 100 per second means about that in every second and not 100 at once.

export interface Bucket {
  tokens: number;
  at: number;
}

/** Requests that may go at once after a pause. */
export function burstOf(perSecond: number): number {
  return Math.max(1, perSecond / 10);
}

export function fullBucket(perSecond: number, now: number): Bucket {
  return { tokens: burstOf(perSecond), at: now };
}

/** Under another limit: what was saved up counts as far as the new one lets it. */
export function relimited(bucket: Bucket, perSecond: number): Bucket {
  return { ...bucket, tokens: Math.min(bucket.tokens, burstOf(perSecond)) };
}

/** A clock that was set back adds nothing and takes nothing. */
export function refilled(bucket: Bucket, perSecond: number, now: number): Bucket {
  const added = (Math.max(0, now - bucket.at) / 1000) * perSecond;
  return { tokens: Math.min(burstOf(perSecond), bucket.tokens + added), at: now };
}

/** Callers ask `waitMs` first. */
export function taken(bucket: Bucket): Bucket {
  return { ...bucket, tokens: bucket.tokens - 1 };
}

/** Until one request may go, whole milliseconds; 0: now. */
export function waitMs(bucket: Bucket, perSecond: number): number {
  // Sums of fractions: a hair below one is one.
  const missing = 1 - bucket.tokens - 1e-9;
  return missing <= 0 ? 0 : Math.ceil((missing / perSecond) * 1000);
}
