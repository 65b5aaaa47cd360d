// What a list of deliveries can be narrowed down to. A delivery is judged by its first event.
import type { DeliveryState } from './life-of-event.ts';

export interface DeliveryFilter {
  appId?: number;
  state?: DeliveryState;
  /** Deliveries that carry this event. */
  seq?: number;
  wabaId?: number;
  field?: string;
  reason?: string;
  /** Of acceptance; the first belongs to it, the second does not. */
  since?: number;
  until?: number;
  /** Only those of this replay. */
  replayId?: number;
  /** Only deliveries whose first seq is smaller: the cursor of the next page. */
  beforeSeq?: number;
  limit: number;
}
