// Counts what delivery reports, in the thread where it happens.
import { Counter, Histogram, type Registry } from 'prom-client';
import { secondsBuckets } from '../observe/metric-page.ts';
import type { AttemptMade, AttemptReport } from './attempt.ts';
import { isSentBeside } from './faults/fault-plan.ts';

/** Statuses with a series of their own; endpoints choose theirs, so the rest is counted by its hundred. */
const countedStatuses: ReadonlySet<string> = new Set(
  [200, 301, 302, 400, 401, 403, 404, 405, 408, 410, 413, 415, 422, 429, 500, 502, 503, 504].map(
    (status) => `http_${status}`,
  ),
);

export function createDeliveryMeter(registry: Registry): (report: AttemptReport) => void {
  const outcomes = counter(
    'wahook_delivery_outcomes_total',
    'Deliveries by what became of them, with the reason; each attempt counts.',
    ['state', 'reason'],
  );
  const events = counter('wahook_events_delivered_total', 'Events delivered, one for each app that got it.');
  const breakers = counter('wahook_breaker_changes_total', 'Breakers of endpoints that opened or closed.', [
    'change',
  ]);
  const pauses = counter(
    'wahook_endpoint_changes_total',
    'Endpoints that were deactivated or activated again.',
    ['change'],
  );
  const rescued = counter(
    'wahook_rescued_events_total',
    'Owed events that the sweeper found to be in nobody’s hands. More than 0 is a bug.',
  );
  const repeats = counter(
    'wahook_repeats_total',
    'Notifications sent again because the retry of another app goes to all.',
  );
  const faults = counter(
    'wahook_faults_total',
    'Faults that attempts carried, and notifications that faults sent besides, with how the attempt ended.',
    ['fault', 'result'],
  );
  const bugs = counter(
    'wahook_delivery_bugs_total',
    'Failures of wahook itself while delivering; the events stay owed.',
  );
  const durations = new Histogram({
    name: 'wahook_attempt_duration_seconds',
    help: 'Time of an attempt from look-up to the end of the answer.',
    labelNames: ['result'],
    buckets: secondsBuckets,
    registers: [registry],
  });

  function counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name, help, labelNames, registers: [registry] });
  }

  // Looked up once: finding a series by its labels costs more than counting.
  const delivering = durations.labels('delivered');
  const failing = durations.labels('failed');
  const known = new Map<string, Counter.Internal>();

  function outcome(state: string, reason: string): Counter.Internal {
    const key = `${state} ${reason}`;
    const series = known.get(key) ?? outcomes.labels(state, reason);
    known.set(key, series);
    return series;
  }

  return (report) => {
    switch (report.kind) {
      case 'attempt': {
        const { state, reason } = report.verdict;
        outcome(state, reasonLabel(reason)).inc();
        const isDelivered = state === 'delivered';
        (isDelivered ? delivering : failing).observe(report.outcome.durationMs / 1e3);
        if (isDelivered) events.inc(report.seqs.length);
        // What is sent besides is counted when it is sent.
        for (const fault of report.faults ?? [])
          if (!isSentBeside(fault)) faults.inc({ fault, result: resultOf(report) });
        return;
      }
      case 'repeat':
        repeats.inc();
        return;
      case 'extra':
        faults.inc({ fault: report.fault, result: resultOf(report.attempt) });
        return;
      case 'cancelled':
        outcomes.inc({ state: 'cancelled', reason: report.reason });
        return;
      case 'given_up':
        outcomes.inc({ state: 'dead', reason: report.reason });
        return;
      case 'breaker':
        breakers.inc({ change: report.change });
        return;
      case 'pause':
        pauses.inc({ change: report.change === 'paused' ? 'deactivated' : 'activated' });
        return;
      case 'rescued':
        rescued.inc(report.events);
        return;
      case 'bug':
        bugs.inc();
        return;
    }
  };
}

function resultOf({ verdict }: AttemptMade): 'delivered' | 'failed' {
  return verdict.state === 'delivered' ? 'delivered' : 'failed';
}

function reasonLabel(reason: string): string {
  if (!reason.startsWith('http_') || countedStatuses.has(reason)) return reason;
  return `http_${reason[5]}xx`;
}
