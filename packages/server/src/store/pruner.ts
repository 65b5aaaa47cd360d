// One step of retention, inside a transaction of the writer. Walks along the seqs and leaves behind what must
// stay; now and then it starts over, for what was settled since.
import type { FilePages } from './file-pages.ts';
import type { ContentKeys } from './queries/content-keys.ts';
import type { HeldEvents } from './queries/held-events.ts';
import type { Marks } from './queries/marks.ts';
import type { PruneRest } from './queries/prune-rest.ts';
import type { PruneWrites, Removed } from './queries/prune-writes.ts';
import type { Pruned, RetentionPolicy } from './upkeep.ts';

/** A backlog of a dead endpoint is walked past this often, not with every step. */
const startOverEveryMs = 60 * 60 * 1000;
const contentKeysPerStep = 1_000;

/** How far the walks have come. A step answers the next place, which counts once its transaction is committed. */
export interface PrunePlace {
  removeFrom: number;
  stripFrom: number;
  startOverAt: number;
}

export const firstPlace: PrunePlace = { removeFrom: 0, stripFrom: 0, startOverAt: 0 };

export interface PrunerParts {
  marks: Marks;
  held: HeldEvents;
  writes: PruneWrites;
  rest: PruneRest;
  contentKeys: ContentKeys;
  pages: FilePages;
  /** The seq that the next event gets. */
  nextSeq(): number;
}

export type Pruner = (policy: RetentionPolicy, from: PrunePlace) => { pruned: Pruned; place: PrunePlace };

interface Walked<Done> {
  /** Where the next step goes on. */
  next: number;
  isAtEnd: boolean;
  done: Done;
}

export function createPruner(parts: PrunerParts): Pruner {
  const { marks, held, writes, rest, contentKeys, pages, nextSeq } = parts;

  function isOver({ bytesMax }: RetentionPolicy): boolean {
    return bytesMax !== null && pages.bytesUsed() > bytesMax;
  }

  /** Everything before this seq may go, as far as its age is concerned; over the bound, everything. */
  function endOf(policy: RetentionPolicy): number {
    if (isOver(policy)) return nextSeq();
    if (policy.eventAgeMs === null) return 0;
    return marks.firstSeqSince(policy.now - policy.eventAgeMs) ?? nextSeq();
  }

  function removeSome(policy: RetentionPolicy, from: number): Walked<Removed> {
    const range = writes.nextRange(from, endOf(policy));
    if (!range) return { next: from, isAtEnd: true, done: { events: 0, deadLetters: 0 } };
    const deadSince = policy.deadAgeMs === null ? Number.MIN_SAFE_INTEGER : policy.now - policy.deadAgeMs;
    const staying = new Set([...held.owed(range), ...held.deadSince(range, deadSince)]);
    return { next: range.last + 1, isAtEnd: false, done: writes.remove(range, staying) };
  }

  function stripSome(policy: RetentionPolicy, from: number): Walked<number> {
    const range = policy.stripBodies ? writes.nextRange(from, nextSeq()) : null;
    if (!range) return { next: from, isAtEnd: true, done: 0 };
    const staying = new Set([...held.owed(range), ...held.undelivered(range)]);
    return { next: range.last + 1, isAtEnd: false, done: writes.strip(range, staying) };
  }

  return (policy, from) => {
    const { now, eventAgeMs, auditAgeMs } = policy;
    const start = isDue(from, now) ? { ...firstPlace, startOverAt: now + startOverEveryMs } : from;
    const removed = removeSome(policy, start.removeFrom);
    const stripped = stripSome(policy, start.stripFrom);
    const auditEntries = auditAgeMs === null ? 0 : rest.audit(now - auditAgeMs);
    if (auditAgeMs !== null && removed.isAtEnd) rest.replays(now - auditAgeMs);
    const keys = contentKeys.forget(now - policy.dedupeWindowMs, contentKeysPerStep);
    const isAtEnd = removed.isAtEnd && stripped.isAtEnd;
    const isOverfull = removed.isAtEnd && isOver(policy);
    if (removed.isAtEnd && eventAgeMs !== null) marks.forgetBefore(now - eventAgeMs);
    const hasMorePages = pages.giveBack();
    return {
      pruned: {
        events: removed.done.events,
        deadLetters: removed.done.deadLetters,
        stripped: stripped.done,
        auditEntries,
        endpoints: isAtEnd ? rest.endpoints() : 0,
        bytesUsed: pages.bytesUsed(),
        isOverfull,
        more: !isAtEnd || hasMorePages || auditEntries > 0 || keys === contentKeysPerStep,
      },
      place: {
        // What was owed when the walk went by may be settled by now, and there is need of it.
        removeFrom: isOverfull ? 0 : removed.next,
        stripFrom: stripped.next,
        startOverAt: start.startOverAt,
      },
    };
  };
}

/** Also when the clock was set back. */
function isDue({ startOverAt }: PrunePlace, now: number): boolean {
  return now >= startOverAt || now < startOverAt - startOverEveryMs;
}
