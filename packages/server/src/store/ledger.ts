// The ledger of one queue: how far it has been handed out, what of that is not settled yet, and whether more
// waits on the disk. Pure: it decides what to hand out; the feed reads and calls.
import type { FeedConsumer, OwedEvent } from './store.ts';

export interface Ledger {
  /** Everything owed up to this seq was handed out. */
  readonly sentTo: number;
  /** Something owed beyond `sentTo` was left out: it is on the disk only. */
  readonly more: boolean;
  /** A good moment to read more: half of the credit is free. Not earlier, or each settlement would cost a read. */
  readonly hungry: boolean;
  /** Takes the owed events of one body, fresh from a commit; null: it is left for a later read. */
  offer(group: readonly OwedEvent[]): readonly OwedEvent[] | null;
  /** Takes whole groups from owed events in order while there is credit. A group counts once it is yielded. */
  take(owed: Iterable<OwedEvent>): Iterable<OwedEvent[]>;
  /** Takes back events that were handed out once and got lost. */
  retake(lost: readonly OwedEvent[]): void;
  /** Notes that something is owed beyond `sentTo`. */
  noteMore(): void;
  /** Gives credit back. Seqs that are not outstanding are ignored. */
  release(seqs: readonly number[]): void;
  isOutstanding(seq: number): boolean;
}

export function createLedger(credit: FeedConsumer['credit']): Ledger {
  const outstanding = new Map<number, number>();
  let outstandingBytes = 0;
  let sentTo = 0;
  let more = false;

  function hold(event: OwedEvent): void {
    if (outstanding.has(event.seq)) return;
    outstanding.set(event.seq, event.change.byteLength);
    outstandingBytes += event.change.byteLength;
    sentTo = Math.max(sentTo, event.seq);
  }

  /** A group larger than the whole credit goes when nothing else is outstanding: it has to go some time. */
  function hasRoomFor(group: readonly OwedEvent[]): boolean {
    if (outstanding.size === 0) return true;
    const bytes = group.reduce((sum, event) => sum + event.change.byteLength, outstandingBytes);
    return outstanding.size + group.length <= credit.events && bytes <= credit.bytes;
  }

  return {
    get sentTo() {
      return sentTo;
    },
    get more() {
      return more;
    },
    get hungry() {
      return more && outstanding.size <= credit.events / 2 && outstandingBytes <= credit.bytes / 2;
    },
    offer(group) {
      if (more || !hasRoomFor(group)) {
        more = true;
        return null;
      }
      const fresh = group.filter((event) => event.seq > sentTo);
      fresh.forEach(hold);
      return fresh;
    },
    *take(owed) {
      for (const group of groups(owed)) {
        if (!hasRoomFor(group)) {
          more = true;
          return;
        }
        group.forEach(hold);
        yield group;
      }
      more = false;
    },
    retake(lost) {
      lost.forEach(hold);
    },
    noteMore() {
      more = true;
    },
    release(seqs) {
      for (const seq of seqs) {
        outstandingBytes -= outstanding.get(seq) ?? 0;
        outstanding.delete(seq);
      }
    },
    isOutstanding: (seq) => outstanding.has(seq),
  };
}

function* groups(owed: Iterable<OwedEvent>): Iterable<OwedEvent[]> {
  let group: OwedEvent[] = [];
  for (const event of owed) {
    if (group[0] && group[0].group !== event.group) {
      yield group;
      group = [];
    }
    group.push(event);
  }
  if (group.length > 0) yield group;
}
