// The part of the Store that is about single endpoints: what may be sent to one, whether it is sent anything at
// all, and how it was doing. Setting one up belongs to subscriptions.
import type { Endpoint } from './nouns.ts';

export interface Endpoints {
  /** Not of those that are closed and gone. */
  get(endpointId: number): Promise<Endpoint | null>;
  /** What is not named stays; null: as the settings of the installation say. */
  limit(endpointId: number, limits: Partial<EndpointLimits>): Promise<Endpoint>;
  /**
   * From then on it is owed nothing new, and what it is owed waits. Counts only for an open one that is active.
   * A handshake from then on makes it active again.
   */
  deactivate(endpointId: number, at: number): Promise<{ changed: boolean }>;
  activate(endpointId: number): Promise<{ changed: boolean }>;
  /** What was last kept of each queue. */
  health(): Promise<KeptHealth[]>;
  /** Shares the next commit. Of queues that are gone nothing is kept. */
  keepHealth(list: readonly KeptHealth[]): Promise<void>;
}

export type EndpointLimits = Pick<Endpoint, 'ratePerSecond' | 'windowMax'>;

/** How a queue's endpoint was doing. */
export interface KeptHealth {
  queueId: number;
  /** null: the breaker is closed. */
  open: { pauseMs: number; probeAt: number } | null;
  /** In a row. */
  failures: number;
  failingSince: number | null;
  lastSuccessAt: number | null;
  lastFailureAt: number | null;
  lastFailure: string | null;
}
