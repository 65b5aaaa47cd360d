// The runs of the simulator, as the API shows them.
import type { Burst } from '../simulator/burst.ts';
import type { Run } from '../simulator/runs.ts';
import { showWarnings } from './send-published.ts';

export function showRun({ id, state, startedAt, endedAt, problem }: Run): Record<string, unknown> {
  return {
    id,
    state,
    started_at: new Date(startedAt).toISOString(),
    ended_at: endedAt === null ? null : new Date(endedAt).toISOString(),
    problem,
  };
}

export function showBurst(burst: Burst): Record<string, unknown> {
  return {
    ...showRun(burst),
    sample: burst.sample,
    waba_id: burst.wabaId,
    count: burst.count,
    made: burst.made,
    events: burst.events,
    rate_per_second: burst.ratePerSecond,
    customers: burst.customers,
    seed: burst.seed,
    first_seq: burst.firstSeq,
    last_seq: burst.lastSeq,
    ...showWarnings(burst.warned),
  };
}
