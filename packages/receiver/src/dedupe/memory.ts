// Remembers in the process: what an endpoint of one process needs, and nothing else. Repeats that reach another
// process, or this one after a restart, are handled again; for those there are the shared stores.
import { assertDuration, type DedupeStore, type DedupeVerdict, defaultLeaseMs } from './store.ts';

export type MemoryDedupeOptions = {
  /** Handled items remembered at most; the oldest half goes at a time. Default 100,000: about 25 MB. */
  entriesMax?: number;
  /** Handled items are forgotten after this, and not before half of it. Default a day. */
  rememberMs?: number;
  /** Default 2 minutes. */
  leaseMs?: number;
  /** Milliseconds from any beginning. Default: the time since the process began. */
  now?: () => number;
};

const dayMs = 24 * 3_600_000;

/**
 * The default of a receiver. Bounded in entries and age.
 *
 * @throws TypeError when a bound is not positive
 */
export function memoryDedupe(options: MemoryDedupeOptions = {}): DedupeStore {
  const leaseMs = assertDuration('leaseMs', options.leaseMs ?? defaultLeaseMs);
  const now = options.now ?? (() => performance.now());
  const handled = new Handled(
    assertCount(options.entriesMax ?? 100_000),
    assertDuration('rememberMs', options.rememberMs ?? dayMs),
  );
  /** Key → when its claim runs out. Bounded by what is being handled at this moment, but for handlers that hang. */
  const claims = new Map<string, number>();

  const claimOne = (key: string, at: number): DedupeVerdict => {
    if (handled.has(key)) return 'done';
    const until = claims.get(key);
    if (until !== undefined && until > at) return 'busy';
    if (claims.size >= claimsMax) dropLapsed(claims, at);
    if (claims.size >= claimsMax) throw new Error(`${claimsMax} items are being handled; do handlers end?`);
    // Set anew, so that the claims stay in the order in which they run out.
    claims.delete(key);
    claims.set(key, at + leaseMs);
    return 'new';
  };

  return {
    leaseMs,
    claim(keys) {
      const at = now();
      handled.age(at);
      return keys.map((key) => claimOne(key, at));
    },
    done(key) {
      claims.delete(key);
      handled.add(key, now());
    },
    release(key) {
      claims.delete(key);
    },
  };
}

/** A bound for handlers that never end. A notification has 1000 items as a rule. */
const claimsMax = 100_000;

function dropLapsed(claims: Map<string, number>, at: number): void {
  for (const [key, until] of claims) {
    if (until > at) return;
    claims.delete(key);
  }
}

/** Two generations: forgetting is dropping the older one, and costs nothing for each key. */
class Handled {
  private young = new Set<string>();
  private old = new Set<string>();
  private youngSince: number | null = null;
  private readonly sizeMax: number;
  private readonly ageMs: number;

  constructor(entriesMax: number, rememberMs: number) {
    this.sizeMax = Math.ceil(entriesMax / 2);
    this.ageMs = rememberMs / 2;
  }

  has(key: string): boolean {
    return this.young.has(key) || this.old.has(key);
  }

  add(key: string, at: number): void {
    if (this.young.size >= this.sizeMax) this.turn();
    this.youngSince ??= at;
    this.young.add(key);
  }

  age(at: number): void {
    const since = this.youngSince;
    if (since === null || at - since < this.ageMs) return;
    this.turn();
    // Nobody came for so long that the other generation is due as well.
    if (at - since >= 2 * this.ageMs) this.turn();
    else this.youngSince = at;
  }

  private turn(): void {
    this.old = this.young;
    this.young = new Set();
    this.youngSince = null;
  }
}

function assertCount(entriesMax: number): number {
  if (Number.isSafeInteger(entriesMax) && entriesMax > 0) return entriesMax;
  throw new TypeError(`entriesMax must be a positive whole number, not ${entriesMax}`);
}
