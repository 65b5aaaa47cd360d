// What one attempt is about: the events of one notification that one queue still owes.
import type { OwedEvent } from '../store/store.ts';

export interface Owed {
  queueId: number;
  events: OwedEvent[];
  /** Attempts already made. */
  attempts: number;
  acceptedAt: number;
  giveUpAt: number;
}
