// What the admin API answers of the simulator's runs. The server's side is admin/show-run.ts.

export interface ShownRun {
  id: number;
  state: 'running' | 'done' | 'stopped' | 'failed';
  started_at: string;
  ended_at: string | null;
  problem: string | null;
}

export interface ShownBurst extends ShownRun {
  sample: string;
  waba_id: string;
  count: number;
  made: number;
  events: number;
  rate_per_second: number | null;
  customers: number;
  seed: string | null;
  first_seq: number | null;
  last_seq: number | null;
}
