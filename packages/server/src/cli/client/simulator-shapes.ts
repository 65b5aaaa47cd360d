// What the admin API answers of the simulator's runs. The server's side is admin/show-run.ts and
// admin/show-scenario.ts.
import type { ShownWarned } from './warning-text.ts';

export interface ShownRun {
  id: string;
  state: 'running' | 'done' | 'stopped' | 'failed';
  started_at: string;
  ended_at: string | null;
  problem: string | null;
}

/** Warned of is what the first copy with a warning was warned of. */
export interface ShownBurst extends ShownRun, ShownWarned {
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

export interface ShownScenario {
  name: string;
  source: 'shipped' | 'own';
  description: string;
  variables: string[];
  steps: number;
  duration_ms: number;
  problems: string[];
}

export type ScenarioInFull = ShownScenario & { text: string };

export interface ShownHappening extends ShownWarned {
  step: number;
  name: string | null;
  sample: string;
  n: number;
  at_ms: number;
  state: 'waiting' | 'sent' | 'skipped';
  sent_at: string | null;
  first_seq: number | null;
  last_seq: number | null;
}

export interface ShownScenarioRun extends ShownRun {
  name: string;
  description: string;
  waba_id: string;
  seed: string;
  variables: Record<string, string>;
  speed: number;
  position_ms: number;
  duration_ms: number;
  sent: number;
  happenings: number;
  /** Not in lists. */
  steps?: ShownHappening[];
}

export interface ShownPreview {
  name: string;
  seed: string;
  variables: Record<string, string>;
  duration_ms: number;
  steps: ShownHappening[];
}
