// The part of the Store that keeps an installation healthy while it runs: it removes what is old and copies what
// is there. Plain data, so that it can be asked for across a thread or a network.
import type { Durability } from './durability.ts';

export interface Upkeep {
  /**
   * Removes a bounded part of what the policy lets go; call again while the answer says `more`. Never touches an
   * event that is still owed to anybody, nor its deliveries; a dead letter keeps its events until its own age.
   */
  prune(policy: RetentionPolicy): Promise<Pruned>;
  /** Writes a consistent copy of everything but the master key to a new file, while the store goes on. */
  backup(file: string): Promise<{ bytes: number }>;
  durability(): Promise<Durability>;
}

/** null: kept for good. Ages count from acceptance; that of a dead letter from its death. */
export interface RetentionPolicy {
  now: number;
  eventAgeMs: number | null;
  deadAgeMs: number | null;
  auditAgeMs: number | null;
  /** How long keys of `AcceptRequest.dedupe` count. */
  dedupeWindowMs: number;
  /** Beyond it the oldest events go before their age. Dead letters stay. */
  bytesMax: number | null;
  /** Empties the change of events that were delivered to everybody they were owed to. */
  stripBodies: boolean;
}

export interface Pruned {
  events: number;
  /** Dead letters among the deliveries that went with the events. */
  deadLetters: number;
  /** Events whose change was emptied. */
  stripped: number;
  auditEntries: number;
  endpoints: number;
  /** Bytes in use after it; the file may be larger. */
  bytesUsed: number;
  /** The bound is exceeded, and nothing that may go is left. */
  isOverfull: boolean;
  more: boolean;
}
