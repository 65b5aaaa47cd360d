// After a change of the directory: what is owed to the queues it concerns is judged again, page by page, and what
// an app may no longer get is cancelled with the reason, also far down in a backlog that will not be tried soon.
import type { NoDelivery } from '../routing/conditions.ts';
import type { Routing } from '../routing/routing.ts';
import type { RoutingTable } from '../routing/table.ts';
import type { Settlement } from '../store/life-of-event.ts';
import type { OwedHead, Store, WaitingDelivery } from '../store/store.ts';
import { affectedQueues } from './affected-queues.ts';

export interface OwedReviewDeps {
  store: Store;
  routing: Routing;
  giveUpAt: (queueId: number, acceptedAt: number) => number;
  /** What is being sent right now ends as it ends. */
  isInFlight: (queueId: number, firstSeq: number) => boolean;
  /** These are about to be cancelled: whoever holds them lets go of them. */
  onRefused: (queueId: number, refused: readonly Refused[]) => void;
  onFailed: (error: unknown) => void;
}

export interface OwedReview {
  /** Tells of a change; reviews run one after the other. */
  changed(): void;
  /** Resolves when the page at hand is done. */
  stop(): Promise<void>;
}

/** Owed events judged before other work gets a turn. */
const pageLength = 500;

export function createOwedReview(deps: OwedReviewDeps): OwedReview {
  const { store, routing } = deps;
  /** What the last review went by. */
  let table: RoutingTable = routing.table();
  const affected = new Set<number>();
  let running: Promise<void> | null = null;
  let changedAgain = false;
  let stopped = false;

  async function run(): Promise<void> {
    do {
      changedAgain = false;
      await routing.refresh();
      const current = routing.table();
      for (const queueId of affectedQueues(table, current)) affected.add(queueId);
      table = current;
      for (const queueId of affected) {
        await reviewUntried(queueId);
        await reviewWaiting(queueId);
        if (stopped) return;
        affected.delete(queueId);
      }
    } while (changedAgain && !stopped);
  }

  async function reviewUntried(queueId: number): Promise<void> {
    for (let afterSeq = 0; !stopped; ) {
      const page = await store.deliveries.untried({ queueId, afterSeq, limit: pageLength });
      const last = page.at(-1);
      if (!last) return;
      await cancel(
        queueId,
        page.flatMap((head) => refusedEvent(queueId, head)),
      );
      afterSeq = last.seq;
    }
  }

  async function reviewWaiting(queueId: number): Promise<void> {
    for (let afterSeq = 0; !stopped; ) {
      const page = await store.deliveries.waiting({ queueId, afterSeq, limit: pageLength });
      const last = page.at(-1)?.seqs[0];
      if (last === undefined) return;
      await cancel(queueId, page.flatMap(refusedDelivery));
      afterSeq = last;
    }
  }

  function refusedEvent(queueId: number, head: OwedHead): Refused[] {
    const verdict = routing.recheck(queueId, head);
    if (verdict.owed || deps.isInFlight(queueId, head.seq)) return [];
    const { seq, acceptedAt } = head;
    const giveUpAt = deps.giveUpAt(queueId, acceptedAt);
    return [{ queueId, seqs: [seq], acceptedAt, giveUpAt, reason: verdict.reason }];
  }

  /** A delivery that was tried before ends as one: while any member is owed it goes on. */
  function refusedDelivery({ queueId, seqs, events, acceptedAt, giveUpAt }: WaitingDelivery): Refused[] {
    let reason: NoDelivery | null = null;
    for (const event of events) {
      const verdict = routing.recheck(queueId, event);
      if (verdict.owed || deps.isInFlight(queueId, event.seq)) return [];
      reason ??= verdict.reason;
    }
    return reason === null ? [] : [{ queueId, seqs, acceptedAt, giveUpAt, reason }];
  }

  async function cancel(queueId: number, refused: readonly Refused[]): Promise<void> {
    if (refused.length === 0) return;
    deps.onRefused(queueId, refused);
    await store.deliveries.settle(
      refused.map((each): Settlement => ({ ...each, state: 'cancelled', nextAt: null, attempt: null })),
    );
  }

  return {
    changed() {
      changedAgain = true;
      if (stopped) return;
      running ??= run()
        .catch(deps.onFailed)
        .finally(() => {
          running = null;
        });
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

export interface Refused {
  queueId: number;
  seqs: number[];
  acceptedAt: number;
  giveUpAt: number;
  reason: NoDelivery;
}
