// What a receiver asks of whoever remembers which items have been handled. Stores for memory, SQLite, Redis and
// Postgres are beside this file; anything that can claim a key atomically will do.

/**
 * - `new`: claimed by this call; the caller handles the item and then says `done` or `release`.
 * - `done`: handled before.
 * - `busy`: claimed by somebody who has not finished; whoever asks again will find out how it ended.
 */
export type DedupeVerdict = 'new' | 'done' | 'busy';

/** Stores on this machine answer at once, which spares the receiver a promise for every item. */
export type MaybePromise<Value> = Value | Promise<Value>;

/**
 * Keys are of visible ASCII and blanks, usually: under 600 characters, but made of what the platform sent. The keys of
 * one call are distinct. Whatever a method throws, or rejects with, makes the receiver answer 500.
 */
export interface DedupeStore {
  /** After how many milliseconds a claim that nobody ended counts as given up, because its process is gone. */
  readonly leaseMs: number;
  /** Claims each key unless it is handled or claimed; atomically for each key. Verdicts in the order of the keys. */
  claim(keys: readonly string[]): MaybePromise<readonly DedupeVerdict[]>;
  /** The item was handled; remember that. */
  done(key: string): MaybePromise<void>;
  /** A handler failed, or was not begun in time: the next to ask should get `new`. Only called while the claim has not run out. */
  release(key: string): MaybePromise<void>;
}

/** Two minutes: well above what an endpoint has to answer, and a repeat after a crash comes later than that. */
export const defaultLeaseMs = 120_000;

/** The platform repeats for seven days; an eighth for clocks and for the last try's way. */
export const defaultRememberMs = 8 * 24 * 3_600_000;

/** Throws for times that would make every claim void or everlasting. */
export function assertDuration(name: string, ms: number): number {
  if (Number.isFinite(ms) && ms > 0) return ms;
  throw new TypeError(`${name} must be a positive number of milliseconds, not ${ms}`);
}
