// Keeps the order that apps ask for, over all queues: sorts what the feed hands out into strands, moves to disk what
// has to wait there, and brings it back. A queue without order has nothing of this, until a delivery of it is split.
import type { Clock } from '../../base/clock.ts';
import type { Routing } from '../../routing/routing.ts';
import type { Settlement } from '../../store/life-of-event.ts';
import type { AppOrder } from '../../store/nouns.ts';
import type { OwedEvent, Store } from '../../store/store.ts';
import { splitIntoNotifications } from '../batch.ts';
import { eventsOf, type FirstTry, firstTry, keyOf, type Lane, type Retry } from '../lane.ts';
import { coalesced } from './coalesce.ts';
import { createHeldDesk } from './held-desk.ts';
import { cutByStrand, noStrand, strandOf, strandsOf } from './strand-of.ts';
import { Strands } from './strands.ts';

export interface OrderingDeps {
  store: Pick<Store, 'held' | 'deliveries'>;
  routing: Routing;
  clock: Clock;
  giveUpAt: (queueId: number, acceptedAt: number) => number;
  /** What one queue may hold in memory. */
  creditEvents: number;
  lanes: () => Iterable<Lane>;
  laneOf: (queueId: number) => Lane;
  /** Something may be sent now. */
  onReady: (lane: Lane) => void;
  onFailed: (error: unknown) => void;
}

export interface Ordering {
  /** Takes up what is held. */
  start(): void;
  /** What the feed has handed out, cut into notifications. */
  add(lane: Lane, notifications: readonly OwedEvent[][]): void;
  /** A work that is about to start, with what is coalesced into it. */
  gather(lane: Lane, work: FirstTry | Retry): FirstTry | Retry;
  /** The strand that an event of this queue has. */
  strandOf(queueId: number): (event: OwedEvent) => number;
  /** The end of this work is on disk. */
  settled(lane: Lane, work: FirstTry | Retry, settlements: readonly Settlement[]): void;
  /** These are no longer owed; `whole` are the works that consisted of nothing else. */
  dropped(lane: Lane, seqs: ReadonlySet<number>, whole: readonly (FirstTry | Retry)[]): void;
  /** Apps may have chosen otherwise. */
  routesChanged(): void;
  /** Frees strands that wait for a delivery which somebody else has ended. */
  sweep(): Promise<void>;
  /** Resolves when nothing is on its way to the store. */
  stop(): Promise<void>;
}

/** Of the credit: the feed fills up at one half, and what waits must leave room for what can be sent. */
const waitingShare = 4;

/** A queue that keeps an order, or has something held. */
interface OrderedQueue {
  strands: Strands;
  /** While the disk is read: what came in meanwhile, and the works that ended. null: it has been read. */
  opening: { arrivals: OwedEvent[][]; ended: number[] } | null;
  /** The feed has to hand out this event before anything is brought back: it comes before what is held. */
  resumesAt: number | null;
}

