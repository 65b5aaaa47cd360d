// One attempt that carries faults: what it is signed with, how it goes out, and what its outcome means. A fault may
// make an attempt fail; it never makes one count as delivered whose bytes the app did not get.
import { createHash, createHmac } from 'node:crypto';
import type { AppFaults } from '../../store/faults.ts';
import type { Verdict } from '../outcome.ts';
import type { Outcome, Outgoing, PostRequest } from '../outgoing/client.ts';
import type { Disturbance } from '../outgoing/disturbance.ts';
import { failure } from '../outgoing/failure.ts';
import type { FaultName } from './catalogue.ts';
import { isAttemptFault, parameterOf, type Subject } from './fault-plan.ts';

export interface FaultyAttempt {
  /** What it carries. */
  readonly names: readonly FaultName[];
  keyOf(secret: string): string;
  /** In place of what the headers say otherwise. */
  readonly headers: Readonly<Record<string, string>>;
  post(outgoing: Outgoing, request: PostRequest): Promise<Outcome>;
  /** An app that takes what it should refuse is told apart. An attempt that was made bad is never the last one. */
  judged(verdict: Verdict, now: number): Verdict;
}

/** What an attempt is marked with, where the app is to see it. */
export const faultHeader = 'x-wahook-fault';

export function faultyAttempt(
  set: AppFaults,
  names: readonly FaultName[],
  { seq }: Pick<Subject, 'seq'>,
): FaultyAttempt {
  const carries = new Set(names);
  const disturbance = disturbanceOf(set, carries);
  return {
    names,
    keyOf(secret) {
      if (carries.has('bad_signature')) return strangersKey(set, seq);
      return carries.has('old_secret') ? oldSecret(secret) : secret;
    },
    headers: {
      ...(carries.has('content_type') && { 'content-type': 'text/plain' }),
      ...(set.isMarked && names.length > 0 && { [faultHeader]: names.join(' ') }),
    },
    async post(outgoing, request) {
      if (carries.has('drop')) return { kind: 'failed', ...failure('fault_drop'), durationMs: 0 };
      return outgoing.post(disturbance ? { ...request, disturbance } : request);
    },
    judged(verdict, now) {
      // It may have begun before the time to give up and ended after it: what follows at once is fair.
      if (verdict.state === 'dead' && names.some(isAttemptFault))
        return { ...verdict, state: 'retrying', nextAt: now };
      if (verdict.state !== 'delivered') return verdict;
      if (carries.has('bad_signature')) return { ...verdict, reason: 'bad_signature_accepted' };
      return carries.has('old_secret') ? { ...verdict, reason: 'old_secret_accepted' } : verdict;
    },
  };
}

function disturbanceOf(set: AppFaults, carries: ReadonlySet<FaultName>): Disturbance | null {
  if (carries.has('reset')) return { kind: 'reset' };
  if (!carries.has('slow_body')) return null;
  return { kind: 'slow', bytesPerSecond: parameterOf(set, 'slow_body', 'bytes_per_second') };
}

/** Follows from the seed, so it is no secret: only a receiver that checks nothing takes it for one. */
function strangersKey({ seed }: AppFaults, seq: number): string {
  return createHash('sha256').update(`stranger ${seed} ${seq}`).digest('hex').slice(0, 32);
}

/** The secret an app is taken to have had before: made of the one it has, so nobody else can know it. */
export function oldSecret(secret: string): string {
  return createHmac('sha256', secret).update('old secret').digest('hex').slice(0, 32);
}
