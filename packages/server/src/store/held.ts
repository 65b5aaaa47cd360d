// Events that are owed but must wait: an earlier one of their strand is not settled. They are out of the queue, so
// that they take neither its credit nor the turn of others; delivery asks for them when their strand is free.
// A strand is delivery's business: to the store it is a number that events share. Settling ends the hold.
import type { OwedEvent } from './store.ts';

export interface Held {
  /** Takes owed events out of the queue; credit comes back. What is held already gets the strand that is named. */
  hold(list: readonly Holding[]): Promise<void>;
  /** By seq: of one strand, or of all when `strand` is null. A page also ends where its events are large. */
  read(query: HeldQuery): Promise<HeldPage>;
  /** The strands of a queue that hold anything, in order. */
  strands(query: { queueId: number; afterStrand: number; limit: number }): Promise<number[]>;
  /** The queues that hold anything. */
  queues(): Promise<number[]>;
  /** The last event in a queue that comes before something held of it; null: there is none. */
  pendingBefore(queueId: number): Promise<number | null>;
  /** A queue's retrying deliveries by first seq, with their events: what other events may have to wait for. */
  blocking(query: { queueId: number; afterSeq: number; limit: number }): Promise<Blocking[]>;
}

export interface Holding {
  queueId: number;
  strand: number;
  seqs: readonly number[];
}

export interface HeldQuery {
  queueId: number;
  strand: number | null;
  /** Only larger seqs: the cursor. */
  afterSeq: number;
  limit: number;
}

export interface HeldPage {
  events: HeldEvent[];
  /** Whether anything follows it. */
  more: boolean;
}

export interface HeldEvent extends OwedEvent {
  /** First seq of the delivery it was tried in before that was split; null: it was never tried. */
  splitFrom: number | null;
}

export interface Blocking {
  firstSeq: number;
  events: OwedEvent[];
}
