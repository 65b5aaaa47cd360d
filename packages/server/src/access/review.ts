// App Review as a small machine: an app requests a permission and submits it, the operator approves, rejects or
// revokes. Pure; the store keeps the states and the audit log keeps the steps.

import type { AccessLevel, ReviewState } from '../store/vocabulary.ts';

export type ReviewStep =
  | { step: 'request' }
  | { step: 'submit' }
  | { step: 'approve'; access: AccessLevel }
  | { step: 'reject'; reason: string }
  | { step: 'revoke'; reason: string };

/** From which states a step may be taken; null stands for "never asked". */
const startsFrom: Record<ReviewStep['step'], readonly (ReviewState['state'] | null)[]> = {
  request: [null, 'rejected', 'revoked'],
  submit: ['requested'],
  // An approved permission may be approved again, with another level of access.
  approve: ['submitted', 'approved'],
  reject: ['submitted'],
  revoke: ['approved'],
};

/** The state after a step, or why the step cannot be taken. */
export function takeStep(
  current: ReviewState | null,
  step: ReviewStep,
): { ok: true; next: ReviewState } | { ok: false; message: string } {
  const from = current?.state ?? null;
  if (!startsFrom[step.step].includes(from)) {
    const needed = startsFrom[step.step].map((state) => state ?? 'not requested').join(' or ');
    return {
      ok: false,
      message: `cannot ${step.step} a permission that is ${from ?? 'not requested'}; it must be ${needed}`,
    };
  }
  switch (step.step) {
    case 'request':
      return { ok: true, next: { state: 'requested' } };
    case 'submit':
      return { ok: true, next: { state: 'submitted' } };
    case 'approve':
      return { ok: true, next: { state: 'approved', access: step.access } };
    case 'reject':
      return { ok: true, next: { state: 'rejected', reason: step.reason } };
    case 'revoke':
      return { ok: true, next: { state: 'revoked', reason: step.reason } };
  }
}
