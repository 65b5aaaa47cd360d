// Which faults a notification carries: pure, decided by seed, event and attempt.
import type { AppFaults } from '../../store/faults.ts';
import { type FaultKind, type FaultName, faultNames, faultOf, isFaultName } from './catalogue.ts';
import { chance } from './chance.ts';

/** A notification, as the dice know it. */
export interface Subject {
  /** First seq. */
  seq: number;
  /** Number of the attempt: 1 for the first. */
  attempt: number;
}

export function isInForce({ expiresAt }: AppFaults, now: number): boolean {
  return expiresAt === null || now < expiresAt;
}

/** A parameter of a fault that is switched on; one that an older version did not keep has its default. */
export function parameterOf(set: AppFaults, name: FaultName, parameter: string): number {
  return set.faults[name]?.[parameter] ?? faultOf(name).parameters[parameter]?.default ?? 0;
}

/** Those of a kind that are switched on and fall on this notification, in the order of the catalogue. */
export function drawn(set: AppFaults, kind: FaultKind, subject: Subject): FaultName[] {
  return faultNames.filter((name) => {
    if (faultOf(name).kind !== kind || !Object.hasOwn(set.faults, name)) return false;
    const of = { seed: set.seed, fault: name, seq: subject.seq, attempt: subject.attempt };
    return chance(of) < parameterOf(set, name, 'probability');
  });
}

/** Faults that leave nothing for the other to do. */
const excludes: Partial<Record<FaultName, readonly FaultName[]>> = {
  drop: ['bad_signature', 'old_secret', 'content_type', 'slow_body', 'reset'],
  bad_signature: ['old_secret'],
  reset: ['slow_body'],
};

/** What one attempt at the true notification carries. */
export function attemptFaults(set: AppFaults, subject: Subject): FaultName[] {
  const all = drawn(set, 'attempt', subject).filter(
    (name) => subject.attempt <= parameterOf(set, name, 'attempts'),
  );
  const excluded = new Set(all.flatMap((name) => excludes[name] ?? []));
  return all.filter((name) => !excluded.has(name));
}

/** Those that make an attempt say nothing about the endpoint. */
export function isAttemptFault(name: string): boolean {
  return isFaultName(name) && faultOf(name).kind === 'attempt';
}

/** Those whose notification is not the true one. */
export function isSentBeside(name: string): boolean {
  return isFaultName(name) && faultOf(name).kind === 'beside';
}
