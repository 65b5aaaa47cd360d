// What an operator may choose about delivery. Defaults and their reasons stand in config.ts.
import type { RetryProfile } from './retry.ts';

export interface DeliverySettings {
  /** Requests in flight per queue. */
  window: number;
  /** What one queue may hold in memory; the rest waits on disk. */
  creditEvents: number;
  creditBytes: number;
  profile: RetryProfile;
  /** Meta counts 200 alone as success. */
  acceptAny2xx: boolean;
}
