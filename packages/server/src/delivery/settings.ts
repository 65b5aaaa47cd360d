// What an operator may choose about delivery. Defaults and their reasons stand in config.ts.
import type { GateSettings } from './gate/gate.ts';
import type { RetryProfile } from './retry/retry.ts';

export interface DeliverySettings {
  /** What one queue may be sent at a time, by the second, and when it fails. */
  gate: GateSettings;
  /** After an outage retries come back at this rate, oldest first. */
  recoveryPerSecond: number;
  /** An endpoint that has done nothing but fail for so long is deactivated; 0: never. */
  deactivateAfterMs: number;
  /** A retry goes to every app that is subscribed, not only to the one that failed. */
  retryToAllApps: boolean;
  /** Whether apps are made to live through the faults that are set for them. */
  allowFaults: boolean;
  /** What one queue may hold in memory; the rest waits on disk. */
  creditEvents: number;
  creditBytes: number;
  profile: RetryProfile;
  /** Meta counts 200 alone as success. */
  acceptAny2xx: boolean;
}
