// What travels between a store in a thread of its own and those who use it. Calls and answers are gathered for
// one turn of the event loop and travel as one message: a message costs more than what is in it.
import type { FeedConsumer, Store } from '../store.ts';
import type { PackedAccept, PackedAccepted, PackedOwed, PackedSettlement } from './packed.ts';

/** Towards the store. */
export interface Request {
  calls: Call[];
  /** Of the packed calls, in their order. */
  bytes: Uint8Array<ArrayBuffer>;
}

export type Call =
  | { kind: 'verb'; id: number; noun: keyof Store; verb: string; args: unknown[] }
  | { kind: 'accept'; id: number; request: PackedAccept }
  | { kind: 'settle'; id: number; settlements: PackedSettlement[] }
  | { kind: 'feed_start'; run: number; credit: FeedConsumer['credit'] }
  | { kind: 'feed_stop' }
  | { kind: 'feed_release'; queueId: number; seqs: readonly number[] };

/** From the store. */
export interface Reply {
  answers: Answer[];
  accepted: PackedAccepted[];
  /** Ids of the calls. */
  settled: number[];
  /** `run` is that of the start it was handed out after: what comes late belongs to nobody. */
  owed: PackedOwed | null;
  /** Of what is owed. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The newest version of the routes, when it has changed. */
  routesVersion: number | null;
}

export type Answer =
  | { id: number; ok: true; value: unknown }
  /** `code` is that of a StoreError; null for a bug. */
  | { id: number; ok: false; code: string | null; message: string };
