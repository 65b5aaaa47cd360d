// What ordering asks of the store, queue by queue and one thing after the other, so that what is read back holds
// everything that was held before. Whatever the store cannot do now is asked of it again.
import type { Clock } from '../../base/clock.ts';
import type { HeldPage, Holding } from '../../store/held.ts';
import type { AppOrder } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import { splitIntoNotifications } from '../batch.ts';
import { firstTry } from '../lane.ts';
import { isStrandOf, strandOf, strandsOf } from './strand-of.ts';
import type { PlacedFirst, Strands } from './strands.ts';

export interface HeldStrand {
  queueId: number;
  strand: number;
}

export interface HeldDesk {
  hold(holding: Holding): void;
  /** The earliest of what a strand has on disk. */
  load(from: HeldStrand, onLoaded: (firsts: PlacedFirst[], more: boolean) => void): void;
  /**
   * Tells the strands of a queue what they wait for, and what they have on disk. Answers up to which event the feed
   * has to hand out the queue before any of that may go: 0 when it does not matter.
   */
  read(queueId: number, strands: Strands, onRead: (goesAfter: number) => void): void;
  /** The queues that have anything on disk. */
  queues(onRead: (queueIds: number[]) => void): void;
  /** Resolves when nothing is on its way. */
  stop(): Promise<void>;
}

/** Pause after the store failed to answer. */
const storeRetryMs = 1_000;
const pageLength = 1_000;

export function createHeldDesk(deps: {
  store: Pick<Store, 'held'>;
  clock: Clock;
  giveUpAt: (queueId: number, acceptedAt: number) => number;
  onFailed: (error: unknown) => void;
}): HeldDesk {
  const { held } = deps.store;
  /** By queue: the end of what it has asked for. */
  const tails = new Map<number, Promise<void>>();
  /** By queue: what is to be held, in the next call. */
  const holdings = new Map<number, Holding[]>();
  const endPauses = new Set<() => void>();
  let stopped = false;

  function inTurn(queueId: number, run: () => Promise<void>): void {
    const tail = (tails.get(queueId) ?? Promise.resolve())
      .then(() => persistently(run))
      .finally(() => {
        if (tails.get(queueId) === tail) tails.delete(queueId);
      });
    tails.set(queueId, tail);
  }

  async function persistently(run: () => Promise<void>): Promise<void> {
    while (!stopped) {
      try {
        return await run();
      } catch (error) {
        deps.onFailed(error);
        await pause();
      }
    }
  }

  function pause(): Promise<void> {
    if (stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        endPauses.delete(end);
        cancel();
        resolve();
      };
      const cancel = deps.clock.after(storeRetryMs, end);
      endPauses.add(end);
    });
  }

  async function readBlocking(queueId: number, strands: Strands): Promise<void> {
    for (let afterSeq = 0; !stopped; ) {
      const page = await held.blocking({ queueId, afterSeq, limit: pageLength });
      for (const { firstSeq, events } of page)
        strands.claim(firstSeq, strandsOf(strands.order, events), true);
      const last = page.at(-1);
      if (!last) return;
      afterSeq = last.firstSeq;
    }
  }

  async function strandsHeld(queueId: number): Promise<number[]> {
    const all: number[] = [];
    for (let afterStrand = -1; !stopped; ) {
      const page = await held.strands({ queueId, afterStrand, limit: pageLength });
      all.push(...page);
      const last = page.at(-1);
      if (last === undefined) break;
      afterStrand = last;
    }
    return all;
  }

  /** What was held by another order gets the strands of this one. */
  async function sortAgain(queueId: number, order: AppOrder): Promise<void> {
    for (let afterSeq = 0; !stopped; ) {
      const { events }: HeldPage = await held.read({ queueId, strand: null, afterSeq, limit: pageLength });
      const last = events.at(-1);
      if (!last) return;
      await held.hold(
        events.map((event) => ({ queueId, strand: strandOf(order, event), seqs: [event.seq] })),
      );
      afterSeq = last.seq;
    }
  }

  function asFirsts({ events, more }: HeldPage, { queueId, strand }: HeldStrand): PlacedFirst[] {
    const split = new Set(events.flatMap(({ seq, splitFrom }) => (splitFrom === null ? [] : seq)));
    const groups = splitIntoNotifications(events);
    // A body that goes on behind the page is read again with the next one, unless it is all there is.
    if (more && groups.length > 1) groups.pop();
    return groups.map((group) => ({
      ...firstTry(group, (acceptedAt) => deps.giveUpAt(queueId, acceptedAt)),
      place: {
        strand,
        key: group[0]?.seq ?? 0,
        loaded: group.length,
        isSplit: group.some(({ seq }) => split.has(seq)),
      },
    }));
  }

  return {
    hold(holding) {
      const { queueId } = holding;
      const waiting = holdings.get(queueId);
      if (waiting) {
        waiting.push(holding);
        return;
      }
      const list = [holding];
      holdings.set(queueId, list);
      inTurn(queueId, async () => {
        if (holdings.get(queueId) === list) holdings.delete(queueId);
        await held.hold(list);
      });
    },
    load(from, onLoaded) {
      inTurn(from.queueId, async () => {
        const page = await held.read({ ...from, afterSeq: 0, limit: pageLength });
        onLoaded(asFirsts(page, from), page.more);
      });
    },
    read(queueId, strands, onRead) {
      inTurn(queueId, async () => {
        const { order } = strands;
        if (order !== 'none') await readBlocking(queueId, strands);
        let all = await strandsHeld(queueId);
        if (!all.every((strand) => isStrandOf(order, strand))) {
          await sortAgain(queueId, order);
          all = await strandsHeld(queueId);
        }
        const goesAfter = order === 'none' ? null : await held.pendingBefore(queueId);
        if (stopped) return;
        for (const strand of all) strands.noteHeld(strand);
        onRead(goesAfter ?? 0);
      });
    },
    queues(onRead) {
      inTurn(0, async () => onRead(await held.queues()));
    },
    async stop() {
      stopped = true;
      for (const end of [...endPauses]) end();
      await Promise.all(tails.values());
    },
  };
}
