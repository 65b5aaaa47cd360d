// App Review, both sides: an app's permission is requested and submitted, then approved, rejected or revoked by
// the operator. Each step is recorded, and takes effect on calls and deliveries before the answer goes out.
import type { FastifyInstance } from 'fastify';
import { type ReviewStep, takeStep } from '../../access/review.ts';
import type { App, AppReview } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import { accessLevels, type Permission, permissions, type ReviewState } from '../../store/vocabulary.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { findApp } from '../lookup.ts';
import { oneOf, optional, readBody, text } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { isoTime } from '../show.ts';

const steps = ['request', 'submit', 'approve', 'reject', 'revoke'] as const;

export function mountAppPermissions(api: FastifyInstance, deps: AdminDeps): void {
  const { store, clock } = deps;

  api.get<{ Params: { id: string } }>('/apps/:id/permissions', needs('read'), async ({ params }) => {
    const reviews = await store.apps.reviews((await findApp(store, params.id)).id);
    const reviewOf = (permission: Permission) => reviews.find((each) => each.permission === permission);
    return { data: permissions.map((permission) => showReview(permission, reviewOf(permission))) };
  });

  api.post<{ Params: { id: string; permission: string } }>(
    '/apps/:id/permissions/:permission',
    needs('admin'),
    async (request) => {
      const app = await findApp(store, request.params.id);
      const permission = findPermission(request.params.permission);
      const step = readStep(bodyOf(request));
      const before = await stateOf(store, app, permission);
      const taken = takeStep(before, step);
      if (!taken.ok) throw problem('review_step_refused', `App ${app.graphId}: ${taken.message}.`);
      const review: AppReview = { appId: app.id, permission, review: taken.next, at: clock.now() };
      await store.apps.saveReview(review);
      await noteChange(deps, request, {
        action: `permission.${taken.next.state}`,
        subject: app.graphId,
        details: { permission, state_before: before?.state ?? null, ...showState(taken.next) },
      });
      return showReview(permission, review);
    },
  );
}

function findPermission(name: string): Permission {
  const permission = permissions.find((each) => each === name);
  if (!permission)
    throw problem('unknown_permission', `The permissions of apps are ${permissions.join(' and ')}.`);
  return permission;
}

async function stateOf(store: Store, app: App, permission: Permission): Promise<ReviewState | null> {
  const reviews = await store.apps.reviews(app.id);
  return reviews.find((each) => each.permission === permission)?.review ?? null;
}

/** A refusal without reason would leave the app's owner guessing, so two steps want one. */
function readStep(body: Uint8Array): ReviewStep {
  const { step, access, reason } = readBody(body, {
    step: oneOf(steps),
    access: optional(oneOf(accessLevels)),
    reason: optional(text(500)),
  });
  if (access !== null && step !== 'approve')
    throw problem('bad_request', '"access" belongs to the step approve alone.');
  switch (step) {
    case 'request':
    case 'submit':
      if (reason !== null) throw problem('bad_request', '"reason" belongs to the steps reject and revoke.');
      return { step };
    case 'approve':
      if (reason !== null) throw problem('bad_request', '"reason" belongs to the steps reject and revoke.');
      if (access === null)
        throw problem('bad_request', `"access" must be one of ${accessLevels.join(', ')}.`);
      return { step, access };
    case 'reject':
    case 'revoke':
      if (reason === null) throw problem('bad_request', `"reason" must say why, when the step is ${step}.`);
      return { step, reason };
  }
}

function showReview(permission: Permission, review: AppReview | undefined): Record<string, unknown> {
  if (!review) return { permission, state: 'not_requested', access: null, reason: null, at: null };
  return { permission, ...showState(review.review), at: isoTime(review.at) };
}

function showState(review: ReviewState): { state: string; access: string | null; reason: string | null } {
  return {
    state: review.state,
    access: review.state === 'approved' ? review.access : null,
    reason: review.state === 'rejected' || review.state === 'revoked' ? review.reason : null,
  };
}
