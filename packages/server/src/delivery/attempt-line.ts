// One wide log line per attempt. Nothing that a person wrote and no address beyond the host goes into it.

import type { Log } from '../observe/log.ts';
import type { AttemptReport } from './attempt.ts';

export function logAttempt(log: Log, report: AttemptReport): void {
  switch (report.kind) {
    case 'attempt': {
      const { queueId, app, url, seqs, fields, no, body, outcome, verdict } = report;
      const line = {
        queue: queueId,
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
      };
      if (verdict.state === 'delivered') log.debug(line, 'attempt');
      else log.warn(line, 'attempt');
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
    case 'bug':
      log.error({ err: report.error }, 'delivery failed inside wahook; the events stay owed');
      return;
  }
}
