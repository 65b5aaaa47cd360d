// What an attempt's outcome means for the delivery: pure, so that every rule of "200 and nothing else" and
// "try again until the give-up time" can be read and tested in one place.
import type { DeliveryState } from '../store/life-of-event.ts';
import type { Outcome } from './outgoing/client.ts';
import { nextTryAt, type RetryProfile } from './retry/retry.ts';
import { parseRetryAfter } from './retry/retry-after.ts';

export interface Verdict {
  state: Extract<DeliveryState, 'delivered' | 'retrying' | 'dead'>;
  /** One word, the same in row, log, metric and console: `ok`, `http_503`, `timeout` … */
  reason: string;
  nextAt: number | null;
}

export function judgeOutcome(
  outcome: Outcome,
  context: {
    profile: RetryProfile;
    acceptAny2xx: boolean;
    attempts: number;
    now: number;
    giveUpAt: number;
    random: number;
  },
): Verdict {
  if (outcome.kind === 'response' && isSuccess(outcome.status, context.acceptAny2xx)) {
    return { state: 'delivered', reason: 'ok', nextAt: null };
  }
  const reason = outcome.kind === 'response' ? `http_${outcome.status}` : outcome.reason;
  const retryAfterMs =
    outcome.kind === 'response' && outcome.retryAfter !== null
      ? parseRetryAfter(outcome.retryAfter, context.now, Math.max(0, context.giveUpAt - context.now))
      : null;
  const nextAt = nextTryAt({ ...context, retryAfterMs });
  return nextAt === null ? { state: 'dead', reason, nextAt } : { state: 'retrying', reason, nextAt };
}

/** Meta's pages say "200"; any other 2xx is a failure unless the operator chose otherwise. */
function isSuccess(status: number, acceptAny2xx: boolean): boolean {
  return status === 200 || (acceptAny2xx && status > 200 && status < 300);
}
