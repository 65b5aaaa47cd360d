// Hands what is owed to delivery: from memory straight after the commit while a queue keeps up, from the disk
// in ranges when it does not. Notes are made at once, the consumer is called in a later turn, never inside a
// transaction.
import { createLedger, type Ledger } from './ledger.ts';
import type { OnNotice } from './notice.ts';
import type { OwedReads } from './queries/owed.ts';
import type { AcceptRequest, Feed, FeedConsumer, NewEvent, OwedEvent } from './store.ts';

/** Events read from the disk before other work gets a turn. */
const eventsPerTurn = 1_000;

export interface FeedParts {
  owed: OwedReads;
  onNotice: OnNotice;
}

/** What was settled, or is held outside of its queue. */
export interface OfQueue {
  queueId: number;
  seqs: readonly number[];
  /** What left it when it was split: it is held. */
  released?: readonly { seqs: readonly number[] }[];
}

/** The feed as the store's own parts see it. */
export interface OwnFeed extends Feed {
  /** The request was committed and its first event got this seq. Called in order of seq. */
  noteAccepted(request: AcceptRequest, firstSeq: number): void;
  /** A queue came to be owed stored events, all of them after those it was owed before. */
  noteOwed(queueId: number): void;
  /** These were committed, or changed nothing; either way delivery no longer holds their members. */
  noteSettled(settlements: readonly OfQueue[]): void;
}

export function createFeed({ owed, onNotice }: FeedParts): OwnFeed {
  let consumer: FeedConsumer | null = null;
  let ledgers = new Map<number, Ledger>();
  /** Taken from the ledger's credit, not handed over yet. */
  let ready = new Map<number, OwedEvent[]>();
  let hungry = new Set<number>();
  let turn: NodeJS.Immediate | null = null;

  function ledgerOf(queueId: number, to: FeedConsumer): Ledger {
    let ledger = ledgers.get(queueId);
    if (!ledger) {
      ledger = createLedger(to.credit);
      ledgers.set(queueId, ledger);
    }
    return ledger;
  }

  function prepare(queueId: number, events: readonly OwedEvent[]): void {
    if (events.length === 0) return;
    const waiting = ready.get(queueId);
    if (waiting) waiting.push(...events);
    else ready.set(queueId, [...events]);
    scheduleTurn();
  }

  function scheduleTurn(): void {
    turn ??= setImmediate(() => {
      turn = null;
      if (consumer) runTurn(consumer);
    });
  }

  function runTurn(to: FeedConsumer): void {
    refill(to);
    const handing = ready;
    ready = new Map();
    for (const [queueId, events] of handing) {
      if (consumer === to) handOver(to, queueId, events);
    }
    if (hungry.size > 0) scheduleTurn();
  }

  /** Reads ranges for queues that have credit again, a bounded number of events a turn. */
  function refill(to: FeedConsumer): void {
    let read = 0;
    for (const queueId of hungry) {
      if (read >= eventsPerTurn) return;
      hungry.delete(queueId);
      const ledger = ledgerOf(queueId, to);
      if (ledger.hungry) read += readRange(queueId, ledger);
    }
  }

  /** Answers how many events. What cannot be read now is tried again by the next settlement or sweep. */
  function readRange(queueId: number, ledger: Ledger): number {
    let read = 0;
    try {
      for (const group of ledger.take(owed.after(queueId, ledger.sentTo))) {
        prepare(queueId, group);
        read += group.length;
      }
    } catch (cause) {
      onNotice({ kind: 'storage_error', message: 'What is owed could not be read.', cause });
    }
    return read;
  }

  /** What the consumer refuses is lost to it: the next sweep finds it. */
  function handOver(to: FeedConsumer, queueId: number, events: OwedEvent[]): void {
    try {
      to.onOwed(queueId, events);
    } catch (cause) {
      ledgers.get(queueId)?.release(events.map((event) => event.seq));
      onNotice({ kind: 'callback_failed', message: 'Delivery threw when handed events.', cause });
    }
  }

  function rescue(queueId: number, to: FeedConsumer): number {
    const ledger = ledgerOf(queueId, to);
    const lost: OwedEvent[] = [];
    for (const seq of owed.seqsUpTo(queueId, ledger.sentTo)) {
      const event = ledger.isOutstanding(seq) ? null : owed.event(seq);
      if (event) lost.push(event);
    }
    ledger.retake(lost);
    prepare(queueId, lost);
    const forgotten = ledger.more ? 0 : owed.countAfter(queueId, ledger.sentTo);
    if (forgotten > 0) ledger.noteMore();
    feedIfHungry(queueId, ledger);
    return lost.length + forgotten;
  }

  function feedIfHungry(queueId: number, ledger: Ledger): void {
    if (!ledger.hungry) return;
    hungry.add(queueId);
    scheduleTurn();
  }

  function clear(): void {
    if (turn) clearImmediate(turn);
    turn = null;
    consumer = null;
    ledgers = new Map();
    ready = new Map();
    hungry = new Set();
  }

  return {
    start(to) {
      clear();
      consumer = to;
      // Read now and not in a later turn: commits that come from here on are noted one by one.
      for (const queueId of owed.queues()) {
        const ledger = ledgerOf(queueId, to);
        ledger.noteMore();
        feedIfHungry(queueId, ledger);
      }
    },
    stop: clear,
    release(queueId, seqs) {
      ledgers.get(queueId)?.release(seqs);
    },
    async sweep() {
      const to = consumer;
      if (!to) return 0;
      return owed.queues().reduce((rescued, queueId) => rescued + rescue(queueId, to), 0);
    },
    noteAccepted(request, firstSeq) {
      if (!consumer) return;
      for (const [queueId, group] of owedByQueue(request, firstSeq)) {
        prepare(queueId, ledgerOf(queueId, consumer).offer(group) ?? []);
      }
    },
    noteOwed(queueId) {
      if (!consumer) return;
      const ledger = ledgerOf(queueId, consumer);
      ledger.noteMore();
      feedIfHungry(queueId, ledger);
    },
    noteSettled(settlements) {
      for (const { queueId, seqs, released = [] } of settlements) {
        const ledger = ledgers.get(queueId);
        if (!ledger) continue;
        ledger.release(seqs);
        for (const each of released) ledger.release(each.seqs);
        feedIfHungry(queueId, ledger);
      }
    },
  };
}

function owedByQueue(request: AcceptRequest, firstSeq: number): Map<number, OwedEvent[]> {
  const byQueue = new Map<number, OwedEvent[]>();
  for (const [index, event] of request.events.entries()) {
    if (event.queueIds.length === 0) continue;
    const owedEvent = asOwed(event, request, { seq: firstSeq + index, group: firstSeq });
    for (const queueId of event.queueIds) {
      const group = byQueue.get(queueId);
      if (group) group.push(owedEvent);
      else byQueue.set(queueId, [owedEvent]);
    }
  }
  return byQueue;
}

/** Member by member: on the path of every event a spread showed up in the profile. */
function asOwed(event: NewEvent, request: AcceptRequest, at: { seq: number; group: number }): OwedEvent {
  return {
    seq: at.seq,
    group: at.group,
    wabaId: event.wabaId,
    entryId: event.entryId,
    entryTime: event.entryTime,
    entryNo: event.entryNo,
    field: event.field,
    phoneNumber: event.phoneNumber,
    origin: request.origin,
    acceptedAt: request.acceptedAt,
    change: event.change,
  };
}
