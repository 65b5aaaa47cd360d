// What the admin API answers about replays and dead letters, as far as the command line reads it.

export interface ReplayTarget {
  endpoint_id: number;
  app_id: string;
  app_name: string;
  level: 'app' | 'waba' | 'number';
  callback_url: string;
}

export interface ShownPlan {
  events: number;
  sendable: number;
  stripped: number;
  refused: { reason: string; says: string; events: number }[];
  notifications: number;
  oldest_at: string | null;
  newest_at: string | null;
  /** false: the numbers are "at least". */
  complete: boolean;
  to: ReplayTarget | null;
  rate_per_second: number;
  estimated_seconds: number;
}

export interface ShownReplay {
  id: number;
  state: 'running' | 'done' | 'cancelled';
  end_reason: string | null;
  source: 'deliveries' | 'events';
  to: ReplayTarget | null;
  rate_per_second: number;
  started_at: string;
  ended_at: string | null;
  events: number;
  delivered: number;
  retrying: number;
  dead: number;
  cancelled: number;
  stripped: number;
  /** Taken and not tried yet. */
  waiting: number;
  /** Not taken yet. */
  left: number;
}

export interface ShownDeadLetters {
  data: {
    app_id: string | null;
    app_name: string | null;
    endpoint_id: number;
    callback_url: string | null;
    endpoint_state: string;
    waba_id: string | null;
    field: string;
    reason: string;
    deliveries: number;
    events: number;
    oldest_at: string;
    newest_at: string;
  }[];
  complete: boolean;
}
