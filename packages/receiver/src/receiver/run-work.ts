// Runs the handlers of one notification, one item after the other. Guarantees that no failure hides the rest, that an
// item is handled only under a claim, and that whatever went wrong is told, so that the sender can be made to repeat.
// With handlers and a store that answer at once there is no promise anywhere; they would cost as much as all the rest.
import type { DedupeStore, DedupeVerdict, MaybePromise } from '../dedupe/store.ts';
import type { ReceivedItem } from './received-item.ts';
import { isThenable } from './thenable.ts';
import type { Work } from './work.ts';

export type Failure = { readonly error: unknown; readonly item: ReceivedItem | null };

export type RunResult = {
  readonly failures: readonly Failure[];
  /** What was not handled: somebody else is at it at this moment, or the store failed when it was to be claimed. */
  readonly left: readonly Work[];
};

export function runWork(work: readonly Work[], store: DedupeStore | null): MaybePromise<RunResult> {
  const run = new Run(work, store);
  const pending = run.advance();
  return pending === null ? run : finish(run, pending);
}

const firstPauseMs = 50;
const pauseMaxMs = 5_000;

/**
 * For work that was acknowledged, which nobody sends again: asks for what is left until it is known how it ended. What
 * looks like somebody else's may be a claim of this very work that has not quite run out yet, and whoever else has it
 * may be gone.
 */
export async function runToTheEnd(
  work: readonly Work[],
  store: DedupeStore | null,
  tell: (result: RunResult) => void,
  background: { readonly isDraining: boolean },
): Promise<void> {
  let left = work;
  let isTold = false;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, pauseMaxMs)) {
    const result = await runWork(left, store);
    const isStuck = result.left.length === left.length;
    // That the store still fails is no news, and would be told every few seconds for all that wait.
    if (!isStuck || !isTold) tell(result);
    isTold = isStuck && (isTold || result.failures.length > 0);
    left = result.left;
    if (left.length === 0) return;
    await pause(pauseMs, background.isDraining);
  }
}

/**
 * Who drains decides by its time how long the process stays. Without that, a store that was closed at shutdown would
 * be asked for ever, and the process never end.
 */
function pause(ms: number, isEnding: boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    // A number outside of Node, where nothing has to be let go of; which of the two, no type can say here.
    if (isEnding) (timer as { unref?: () => void }).unref?.();
  });
}

async function finish(run: Run, first: Promise<void>): Promise<RunResult> {
  for (let pending: Promise<void> | null = first; pending !== null; pending = run.advance()) await pending;
  return run;
}

/** Enough to spare a store round trips, few enough that a process which is stopped leaves few claims behind. */
const claimedAtOnce = 50;

type Claimed = { readonly work: Work; readonly key: string | null };
type Keyed = Claimed & { readonly key: string };

class Run implements RunResult {
  readonly failures: Failure[] = [];
  readonly left: Work[] = [];
  readonly #work: readonly Work[];
  readonly #store: DedupeStore | null;
  /** How much of the work has been claimed, or left to others. */
  #asked = 0;
  /** What is ours to do now, and how far it is done: the item, its handler, and whether one of them failed. */
  #claimed: Claimed[] = [];
  #at = 0;
  #handlerAt = 0;
  #failed = false;
  /** The keys of this notification: one that names an item twice means it once. */
  readonly #seen: Set<string> | null;
  #leaseEnd = 0;
  /** From here on, what is not begun is claimed anew, so that no handler begins with less than half of a lease. */
  #staleFrom = Number.POSITIVE_INFINITY;
  /** What the store has been told and has not confirmed. */
  #settling: Promise<void>[] = [];

  constructor(work: readonly Work[], store: DedupeStore | null) {
    this.#work = work;
    this.#store = store;
    this.#seen = work.length > 1 ? new Set() : null;
  }

  /** Goes on until there is something to wait for, which does not reject; null: all is done. */
  advance(): Promise<void> | null {
    for (;;) {
      while (this.#at < this.#claimed.length) {
        const pending = this.#isRestStale() ? this.#claimRest() : this.#runItem();
        if (pending !== null) return pending;
      }
      if (this.#asked >= this.#work.length) return this.#confirmed();
      const pending = this.#claimSome();
      if (pending !== null) return pending;
    }
  }

  /** Runs the handlers of the item at hand from where it was left. */
  #runItem(): Promise<void> | null {
    const claimed = this.#claimed[this.#at];
    const { handlers, first, item } = claimed?.work ?? nothing;
    while (this.#handlerAt < handlers.length) {
      try {
        const answer = handlers[this.#handlerAt++]?.(first, item ?? undefined);
        if (isThenable(answer)) {
          return Promise.resolve(answer).then(ignore, (error: unknown) => this.#fail(error, item));
        }
      } catch (error) {
        this.#fail(error, item);
      }
    }
    if (typeof claimed?.key === 'string') this.#settle(claimed.key, item);
    this.#at++;
    this.#handlerAt = 0;
    this.#failed = false;
    return null;
  }

  #fail(error: unknown, item: ReceivedItem | null): void {
    this.#failed = true;
    this.failures.push({ error, item });
  }

  /** Claims the next of the work. Of that, what was done before or is being done elsewhere is left out. */
  #claimSome(): Promise<void> | null {
    const store = this.#store;
    const from = this.#asked;
    this.#asked = Math.min(from + claimedAtOnce, this.#work.length);
    this.#at = 0;
    this.#claimed = [];
    const asked: Keyed[] = [];
    for (let i = from; i < this.#asked; i++) {
      const work = this.#work[i] ?? nothing;
      const key = store === null ? null : this.#keyOf(work);
      if (key === null) this.#claimed.push({ work, key });
      else if (key !== alreadyAsked) asked.push({ work, key });
    }
    return store === null || asked.length === 0 ? null : this.#claim(store, asked);
  }

