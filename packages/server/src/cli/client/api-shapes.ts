// What the admin API answers, as far as the command line reads it. The server's side is admin/show.ts.
import type { ShownWarned } from './warning-text.ts';

export interface Page<Item> {
  data: Item[];
  paging?: { before: number };
}

export interface ShownEvent {
  seq: number;
  group: number;
  origin: string;
  waba_id: string | null;
  entry_id: string;
  entry_time: number | null;
  field: string;
  phone_number_id: string | null;
  accepted_at: string;
  bytes: number;
  /** null: its body was removed after it was delivered to everybody. */
  change: string | null;
}

export interface ShownDelivery {
  id: string;
  app_id: string | null;
  app_name?: string | null;
  callback_url: string | null;
  first_seq: number;
  events: number;
  /** The delivery it was split from; its own id when it was the one that was split. */
  split_from: string | null;
  state: 'delivered' | 'retrying' | 'dead' | 'cancelled';
  reason: string;
  attempts: number;
  attempts_left: number;
  last_status: number | null;
  accepted_at: string;
  first_attempt_at: string | null;
  last_attempt_at: string | null;
  next_attempt_at: string | null;
  give_up_at: string;
  kind: 'live' | 'replay';
  replay_id: number | null;
  replayed_by: number | null;
  /** That its attempts carried. */
  faults: string[];
}

export interface ShownAttempt {
  no: number;
  started_at: string;
  duration_ms: number;
  status: number | null;
  reason: string;
  response_excerpt: string | null;
  faults: string[];
}

export type EventInFull = ShownEvent & { deliveries: ShownDelivery[] };
export type DeliveryInFull = ShownDelivery & { seqs: number[]; attempt_list: ShownAttempt[] };

export interface ShownSample {
  id: string;
  field: string;
  variant: string;
}

export interface Accepted extends ShownWarned {
  accepted: number;
  duplicates: number;
  first_seq: number;
  last_seq: number;
}

export interface ShownEndpoint {
  id: number;
  queue_id: number;
  app_id: string;
  app_name: string;
  level: 'app' | 'waba' | 'number';
  waba_id: string | null;
  phone_number_id: string | null;
  callback_url: string;
  state: 'open' | 'draining';
  rate_per_second: number | null;
  window_max: number | null;
  active: boolean;
  deactivated_at: string | null;
  breaker: 'closed' | 'open' | 'probing';
  failing_since: string | null;
  last_failure: string | null;
  last_success_at: string | null;
}

export interface Backlog {
  data: { queue_id: number; app_id: string | null; pending: number; retrying: number }[];
}

/** How an app is called in front of people. */
export function appLabel({ app_name, app_id }: Pick<ShownDelivery, 'app_id' | 'app_name'>): string {
  if (app_name) return app_name;
  return app_id === null ? 'an app that is gone' : `app ${app_id}`;
}
