// Runs the handlers of one notification, one item after the other. Guarantees that no failure hides the rest, that an
// item is handled only under a claim, and that whatever went wrong is told, so that the sender can be made to repeat.
// Waits only where there is a promise to wait for: with handlers and a store that answer at once, nothing is put off.
import type { DedupeStore, DedupeVerdict } from '../dedupe/store.ts';
import type { ReceivedItem } from './item.ts';
import type { Work } from './work.ts';

export type Failure = { readonly error: unknown; readonly item: ReceivedItem | null };

export type RunResult = {
  readonly failures: readonly Failure[];
  /** Items that somebody else is handling at this moment. */
  readonly busy: number;
};

/** Enough to spare a store round trips, few enough that a process which is stopped leaves few claims behind. */
const claimedAtOnce = 50;

export async function runWork(work: readonly Work[], store: DedupeStore | null): Promise<RunResult> {
  const run = new Run(store);
  for (let from = 0; from < work.length; from += claimedAtOnce) {
    const some = work.length <= claimedAtOnce ? work : work.slice(from, from + claimedAtOnce);
    const claimed = run.claim(some);
    for (const { work: each, key } of claimed instanceof Promise ? await claimed : claimed) {
      let failed = false;
      for (const handler of each.handlers) {
        try {
          const answer = handler(each.first, each.item ?? undefined);
          if (isThenable(answer)) await answer;
        } catch (error) {
          failed = true;
          run.failures.push({ error, item: each.item });
        }
      }
      if (key !== null) run.settle(key, failed, each.item);
    }
  }
  if (run.settling.length > 0) await Promise.all(run.settling);
  return run;
}

type Claimed = { readonly work: Work; readonly key: string | null };

class Run implements RunResult {
  readonly failures: Failure[] = [];
  readonly settling: Promise<void>[] = [];
  busy = 0;
  readonly #store: DedupeStore | null;
  /** The keys of this notification: one that names an item twice means it once. */
  #seen: Set<string> | null = null;
  #leaseEnd = 0;

  constructor(store: DedupeStore | null) {
    this.#store = store;
  }

  /** What of this work is ours to do. The rest was done before, is being done elsewhere, or could not be claimed. */
  claim(work: readonly Work[]): readonly Claimed[] | Promise<readonly Claimed[]> {
    const store = this.#store;
    if (store === null) return work.map((each) => ({ work: each, key: null }));
    const asked: { work: Work; key: string }[] = [];
    const claimed: Claimed[] = [];
    for (const each of work) {
      try {
        const key = each.keyed?.key ?? null;
        if (key === null) claimed.push({ work: each, key });
        else if (this.isFirst(key, work.length)) asked.push({ work: each, key });
      } catch (error) {
        this.failures.push({ error, item: each.item });
      }
    }
    if (asked.length === 0) return claimed;
    // Before the claim, so that the lease cannot have run out when it is taken to be running.
    this.#leaseEnd = performance.now() + store.leaseMs;
    try {
      const verdicts = store.claim(asked.map(({ key }) => key));
      if (!isThenable(verdicts)) return this.granted(asked, verdicts, claimed);
      return Promise.resolve(verdicts).then(
        (waited) => this.granted(asked, waited, claimed),
        (error: unknown) => this.refusedClaim(error, claimed),
      );
    } catch (error) {
      return this.refusedClaim(error, claimed);
    }
  }

  /** Tells the store how an item ended; not waited for until all are through, so that a slow store is asked at once. */
  settle(key: string, failed: boolean, item: ReceivedItem | null): void {
    const store = this.#store;
    if (store === null) return;
    // A claim that ran out may be somebody else's by now, who would lose it.
    if (failed && performance.now() >= this.#leaseEnd) return;
    try {
      const told = failed ? store.release(key) : store.done(key);
      if (isThenable(told)) {
        this.settling.push(Promise.resolve(told).catch((error: unknown) => this.storeFailed(error, item)));
      }
    } catch (error) {
      this.storeFailed(error, item);
    }
  }

  private isFirst(key: string, count: number): boolean {
    if (count === 1 && this.#seen === null) return true;
    this.#seen ??= new Set();
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  private granted(
    asked: readonly { work: Work; key: string }[],
    verdicts: readonly DedupeVerdict[],
    claimed: Claimed[],
  ): readonly Claimed[] {
    for (let i = 0; i < asked.length; i++) {
      const one = asked[i];
      const verdict = verdicts[i];
      if (one === undefined || verdict === 'done') continue;
      if (verdict === 'new') claimed.push(one);
      else if (verdict === 'busy') this.busy++;
      else this.storeFailed(new TypeError(`its verdict on a key was ${String(verdict)}`), one.work.item);
    }
    return claimed;
  }

  private refusedClaim(error: unknown, claimed: readonly Claimed[]): readonly Claimed[] {
    this.storeFailed(error, null);
    return claimed;
  }

  private storeFailed(cause: unknown, item: ReceivedItem | null): void {
    const error = new Error('the dedupe store failed; the notification is asked for again', { cause });
    this.failures.push({ error, item });
  }
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
