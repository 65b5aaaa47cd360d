// App Review as a table: every step from every state.
import { describe, expect, it } from 'vitest';
import type { ReviewState } from '../store/vocabulary.ts';
import { type ReviewStep, takeStep } from './review.ts';

const states: Record<string, ReviewState | null> = {
  'not requested': null,
  requested: { state: 'requested' },
  submitted: { state: 'submitted' },
  approved: { state: 'approved', access: 'standard' },
  rejected: { state: 'rejected', reason: 'no recording' },
  revoked: { state: 'revoked', reason: 'policy' },
};

const steps: Record<ReviewStep['step'], ReviewStep> = {
  request: { step: 'request' },
  submit: { step: 'submit' },
  approve: { step: 'approve', access: 'advanced' },
  reject: { step: 'reject', reason: 'unclear' },
  revoke: { step: 'revoke', reason: 'abuse' },
};

/** From state to step to the state after it; what is not here is refused. */
const allowed: Record<string, Partial<Record<ReviewStep['step'], ReviewState>>> = {
  'not requested': { request: { state: 'requested' } },
  requested: { submit: { state: 'submitted' } },
  submitted: {
    approve: { state: 'approved', access: 'advanced' },
    reject: { state: 'rejected', reason: 'unclear' },
  },
  approved: {
    approve: { state: 'approved', access: 'advanced' },
    revoke: { state: 'revoked', reason: 'abuse' },
  },
  rejected: { request: { state: 'requested' } },
  revoked: { request: { state: 'requested' } },
};

describe.each(Object.entries(states))('a permission that is %s', (name, state) => {
  it.each(Object.values(steps))('takes or refuses $step', (step) => {
    const next = allowed[name]?.[step.step];
    const taken = takeStep(state, step);
    if (next) expect(taken).toEqual({ ok: true, next });
    else {
      expect(taken).toEqual({
        ok: false,
        message: expect.stringContaining(`cannot ${step.step} a permission that is ${name}`),
      });
    }
  });
});
