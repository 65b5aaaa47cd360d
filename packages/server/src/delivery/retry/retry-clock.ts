// Looks for retries whose time has come and hands them to their lanes: each queue holds a share in memory, the
// rest waits on the disk. One timer for all of them, set to the earliest.
import type { Clock } from '../../base/clock.ts';
import { deliveryId } from '../../store/life-of-event.ts';
import type { Deliveries, DueDelivery } from '../../store/store.ts';

export interface RetryClock {
  /** Makes sure that somebody looks at that time. */
  lookAt(at: number): void;
  look(): void;
  /** The delivery is no longer in hand. */
  release(id: string): void;
  /** In hand: waiting in a lane, or in flight. */
  holds(id: string): boolean;
  stop(): Promise<void>;
}

/** Retries in hand, over all queues. Beyond it every queue still gets its first, so that none can starve another. */
const heldMax = 1024;
const heldPerQueueMax = 64;
/** The same in bytes of events: a coalesced delivery may have 3 MB. Exceeded by one answer of the store at most. */
const heldBytesMax = 64 * 1024 * 1024;
const heldBytesPerQueueMax = 16 * 1024 * 1024;
/** It looks at least this often, so that a lost timer cannot strand a delivery. */
const lookEveryMs = 30_000;
/** Pause after the store failed to answer. */
const storeRetryMs = 1_000;

/** What a queue has in hand. */
interface Share {
  count: number;
  bytes: number;
}

/** What a delivery adds to it. */
interface Load {
  queueId: number;
  bytes: number;
}

export function createRetryClock(deps: {
  store: { deliveries: Pick<Deliveries, 'due' | 'nextDueAt'> };
  clock: Clock;
  onDue: (due: DueDelivery, id: string) => void;
}): RetryClock {
  const { store, clock, onDue } = deps;
  const held = new Set<string>();
  const heldByQueue = new Map<number, Share>();
  const loadOf = new Map<string, Load>();
  let heldBytes = 0;
  /** Queues whose share was all taken: more may be due. */
  const full = new Set<number>();
  let timer: { at: number; cancel: () => void } | null = null;
  let lookup: Promise<void> | null = null;
  let lookAgain = false;
  let isFruitless = false;
  let stopped = false;

  function lookAt(at: number): void {
    if (stopped || (timer && timer.at <= at)) return;
    timer?.cancel();
    const cancel = clock.after(at - clock.now(), () => {
      timer = null;
      look();
    });
    timer = { at, cancel };
  }

  /** One look-up at a time: a second request while one runs makes it run once more. */
  function look(): void {
    if (stopped) return;
    if (lookup) {
      lookAgain = true;
      return;
    }
    lookup = takeDue()
      .catch(() => lookAt(clock.now() + storeRetryMs))
      .finally(() => {
        lookup = null;
        if (!lookAgain) return;
        lookAgain = false;
        look();
      });
  }

  async function takeDue(): Promise<void> {
    const wasFruitless = isFruitless;
    const perQueue = held.size < heldMax && heldBytes < heldBytesMax ? heldPerQueueMax : 1;
    const due = await store.deliveries.due({
      now: clock.now(),
      limit: Math.max(heldMax - held.size, heldPerQueueMax),
      perQueue,
      except: held,
      exceptQueues: queuesWith(perQueue),
    });
    if (stopped) return;
    for (const delivery of due) hand(delivery);
    // Queues that have their share are looked at when they have room again.
    const exceptQueues = queuesWith(perQueue);
    for (const queueId of exceptQueues) full.add(queueId);
    const nextAt = (await store.deliveries.nextDueAt(held, exceptQueues)) ?? Infinity;
    // What is due and yet not answered, twice in a row, cannot be sent: asking at once would go on for ever.
    isFruitless = due.length === 0 && nextAt <= clock.now();
    const earliest = isFruitless && wasFruitless ? clock.now() + storeRetryMs : nextAt;
    lookAt(Math.min(earliest, clock.now() + lookEveryMs));
  }

  function hand(delivery: DueDelivery): void {
    const { queueId, events } = delivery;
    const firstSeq = events[0]?.seq;
    if (firstSeq === undefined) return;
    const id = deliveryId(queueId, firstSeq);
    const bytes = events.reduce((sum, event) => sum + event.change.byteLength, 0);
    const share = heldByQueue.get(queueId) ?? { count: 0, bytes: 0 };
    heldByQueue.set(queueId, { count: share.count + 1, bytes: share.bytes + bytes });
    heldBytes += bytes;
    held.add(id);
    loadOf.set(id, { queueId, bytes });
    onDue(delivery, id);
  }

  function queuesWith(count: number): Set<number> {
    const queues = new Set<number>();
    for (const [queueId, share] of heldByQueue) {
      if (share.count >= count || share.bytes >= heldBytesPerQueueMax) queues.add(queueId);
    }
    return queues;
  }

  return {
    lookAt,
    look,
    release(id) {
      const load = loadOf.get(id);
      if (!load) return;
      const { queueId } = load;
      held.delete(id);
      loadOf.delete(id);
      heldBytes -= load.bytes;
      const share = heldByQueue.get(queueId) ?? { count: 1, bytes: load.bytes };
      const left = { count: share.count - 1, bytes: share.bytes - load.bytes };
      if (left.count > 0) heldByQueue.set(queueId, left);
      else heldByQueue.delete(queueId);
      // Half a share at a time: a look-up costs more than a delivery.
      const hasRoom = left.count <= heldPerQueueMax / 2 && left.bytes <= heldBytesPerQueueMax / 2;
      if (hasRoom && full.delete(queueId)) look();
    },
    holds: (id) => held.has(id),
    async stop() {
      stopped = true;
      timer?.cancel();
      await lookup;
    },
  };
}
