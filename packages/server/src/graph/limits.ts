// Budgets of calls. Each app has one per WABA (business use case), and one for calls with its app token. Counted
// in the store, so that a restart forgets nothing; refused calls count too, as with Meta. What a call cost is
// booked when it ends, and the headers that tell how much is used are made from the same numbers.
import { createHash } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { App, Waba } from '../store/nouns.ts';
import type { Store, UsageCount } from '../store/store.ts';
import { type ErrorName, GraphError, graphError } from './graph-error.ts';
import type { Cost, StartWatch } from './stopwatch.ts';

export interface LimitSettings {
  /** Calls per app and WABA within the window; an active WABA has a registered phone number. */
  bucCalls: number;
  bucCallsActive: number;
  /** Calls with an app token. */
  appCalls: number;
  /** Wrong secrets offered for one app. */
  secretGuesses: number;
  windowMs: number;
  slotMs: number;
  /** What counts as 100 % of processor time and of total time. */
  timeBudgetMs: number;
  /** HTTP status of a call over its budget: Meta has been seen with both. */
  throttleStatus: 400 | 429;
}

export interface Meter {
  /** A call on a WABA that the caller can see. */
  countAccountCall(app: App, waba: Waba): Promise<void>;
  /** A call on something that the caller cannot see: all of these share one budget, and no header tells of it. */
  countHiddenCall(app: App): Promise<void>;
  countAppCall(app: App): Promise<void>;
  /** A secret that is not that of the app, which need not exist. */
  countGuess(appGraphId: string): Promise<void>;
  /** Books the cost and answers the headers of the budget that the call was counted against. */
  close(): Promise<Record<string, string>>;
}

export interface LimitsDeps {
  store: Pick<Store, 'usage' | 'phoneNumbers'>;
  clock: Pick<Clock, 'now'>;
  limits: LimitSettings;
  startWatch: StartWatch;
}

/** One budget that a call was counted against, and the header that shows it. */
interface Charge {
  bucket: string;
  budget: number;
  count: UsageCount;
  show: (percentages: Percentages, minutes: number) => Record<string, string>;
}

interface Percentages {
  call_count: number;
  total_cputime: number;
  total_time: number;
}

/** Guesses are counted in so many buckets, because anybody can invent ids of apps. */
const guessBuckets = 1024;

export function openMeter({ store, clock, limits, startWatch }: LimitsDeps): Meter {
  const { windowMs, slotMs, timeBudgetMs } = limits;
  const readWatch = startWatch();
  let charge: Charge | null = null;

  function take(bucket: string, budget: number): Promise<UsageCount> {
    return store.usage.take({ bucket, budget, windowMs, slotMs, now: clock.now() });
  }

  async function countAccountCall(app: App, waba: Waba): Promise<void> {
    const numbers = await store.phoneNumbers.list(waba.id);
    const budget = numbers.some((number) => number.registered) ? limits.bucCallsActive : limits.bucCalls;
    const bucket = `buc:${app.graphId}:${waba.graphId}`;
    const count = await take(bucket, budget);
    charge = {
      bucket,
      budget,
      count,
      show: (percentages, minutes) => ({
        'x-business-use-case-usage': JSON.stringify({
          [waba.graphId]: [
            {
              type: 'whatsapp_business_management',
              ...percentages,
              estimated_time_to_regain_access: minutes,
            },
          ],
        }),
      }),
    };
    if (!count.admitted) throw throttled('accountRateLimited');
  }

  async function countHiddenCall(app: App): Promise<void> {
    const count = await take(`buc:${app.graphId}:-`, limits.bucCalls);
    if (!count.admitted) throw throttled('accountRateLimited');
  }

  async function countAppCall(app: App): Promise<void> {
    const bucket = `app:${app.graphId}`;
    const count = await take(bucket, limits.appCalls);
    const show = (percentages: Percentages) => ({ 'x-app-usage': JSON.stringify(percentages) });
    charge = { bucket, budget: limits.appCalls, count, show };
    if (!count.admitted) throw throttled('appRateLimited');
  }

  async function countGuess(appGraphId: string): Promise<void> {
    const digest = createHash('sha256').update(appGraphId).digest();
    const count = await take(`guess:${digest.readUInt16BE() % guessBuckets}`, limits.secretGuesses);
    if (!count.admitted) throw throttled('appRateLimited');
  }

  function throttled(name: Extract<ErrorName, 'accountRateLimited' | 'appRateLimited'>): GraphError {
    const { kind, message } = graphError(name, {});
    return new GraphError({ ...kind, status: limits.throttleStatus }, message);
  }

  async function close(): Promise<Record<string, string>> {
    if (!charge) return {};
    const { bucket, budget, count, show } = charge;
    const cost = readWatch();
    await store.usage.spend({ bucket, slotMs, now: clock.now(), ...cost });
    const minutes = count.freeAt === null ? 0 : Math.ceil(Math.max(0, count.freeAt - clock.now()) / 60_000);
    return show(percentagesOf(count, { budget, cost, timeBudgetMs }), minutes);
  }

  return { countAccountCall, countHiddenCall, countAppCall, countGuess, close };
}

/** Rounded down: 100 stands for a budget that is used up, and for nothing less. */
function percentagesOf(
  count: UsageCount,
  { budget, cost, timeBudgetMs }: { budget: number; cost: Cost; timeBudgetMs: number },
): Percentages {
  return {
    call_count: Math.floor((100 * count.calls) / budget),
    total_cputime: Math.floor((100 * (count.cpuMs + cost.cpuMs)) / timeBudgetMs),
    total_time: Math.floor((100 * (count.wallMs + cost.wallMs)) / timeBudgetMs),
  };
}