  #claim(store: DedupeStore, asked: readonly Keyed[]): Promise<void> | null {
    // Before the claim, so that the lease cannot have run out when it is taken to be running.
    const now = performance.now();
    this.#leaseEnd = now + store.leaseMs;
    this.#staleFrom = now + store.leaseMs / 2;
    try {
      const verdicts = store.claim(asked.map(({ key }) => key));
      if (!isThenable(verdicts)) {
        this.#take(asked, verdicts);
        return null;
      }
      return Promise.resolve(verdicts)
        .then((answered) => this.#take(asked, answered))
        .catch((error: unknown) => this.#claimFailed(error, asked));
    } catch (error) {
      this.#claimFailed(error, asked);
      return null;
    }
  }

  #claimFailed(error: unknown, asked: readonly Keyed[]): void {
    this.#storeFailed(error, null);
    for (const { work } of asked) this.left.push(work);
  }

  /** The items before took so long that the claims on those behind them are old, or gone. */
  #isRestStale(): boolean {
    return this.#at > 0 && this.#handlerAt === 0 && performance.now() >= this.#staleFrom;
  }

  /** Gives back what is not begun and claims it again; what somebody else has got hold of by then is theirs. */
  #claimRest(): Promise<void> | null {
    const store = this.#store;
    const rest = this.#claimed.splice(this.#at);
    const keyed = rest.filter(isKeyed);
    this.#claimed = rest.filter((claimed) => !isKeyed(claimed));
    this.#at = 0;
    if (store === null || keyed.length === 0) return null;
    // Of claims that ran out there is nothing to give back.
    if (performance.now() < this.#leaseEnd)
      for (const { key, work } of keyed) this.#tell(() => store.release(key), work.item);
    const released = this.#confirmed();
    return released === null
      ? this.#claim(store, keyed)
      : released.then(() => this.#claim(store, keyed) ?? undefined);
  }

  /** null: it has none, so it is done each time. */
  #keyOf(work: Work): string | null {
    if (work.keyed === null) return null;
    try {
      const { key } = work.keyed;
      if (this.#seen === null) return key;
      if (this.#seen.has(key)) return alreadyAsked;
      this.#seen.add(key);
      return key;
    } catch (error) {
      this.failures.push({ error, item: work.item });
      return alreadyAsked;
    }
  }

  #take(asked: readonly Claimed[], verdicts: readonly DedupeVerdict[]): void {
    for (let i = 0; i < asked.length; i++) {
      const claimed = asked[i];
      const verdict = verdicts[i];
      if (claimed === undefined || verdict === 'done') continue;
      if (verdict === 'new') this.#claimed.push(claimed);
      else this.left.push(claimed.work);
      if (verdict !== 'new' && verdict !== 'busy')
        this.#storeFailed(new TypeError(`its verdict on a key was ${String(verdict)}`), claimed.work.item);
    }
  }

  /** Tells the store how an item ended. Not waited for before the next one; `confirmed` waits for all. */
  #settle(key: string, item: ReceivedItem | null): void {
    const store = this.#store;
    if (store === null) return;
    // A claim that ran out may be somebody else's by now, who would lose it.
    if (this.#failed && performance.now() >= this.#leaseEnd) return;
    const failed = this.#failed;
    this.#tell(() => (failed ? store.release(key) : store.done(key)), item);
  }

  #tell(what: () => MaybePromise<void>, item: ReceivedItem | null): void {
    try {
      const told = what();
      if (!isThenable(told)) return;
      this.#settling.push(Promise.resolve(told).catch((error: unknown) => this.#storeFailed(error, item)));
    } catch (error) {
      this.#storeFailed(error, item);
    }
  }

  #confirmed(): Promise<void> | null {
    if (this.#settling.length === 0) return null;
    return Promise.all(this.#settling.splice(0)).then(ignore);
  }

  #storeFailed(cause: unknown, item: ReceivedItem | null): void {
    const error = new Error('the dedupe store failed; the notification is asked for again', { cause });
    this.failures.push({ error, item });
  }
}

/** In place of a key: no key is empty. */
const alreadyAsked = '';

/** For places that cannot be empty, as far as the compiler cannot know it. */
const nothing: Work = { handlers: [], first: undefined, item: null, keyed: null };

function isKeyed(claimed: Claimed): claimed is Keyed {
  return claimed.key !== null;
}

function ignore(): void {}
