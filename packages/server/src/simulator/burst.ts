// A burst: one sample many times, each copy an event of its own, at a rate or as fast as they are accepted.
import type { Publish, Published } from '../accept/publish.ts';
import { type Warned, warnedOf } from '../accept/warnings.ts';
import type { Clock } from '../base/clock.ts';
import { createDraw } from './draw.ts';
import type { Edit } from './edits.ts';
import type { Freshness } from './freshen.ts';
import { makeBody } from './make-body.ts';
import type { Reins, Run } from './runs.ts';
import { send } from './send.ts';
import type { Target } from './target.ts';

export interface Burst extends Run {
  sample: string;
  wabaId: string;
  /** How many copies it was asked for, and how many it has made. */
  count: number;
  made: number;
  /** More than copies, where the sample holds more than one change. */
  events: number;
  ratePerSecond: number | null;
  customers: number;
  /** null: the sample's own ids and times. */
  seed: string | null;
  /** Of all its events; those of others may lie between. */
  firstSeq: number | null;
  lastSeq: number | null;
  /** Of the first copy that was warned of; the others are alike. */
  warned: Warned;
}

export { customersMax } from './fresh-ids.ts';
export const countMax = 100_000;
/** One in three hours. */
export const ratePerSecondMin = 0.0001;
export const ratePerSecondMax = 1_000;
/** On their way to the disk at one moment: enough to fill a commit, few against what may wait. */
const atOnceMax = 64;
/** The same in bytes: somebody may set megabytes in a sample. One copy goes whatever it has. */
const bytesAtOnceMax = 4 * 1024 * 1024;

export interface BurstOf {
  sample: Uint8Array;
  target: Target;
  edits: readonly Edit[];
  /** Of one copy's body; the others are alike. */
  copyBytes: number;
  strict: boolean | null;
}

export async function runBurst(
  burst: Burst,
  { sample, target, edits, copyBytes, strict }: BurstOf,
  { publish, clock, reins }: { publish: Publish; clock: Clock; reins: Reins },
): Promise<string | null> {
  const sendCopy = (copy: number) => {
    const made = makeBody(sample, { target, fresh: freshCopy(burst, copy, clock.now()), edits });
    if (!made.ok) return Promise.resolve(made);
    return send(publish, { body: made.body, wabaId: target.wabaId, strict }, reins);
  };
  const atOnce = Math.max(1, Math.min(atOnceMax, Math.floor(bytesAtOnceMax / copyBytes)));
  const beganAt = clock.elapsed();
  for (let next = 0; next < burst.count && !reins.isStopped(); ) {
    const waitMs = dueAfterMs(burst, next, clock.elapsed() - beganAt);
    if (waitMs > 0) {
      await reins.pause(waitMs);
      continue;
    }
    const size = Math.min(dueBy(burst, clock.elapsed() - beganAt) - next, atOnce);
    const sent = await Promise.all(Array.from({ length: size }, (_, place) => sendCopy(next + place)));
    next += size;
    let problem: string | null = null;
    // What was stored beside the one that was refused counts.
    for (const published of sent) {
      if (published.ok) note(burst, published);
      else problem ??= published.refusal.message;
    }
    if (problem !== null) return problem;
  }
  return null;
}

function note(burst: Burst, published: Extract<Published, { ok: true }>): void {
  burst.made += 1;
  burst.events += published.accepted;
  // Copies that were sent together are stored in any order.
  burst.firstSeq = Math.min(burst.firstSeq ?? published.firstSeq, published.firstSeq);
  burst.lastSeq = Math.max(burst.lastSeq ?? 0, published.lastSeq);
  if (!burst.warned.warnings && published.warnings) burst.warned = warnedOf(published);
}

/**
 * What the n-th copy draws follows from sample, seed and number alone, whoever makes it and when. Two samples share
 * no id: a receiver that drops what it has seen would drop the second.
 */
export function freshCopy(
  { sample, seed, customers, count }: Pick<Burst, 'sample' | 'seed' | 'customers' | 'count'>,
  copy: number,
  nowMs: number,
): Freshness | null {
  if (seed === null) return null;
  const draw = createDraw(seed, `copy ${copy} of ${sample}`);
  return { draw, nowMs, customer: draw.integer(customers), secondsBack: count - 1 - copy };
}

/** The first copy at once, each later one when the rate allows. */
function dueBy({ ratePerSecond, count }: Burst, ranMs: number): number {
  if (ratePerSecond === null) return count;
  return Math.min(count, 1 + Math.floor((ranMs * ratePerSecond) / 1000 + 1e-6));
}

function dueAfterMs({ ratePerSecond }: Burst, copy: number, ranMs: number): number {
  if (ratePerSecond === null) return 0;
  return Math.max(0, Math.ceil((copy * 1000) / ratePerSecond - ranMs - 1e-6));
}
