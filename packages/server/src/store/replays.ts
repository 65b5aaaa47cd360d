// Replays: stored events sent once more, to the endpoint they were owed to or to another one. A replay is a queue
// of its own, filled a little ahead of what is sent: a restart goes on at its cursor, and cancelling leaves what
// was not taken yet untouched.
import type { DeliveryState, Origin } from './life-of-event.ts';

export interface Replays {
  /** What the selection holds now. Looks at the whole of it, slice by slice; see ReplayCount.isComplete. */
  count(selection: ReplaySelection): Promise<ReplayCount>;
  /** The answer that this idempotency key was given before; null: none. */
  known(idempotency: Idempotency): Promise<ReplayCreated | null>;
  create(replay: NewReplay): Promise<ReplayCreated>;
  get(id: number): Promise<StoredReplay | null>;
  /** Newest first. */
  list(filter: { beforeId?: number; limit: number }): Promise<StoredReplay[]>;
  /** Takes nothing more; what was taken and not sent is no longer owed. null: there is no such replay. */
  cancel(id: number, at: number): Promise<StoredReplay | null>;
  /**
   * One bounded step: takes the next events of every running replay whose queue has room, and ends those that have
   * nothing left. Call again at once while the answer says `more`, otherwise after a moment.
   */
  advance(now: number): Promise<ReplayAdvance>;
  /** What could be replayed, in groups, largest first: dead letters that no replay has delivered. */
  deadLetters(filter: DeadLetterFilter): Promise<DeadLetters>;
}

export interface ReplayAdvance {
  running: number;
  /** Of these, those that have yet to take something. */
  filling: number;
  more: boolean;
}

/** What a delivery may have become to be replayed. One that is still retried may only go somewhere else. */
export type ReplayableState = Extract<DeliveryState, 'dead' | 'cancelled' | 'retrying'>;

interface Bounds {
  wabaId: number | null;
  field: string | null;
  /** Of acceptance; the first belongs to it, the second does not. */
  since: number | null;
  until: number | null;
  firstSeq: number;
  lastSeq: number;
}

/**
 * Deliveries are taken whole and judged by their first event. Events are taken whether they were owed to anybody
 * or not.
 */
export type ReplaySelection =
  | (Bounds & {
      source: 'deliveries';
      appId: number;
      /** null: every endpoint of the app. */
      endpointId: number | null;
      states: readonly ReplayableState[];
      reason: string | null;
      /** Also what a replay has delivered already. */
      includeReplayed: boolean;
    })
  | (Bounds & { source: 'events' });

export interface ReplayCount {
  events: number;
  /** Of these, events whose bodies retention has emptied: they cannot be sent. */
  stripped: number;
  /** Received bodies that the others came in: about as many notifications. */
  bodies: number;
  oldestAt: number | null;
  newestAt: number | null;
  /** The endpoints that the deliveries were owed to; empty for events. */
  endpoints: { endpointId: number; events: number }[];
  /** Without the stripped ones, by what decides who may receive them. */
  kinds: { wabaId: number | null; entryId: string; field: string; origin: Origin; events: number }[];
  /** False: there were too many to count, and these are at least so many. */
  isComplete: boolean;
}

export interface NewReplay {
  selection: ReplaySelection;
  /** Where it goes: an open endpoint. */
  endpointId: number;
  ratePerSecond: number;
  startedAt: number;
  /** What was counted before. */
  total: number;
  idempotency?: Idempotency;
}

export interface Idempotency {
  keyHash: Uint8Array;
  bodyHash: Uint8Array;
}

export type ReplayCreated =
  | { kind: 'created' | 'repeated'; replay: StoredReplay }
  /** The same idempotency key came with another body. */
  | { kind: 'key_reused' }
  /** As many as there may be are running. */
  | { kind: 'too_many'; running: number }
  /** The endpoint is not there, or takes nothing new. */
  | { kind: 'not_open' };

export interface StoredReplay {
  id: number;
  queueId: number;
  endpointId: number;
  selection: ReplaySelection;
  ratePerSecond: number;
  state: 'running' | 'done' | 'cancelled';
  /** Why it was cancelled: `asked`, or `callback_removed`. */
  endReason: string | null;
  startedAt: number;
  endedAt: number | null;
  /** Everything up to this seq was taken. */
  cursor: number;
  total: number;
  /** Events, by what became of them. Taken and in none of the others: still to be sent for the first time. */
  filled: number;
  stripped: number;
  retrying: number;
  delivered: number;
  dead: number;
  cancelled: number;
}

/** A replay as routing needs it: what its queue is and where it goes. */
export interface ReplayRoute {
  replayId: number;
  queueId: number;
  endpointId: number;
  startedAt: number;
  ratePerSecond: number;
  /** False: what is left in the queue is no longer owed. */
  isOpen: boolean;
}

export interface DeadLetterFilter {
  appId?: number;
}

export interface DeadLetters {
  groups: DeadLetterGroup[];
  /** False: there are more than are counted, or more groups than are answered. */
  isComplete: boolean;
}

export interface DeadLetterGroup {
  appId: number;
  endpointId: number;
  /** Of the first event. */
  wabaId: number | null;
  field: string;
  reason: string;
  deliveries: number;
  events: number;
  oldestAt: number;
  newestAt: number;
}
