// One wide log line per attempt. Nothing that a person wrote and no address beyond the host goes into it.

import type { Log } from '../observe/log.ts';
import type { AttemptReport } from './attempt.ts';

export function logAttempt(log: Log, report: AttemptReport): void {
  switch (report.kind) {
    case 'attempt': {
      const isGood = report.verdict.state === 'delivered';
      // Thousands a second, and usually wanted by nobody.
      if (isGood && !log.isLevelEnabled('debug')) return;
      const { queueId, app, url, seqs, fields, no, headers, body, outcome, verdict, faults } = report;
      const line = {
        queue: queueId,
        replay: headers['x-wahook-replay'],
        app: app.graphId,
        host: new URL(url).host,
        first_seq: seqs[0],
        events: seqs.length,
        fields,
        attempt: no,
        bytes: body.length,
        status: outcome.kind === 'response' ? outcome.status : undefined,
        duration_ms: Math.round(outcome.durationMs),
        state: verdict.state,
        reason: verdict.reason,
        next_at: verdict.nextAt ?? undefined,
        faults,
      };
      if (isGood) log.debug(line, 'attempt');
      else log.warn(line, 'attempt');
      return;
    }
    case 'repeat': {
      const { queueId, app, seqs, outcome } = report.attempt;
      log.info(
        {
          queue: queueId,
          app: app.graphId,
          first_seq: seqs[0],
          events: seqs.length,
          caused_by: report.causedBy,
          status: outcome.kind === 'response' ? outcome.status : undefined,
          reason: report.attempt.verdict.reason,
        },
        'repeat, because the retry of another app goes to all',
      );
      return;
    }
    case 'extra': {
      const { queueId, app, seqs, fields, body, outcome, verdict } = report.attempt;
      const status = outcome.kind === 'response' ? outcome.status : undefined;
      const line = {
        queue: queueId,
        app: app.graphId,
        first_seq: seqs[0],
        fields,
        bytes: body.length,
        status,
      };
      log.info({ fault: report.fault, ...line, reason: verdict.reason }, 'sent besides, because of a fault');
      return;
    }
    case 'cancelled':
      log.info(
        {
          queue: report.queueId,
          first_seq: report.seqs[0],
          events: report.seqs.length,
          reason: report.reason,
        },
        'cancelled',
      );
      return;
    case 'given_up':
      log.warn(
        {
          queue: report.queueId,
          first_seq: report.seqs[0],
          events: report.seqs.length,
          reason: report.reason,
        },
        'given up',
      );
      return;
    case 'breaker':
      logBreaker(log, report);
      return;
    case 'pause':
      logPause(log, report);
      return;
    case 'rescued':
      log.error({ events: report.events }, 'owed events were in nobody’s hands; they are handed out again');
      return;
    case 'bug':
      log.error({ err: report.error }, 'delivery failed inside wahook; the events stay owed');
      return;
  }
}

/** One line when it opens and one when it closes; probes have theirs as attempts. */
function logBreaker(log: Log, report: Extract<AttemptReport, { kind: 'breaker' }>): void {
  const { queueId, change, app, health } = report;
  const line = { queue: queueId, app: app ?? undefined };
  if (change === 'closed') {
    log.info(line, 'endpoint answers again');
    return;
  }
  const { failures, failingSince, lastFailure, nextProbeAt } = health;
  log.warn(
    { ...line, failures, failing_since: failingSince, reason: lastFailure, next_probe_at: nextProbeAt },
    'endpoint keeps failing: only probes from here on',
  );
}

function logPause(log: Log, report: Extract<AttemptReport, { kind: 'pause' }>): void {
  const { queueId, change, app, health } = report;
  const line = { queue: queueId, app: app ?? undefined };
  if (change === 'resumed') {
    log.info(line, 'endpoint is active again');
    return;
  }
  const { failures, failingSince, lastFailure } = health;
  log.warn(
    { ...line, failures, failing_since: failingSince, reason: lastFailure },
    'endpoint is deactivated: it gets nothing more until it is made active again',
  );
}
