// When to try again. Meta documents "immediately, then with decreasing frequency, for 7 days"; the timetable
// in between is ours (spec/platform.md §11.5) and measured by the age of the event, counted from acceptance.

export interface RetryProfile {
  /** Pause before the second, third … attempt. The last one repeats. */
  delaysMs: readonly number[];
  /** The last try is made at this age; after it the delivery is dead. */
  giveUpAfterMs: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export const retryProfiles = {
  /** WhatsApp's own pages: seven days. */
  meta: {
    delaysMs: [
      0,
      10 * second,
      30 * second,
      minute,
      5 * minute,
      15 * minute,
      hour,
      3 * hour,
      6 * hour,
      12 * hour,
      day,
    ],
    giveUpAfterMs: 7 * day,
  },
  /** The generic Graph webhooks page: 36 hours. */
  graph: {
    delaysMs: [0, 10 * second, 30 * second, minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour],
    giveUpAfterMs: 36 * hour,
  },
  /** For tests of a receiver: everything within a minute. */
  test: { delaysMs: [0, second, 2 * second, 5 * second, 10 * second], giveUpAfterMs: minute },
} as const satisfies Record<string, RetryProfile>;

export type RetryProfileName = keyof typeof retryProfiles;

const jitter = 0.2;

/**
 * The time of the next try, or null when the attempt just made was the last.
 * `attempts`: how many were made. `random`: 0 ≤ random < 1. `retryAfterMs`: what the endpoint asked for.
 */
export function nextTryAt(input: {
  profile: RetryProfile;
  attempts: number;
  now: number;
  giveUpAt: number;
  random: number;
  retryAfterMs: number | null;
}): number | null {
  const { profile, attempts, now, giveUpAt, random, retryAfterMs } = input;
  if (now >= giveUpAt) return null;
  const last = profile.delaysMs.length - 1;
  const planned = profile.delaysMs[Math.min(attempts - 1, last)] ?? 0;
  const spread = planned * (1 - jitter + 2 * jitter * random);
  // What the endpoint asks for may lengthen the pause, never shorten it.
  const pause = Math.max(spread, retryAfterMs ?? 0);
  return Math.min(Math.round(now + pause), giveUpAt);
}

/**
 * How many tries a delivery has before it, counted without jitter: the one at `nextAt`, those that follow it if
 * all fail, and the last one at the give-up time. Tries that an open breaker passes over make it fewer.
 */
export function triesLeft(input: {
  profile: RetryProfile;
  /** Made so far. */
  attempts: number;
  /** null: none is planned. */
  nextAt: number | null;
  giveUpAt: number;
}): number {
  const { profile, attempts, nextAt, giveUpAt } = input;
  let left = 0;
  for (let at = nextAt; at !== null; left++) {
    const made = attempts + left + 1;
    at = nextTryAt({ profile, attempts: made, now: at, giveUpAt, random: 0.5, retryAfterMs: null });
  }
  return left;
}

/**
 * The next time for a retry that was passed over because the endpoint gets probes only: as long again as the
 * timetable pauses at the event's age, since no attempt was made that could be counted.
 */
export function skippedTryAt(input: {
  profile: RetryProfile;
  acceptedAt: number;
  now: number;
  giveUpAt: number;
  random: number;
  /** At least so much later. */
  pauseMs: number;
}): number {
  const { profile, acceptedAt, now, giveUpAt, random, pauseMs } = input;
  const age = now - acceptedAt;
  const planned = profile.delaysMs.filter((delay) => delay <= age).at(-1) ?? 0;
  const pause = Math.max(planned, pauseMs) * (1 - jitter + 2 * jitter * random);
  return Math.min(Math.round(now + pause), giveUpAt);
}
