// Remembers in the process: what an endpoint of one process needs, and nothing else. Repeats that reach another
// process, or this one after a restart, are handled again; for those there are the shared stores.
import { Fingerprint, FingerprintTable } from './fingerprints.ts';
import { assertDuration, type DedupeStore, type DedupeVerdict, defaultLeaseMs } from './store.ts';

/** Bounds of `memoryDedupe`; each has a default. */
export type MemoryDedupeOptions = {
  /** Items remembered at most; the oldest half goes at a time. Default 100,000: about 5 MB. */
  entriesMax?: number;
  /** Handled items are forgotten after this, and not before half of it. Default a day. */
  rememberMs?: number;
  /** Default 2 minutes. */
  leaseMs?: number;
  /** Milliseconds from any beginning. Default: the time since the process began. */
  now?: () => number;
};

const dayMs = 24 * 3_600_000;

/** In place of the time when a claim runs out. */
const handled = Number.POSITIVE_INFINITY;
const released = Number.NEGATIVE_INFINITY;

/**
 * The default of a receiver. Bounded in entries and age.
 *
 * @throws TypeError when a bound is not positive
 */
export function memoryDedupe(options: MemoryDedupeOptions = {}): DedupeStore {
  const leaseMs = assertDuration('leaseMs', options.leaseMs ?? defaultLeaseMs);
  const now = options.now ?? (() => performance.now());
  const entries = new Generations(
    assertCount(options.entriesMax ?? 100_000),
    assertDuration('rememberMs', options.rememberMs ?? dayMs),
  );

  const claimOne = (key: string, at: number): DedupeVerdict => {
    const until = entries.get(key);
    if (until === handled) return 'done';
    if (until !== undefined && until > at) return 'busy';
    entries.set(key, at + leaseMs);
    return 'new';
  };

  return {
    leaseMs,
    claim(keys) {
      const at = now();
      entries.age(at);
      return keys.map((key) => claimOne(key, at));
    },
    done: (key) => entries.set(key, handled),
    release: (key) => entries.set(key, released),
  };
}

/**
 * Key → when its claim runs out. Two generations: forgetting is clearing the older one, and costs nothing for each
 * key. A claim can be forgotten too, when half of all entries come and go while its handler runs.
 */
class Generations {
  #young = new FingerprintTable();
  #old = new FingerprintTable();
  readonly #print = new Fingerprint();
  #youngSince: number | null = null;
  readonly #sizeMax: number;
  readonly #ageMs: number;

  constructor(entriesMax: number, rememberMs: number) {
    this.#sizeMax = Math.ceil(entriesMax / 2);
    this.#ageMs = rememberMs / 2;
  }

  get(key: string): number | undefined {
    const print = this.#print.of(key);
    return this.#young.get(print) ?? this.#old.get(print);
  }

  set(key: string, until: number): void {
    this.#young.set(this.#print.of(key), until);
    // Never before the entry is in, or one that is set twice would count twice.
    if (this.#young.size >= this.#sizeMax) this.#turn();
  }

  /** To be told the time before anything else, so that entries have an age. */
  age(at: number): void {
    this.#youngSince ??= at;
    const age = at - this.#youngSince;
    if (age < this.#ageMs) return;
    this.#turn();
    // Nobody came for so long that the other generation is due as well.
    if (age >= 2 * this.#ageMs) this.#turn();
    this.#youngSince = at;
  }

  #turn(): void {
    [this.#young, this.#old] = [this.#old, this.#young];
    this.#young.clear();
    this.#youngSince = null;
  }
}

function assertCount(entriesMax: number): number {
  if (Number.isSafeInteger(entriesMax) && entriesMax > 0) return entriesMax;
  throw new TypeError(`entriesMax must be a positive whole number, not ${entriesMax}`);
}
