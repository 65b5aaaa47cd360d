// The part of the Store that is about faults: which an app is to live through, and what was sent to it besides
// because of them. What the names and numbers mean is delivery's business; here they are kept as they are.

/** A set of faults, switched on and off as a whole. */
export interface AppFaults {
  appId: number;
  /** The same seed makes the same decisions about the same events. */
  seed: number;
  /** Whether a request says in a header which faults it carries. */
  isMarked: boolean;
  setAt: number;
  /** Out of force from then on; null: it has no end. */
  expiresAt: number | null;
  /** By name, with all parameters. */
  faults: Readonly<Record<string, FaultParameters>>;
}

export type FaultParameters = Readonly<Record<string, number>>;

export interface FaultBook {
  /** Also a set that has expired: whoever asks can tell by its time. */
  get(appId: number): Promise<AppFaults | null>;
  /** In place of the set before. Routing is told. */
  set(faults: AppFaults): Promise<void>;
  /** Idempotent; answers whether there was a set. Routing is told. */
  clear(appId: number): Promise<{ cleared: boolean }>;
  /** Shares the next commit. The latest of each app, `faultExtrasMax` of them, are kept. */
  noteExtras(extras: readonly FaultExtra[]): Promise<void>;
  /** Newest first. */
  extras(query: { appId: number; limit: number }): Promise<FaultExtra[]>;
}

/** How many of one app are kept. */
export const faultExtrasMax = 200;

/** A notification that a fault sent beside a delivery, and how the app took it. */
export interface FaultExtra {
  appId: number;
  fault: string;
  queueId: number;
  /** First seq of the delivery that it was sent beside. */
  firstSeq: number;
  at: number;
  durationMs: number;
  bytes: number;
  /** null when no answer came. */
  status: number | null;
  reason: string;
}
