// Gives an app a callback of its own for a WABA or one of its numbers, or takes it away. The new callback must
// answer the handshake; when it does not, the stored override stays as it was.
import type { PhoneNumber } from '../store/nouns.ts';
import type { Store } from '../store/store.ts';
import type { Visit } from './account-access.ts';
import { hostOf, type RecordChange } from './audit.ts';
import { type VerifyCallback, verdictError } from './callback-verdict.ts';
import { graphError } from './graph-error.ts';
import { overrideUrlLengthMax } from './override-parameters.ts';

export interface OverrideDeps {
  store: Pick<Store, 'subscriptions'>;
  verifyCallback: VerifyCallback;
  recordChange: RecordChange;
}

/** The account, or one number of it. */
export interface OverrideTarget {
  visit: Visit;
  number: PhoneNumber | null;
}

export async function setOverride(
  { store, verifyCallback, recordChange }: OverrideDeps,
  target: OverrideTarget,
  callback: { url: string; verifyToken: string },
): Promise<void> {
  const { app } = target.visit;
  await requireSubscription(store, target);
  const parameter = 'override_callback_uri';
  const verdict = await verifyCallback({
    ...callback,
    appId: app.id,
    parameter,
    lengthMax: overrideUrlLengthMax,
  });
  if (!verdict.ok) throw verdictError(verdict);
  // The handshake may take its whole deadline, and the app may have unsubscribed meanwhile.
  await requireSubscription(store, target);
  const old = await findUrl(store, target);
  await store.subscriptions.saveOverride({ ...placeOf(target), ...callback });
  await recordChange({
    ...changeOf(target),
    action: 'override.set',
    details: { old_host: hostOf(old), new_host: hostOf(callback.url) },
  });
}

export async function removeOverride(
  { store, recordChange }: Pick<OverrideDeps, 'store' | 'recordChange'>,
  target: OverrideTarget,
): Promise<void> {
  const old = await findUrl(store, target);
  const { removed } = await store.subscriptions.removeOverride(placeOf(target));
  if (!removed) return;
  const details = { old_host: hostOf(old), new_host: null };
  await recordChange({ ...changeOf(target), action: 'override.removed', details });
}

async function requireSubscription(store: OverrideDeps['store'], { visit }: OverrideTarget): Promise<void> {
  const subscribed = await store.subscriptions.listByWaba(visit.waba.id);
  if (!subscribed.some(({ appId }) => appId === visit.app.id))
    throw graphError('overrideBeforeSubscribing', {});
}

async function findUrl(
  store: OverrideDeps['store'],
  { visit, number }: OverrideTarget,
): Promise<string | null> {
  const overrides = await store.subscriptions.overrides(visit.waba.id);
  const own = overrides.find(
    ({ appId, phoneNumberId }) => appId === visit.app.id && phoneNumberId === (number?.id ?? null),
  );
  return own?.url ?? null;
}

function placeOf({ visit, number }: OverrideTarget) {
  return { appId: visit.app.id, wabaId: visit.waba.id, phoneNumberId: number?.id ?? null };
}

function changeOf({ visit, number }: OverrideTarget) {
  return { actor: visit.actor, subject: number?.graphId ?? visit.waba.graphId };
}
