// The words of an event's life, shared by store, accept and delivery: where it came from, and how one
// delivery of it ended.

/** Where an event came from. `upstream`: Meta; `publish`: the API; `test`: the dashboard's Test button. */
export type Origin = 'upstream' | 'publish' | 'simulator' | 'test';

/** A delivery is written when its first attempt ends, so there is no state before that. */
export type DeliveryState = 'delivered' | 'retrying' | 'dead' | 'cancelled';

/** The end of one attempt, or of a delivery that was never attempted (then `attempt` is null). */
export interface Settlement {
  queueId: number;
  /** Members in order; the first names the delivery. */
  seqs: readonly number[];
  acceptedAt: number;
  giveUpAt: number;
  state: DeliveryState;
  reason: string;
  /** Time of the next try; only when state is `retrying`. */
  nextAt: number | null;
  attempt: Attempt | null;
  /** Members that leave the delivery and are owed by themselves from now on: it is split. `seqs` are those that stay. */
  released?: readonly Released[];
}

/** Events that share a strand, see held.ts. */
export interface Released {
  strand: number;
  seqs: readonly number[];
}

export interface Attempt {
  /** 1 for the first. */
  no: number;
  startedAt: number;
  durationMs: number;
  /** null when no answer came. */
  status: number | null;
  /** The first bytes of the answer. */
  excerpt: Uint8Array | null;
  /** Names of the faults it carried; absent: none. */
  faults?: readonly string[];
}

/** The public id of a delivery. */
export function deliveryId(queueId: number, firstSeq: number): string {
  return `${queueId}-${firstSeq}`;
}

export function parseDeliveryId(id: string): { queueId: number; firstSeq: number } | null {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(id);
  return match ? { queueId: Number(match[1]), firstSeq: Number(match[2]) } : null;
}
