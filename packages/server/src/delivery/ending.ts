// What the end of an attempt says about the endpoint: its health for the breaker, its load for the window.
import type { Settlement } from '../store/life-of-event.ts';
import { isAttemptFault } from './faults/fault-plan.ts';
import type { Ending } from './gate/gate.ts';

/** Failures that are ours say nothing about the endpoint. */
const ownFaults: ReadonlySet<string> = new Set([
  'stopped',
  'sockets_exhausted',
  'header_refused',
  'egress_failed',
]);

/** Of what one attempt led to; settlements without an attempt are cancellations beside it. */
export function endingOf(settlements: readonly Settlement[]): Ending {
  const tried = settlements.find((settlement) => settlement.attempt !== null);
  if (!tried?.attempt || ownFaults.has(tried.reason)) return null;
  const { status, durationMs, faults } = tried.attempt;
  // Sent badly on purpose: what came of it is our doing.
  if (faults?.some(isAttemptFault)) return null;
  const isSuccess = tried.state === 'delivered';
  return { isSuccess, reason: tried.reason, durationMs, sign: isSuccess ? 'ok' : signOf(status) };
}

/** No answer, "too many requests" and every 5xx: asking more at a time will not help. */
function signOf(status: number | null): 'overloaded' | 'other' {
  return status === null || status === 429 || status >= 500 ? 'overloaded' : 'other';
}