export function createOrdering(deps: OrderingDeps): Ordering {
  const { routing } = deps;
  const queues = new Map<number, OrderedQueue>();
  const desk = createHeldDesk(deps);

  /** A replay keeps none: what it sends was overtaken long ago. */
  function orderOf(queueId: number): AppOrder {
    const route = routing.table().routeByQueue.get(queueId);
    return route && !route.replay ? route.app.order : 'none';
  }

  function asFirst({ queueId }: Lane, events: OwedEvent[]): FirstTry {
    return firstTry(events, (acceptedAt) => deps.giveUpAt(queueId, acceptedAt));
  }

  function newStrands(lane: Lane): Strands {
    const { queueId } = lane;
    const strands: Strands = new Strands({
      order: orderOf(queueId),
      waitingMax: Math.max(1, Math.floor(deps.creditEvents / waitingShare)),
      onReady: (first) => lane.addFirst(first),
      onHold: (strand, seqs) => desk.hold({ queueId, strand, seqs }),
      onLoad: (strand) =>
        desk.load({ queueId, strand }, (firsts, more) => {
          if (queues.get(queueId)?.strands !== strands) return;
          strands.place(strand, firsts, more);
          tidy(queueId);
          deps.onReady(lane);
        }),
    });
    return strands;
  }

  /** What the queue has in memory comes under the order that its app asks for now, behind what is on disk. */
  function open(lane: Lane): OrderedQueue {
    const { queueId } = lane;
    const before = queues.get(queueId);
    const strands = newStrands(lane);
    const queue: OrderedQueue = { strands, opening: { arrivals: [], ended: [] }, resumesAt: null };
    queues.set(queueId, queue);
    const waiting = [...lane.takeFirstWhile(() => true), ...(before?.strands.takeWaiting() ?? [])]
      .filter(({ place }) => !place?.loaded)
      .flatMap((first) => first.events)
      .concat(before?.opening?.arrivals.flat() ?? [])
      .sort((one, other) => one.seq - other.seq);
    for (const work of lane.running) claimRunning(strands, work);
    desk.read(queueId, strands, (goesAfter) => opened(lane, queue, goesAfter));
    add(lane, splitIntoNotifications(waiting));
    return queue;
  }

  function claimRunning(strands: Strands, work: FirstTry | Retry): void {
    if (strands.order !== 'none') {
      strands.claim(keyOf(work), strandsOf(strands.order, eventsOf(work)), work.kind === 'retry');
    } else if (work.kind === 'first' && work.place) {
      strands.claim(keyOf(work), [work.place.strand], false);
    }
  }

  function opened(lane: Lane, queue: OrderedQueue, goesAfter: number): void {
    if (queues.get(lane.queueId) !== queue || !queue.opening) return;
    const { arrivals, ended } = queue.opening;
    queue.opening = null;
    for (const key of ended) queue.strands.settled(key, []);
    // Before anything is brought back: what came in may belong between what is held.
    add(lane, arrivals);
    queue.resumesAt = goesAfter;
    resumeInTime(lane, queue);
    tidy(lane.queueId);
    deps.onReady(lane);
  }

  /** After a restart the feed may not have come as far yet as it had before. */
  function resumeInTime(lane: Lane, queue: OrderedQueue): void {
    if (queue.resumesAt === null || lane.handedTo < queue.resumesAt) return;
    queue.resumesAt = null;
    queue.strands.resume();
  }

  /** A queue without order is forgotten once nothing of it is held. */
  function tidy(queueId: number): void {
    const queue = queues.get(queueId);
    if (queue?.opening === null && queue.strands.order === 'none' && queue.strands.isEmpty)
      queues.delete(queueId);
  }

  function add(lane: Lane, notifications: readonly OwedEvent[][]): void {
    const order = orderOf(lane.queueId);
    const known = queues.get(lane.queueId);
    const queue = (known?.strands.order ?? 'none') === order ? known : open(lane);
    lane.handedTo = Math.max(lane.handedTo, notifications.at(-1)?.at(-1)?.seq ?? 0);
    if (!queue || order === 'none') {
      for (const events of notifications) lane.addFirst(asFirst(lane, events));
    } else if (queue.opening) {
      queue.opening.arrivals.push(...notifications);
    } else {
      for (const { strand, events } of notifications.flatMap((each) => cutByStrand(order, each))) {
        const place = { strand, key: events[0]?.seq ?? 0, loaded: 0, isSplit: false };
        queue.strands.add({ ...asFirst(lane, events), place });
      }
      resumeInTime(lane, queue);
    }
  }

  function dropped(lane: Lane, seqs: ReadonlySet<number>, whole: readonly (FirstTry | Retry)[]): void {
    const queue = queues.get(lane.queueId);
    if (!queue) return;
    if (queue.opening) {
      queue.opening.arrivals = queue.opening.arrivals
        .map((events) => events.filter(({ seq }) => !seqs.has(seq)))
        .filter((events) => events.length > 0);
    }
    queue.strands.drop(seqs);
    for (const work of whole) end(queue, work, []);
    tidy(lane.queueId);
    deps.onReady(lane);
  }

  function end(queue: OrderedQueue, work: FirstTry | Retry, settlements: readonly Settlement[]): void {
    if (work.kind === 'first' && work.place) queue.strands.unload(work.place.loaded);
    const isKnown = queue.strands.settled(keyOf(work), settlements);
    const isOver = settlements.every(({ state }) => state !== 'retrying');
    // It may just be read as one that others have to wait for.
    if (!isKnown && isOver) queue.opening?.ended.push(keyOf(work));
  }

  /** Compares with the disk what strands wait for, as it was before the disk was read. */
  async function sweepQueue(queueId: number, queue: OrderedQueue): Promise<void> {
    const { strands } = queue;
    // What the feed had to come to may have been cancelled.
    if (queue.resumesAt !== null) queue.resumesAt = (await deps.store.held.pendingBefore(queueId)) ?? 0;
    resumeInTime(deps.laneOf(queueId), queue);
    const gone = new Set(strands.failingKeys());
    for (let afterSeq = 0; gone.size > 0; ) {
      const page = await deps.store.deliveries.waiting({ queueId, afterSeq, limit: 500 });
      for (const { seqs } of page) if (seqs[0] !== undefined) gone.delete(seqs[0]);
      const last = page.at(-1)?.seqs[0];
      if (last === undefined) break;
      afterSeq = last;
    }
    const inFlight = deps.laneOf(queueId).inFlight;
    for (const key of gone) if (!inFlight.has(key)) strands.settled(key, []);
    if (gone.size > 0) deps.onReady(deps.laneOf(queueId));
  }

  return {
    start() {
      desk.queues((queueIds) => {
        for (const queueId of queueIds) if (!queues.has(queueId)) open(deps.laneOf(queueId));
      });
    },
    add,
    gather(lane, work) {
      if (work.kind === 'retry' || work.place?.isSplit) return work;
      const route = routing.table().routeByQueue.get(lane.queueId);
      if (!route?.app.coalesce || route.replay) return work;
      const { place } = work;
      const strands = queues.get(lane.queueId)?.strands;
      if (!place)
        return coalesced(work, (isWanted) => lane.takeFirstWhile((next) => !next.place && isWanted(next)));
      return coalesced(work, (isWanted) => strands?.follow(place.strand, isWanted) ?? []);
    },
    strandOf(queueId) {
      const order = orderOf(queueId);
      return (event) => (order === 'none' ? noStrand : strandOf(order, event));
    },
    settled(lane, work, settlements) {
      const isSplit = settlements.some(({ released }) => released !== undefined);
      const queue = queues.get(lane.queueId) ?? (isSplit ? open(lane) : undefined);
      if (!queue) return;
      end(queue, work, settlements);
      tidy(lane.queueId);
      deps.onReady(lane);
    },
    dropped,
    routesChanged() {
      routing
        .refresh()
        .then(() => {
          for (const lane of deps.lanes()) add(lane, []);
        })
        .catch(deps.onFailed);
    },
    async sweep() {
      for (const [queueId, queue] of queues) if (!queue.opening) await sweepQueue(queueId, queue);
    },
    stop: desk.stop,
  };
}
