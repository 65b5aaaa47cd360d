// /{app-id}/subscriptions: where an app's notifications go and which fields it wants. A POST amends, as with
// Meta: what it does not name stays. A new callback URL or verify token counts only after the handshake; when
// that fails, the old configuration stays untouched. The verify token is never answered.
import type { Clock } from '../../base/clock.ts';
import { createTurns } from '../../base/turns.ts';
import type { App, AppSubscription, SubscribedField } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import { hostOf, type RecordChange } from '../audit.ts';
import { type Edge, type GraphCall, success } from '../call.ts';
import { type VerifyCallback, verdictError } from '../callback-verdict.ts';
import { type NodeType, readFields, show } from '../fields.ts';
import { graphError } from '../graph-error.ts';
import {
  readChange,
  readRemoval,
  type SubscriptionChange,
  webhookObject,
} from '../subscription-parameters.ts';

export interface SubscriptionsDeps {
  store: Store;
  clock: Clock;
  verifyCallback: VerifyCallback;
  extraFields: readonly string[];
  recordChange: RecordChange;
}

/** The two halves that a handshake proves together. */
interface Callback {
  callbackUrl: string;
  verifyToken: string;
}

export function createSubscriptionsEdge({
  store,
  clock,
  verifyCallback,
  extraFields,
  recordChange,
}: SubscriptionsDeps): Edge {
  const { subscriptions } = store;
  // Amending reads, then writes: two calls for one app at the same time would lose each other's fields.
  const turns = createTurns<number>();

  async function list(call: GraphCall): Promise<object> {
    const app = requireApp(call);
    const names = readFields(call.parameters, subscriptionType);
    const subscription = await subscriptions.app(app.id);
    return { data: subscription ? [show(subscriptionType, subscription, names)] : [] };
  }

  async function amend(call: GraphCall): Promise<object> {
    const app = requireApp(call);
    const change = readChange(call.parameters, extraFields);
    const verified = await verify(app, change);
    await turns.take(app.id, () => save(app, { change, verified, version: call.version }));
    return success;
  }

  /** null when the change touches neither URL nor verify token. May take the whole deadline of a handshake. */
  async function verify(app: App, change: SubscriptionChange): Promise<Callback | null> {
    const callback = await turns.take(app.id, () => complete(app, change));
    if (!callback) return null;
    const { callbackUrl, verifyToken } = callback;
    const verdict = await verifyCallback({ appId: app.id, url: callbackUrl, verifyToken });
    if (!verdict.ok) throw verdictError(verdict);
    return callback;
  }

  /** What a handshake needs: the half that the change names, and the other as it is stored. */
  async function complete(app: App, change: SubscriptionChange): Promise<Callback | null> {
    const current = await subscriptions.app(app.id);
    const callbackUrl = change.callbackUrl ?? current?.callbackUrl;
    if (callbackUrl === undefined) throw graphError('parameterMissing', { name: 'callback_url' });
    if (change.callbackUrl === undefined && change.verifyToken === undefined) return null;
    const verifyToken = change.verifyToken ?? (current && (await subscriptions.verifyToken(app.id)));
    if (verifyToken === null) throw graphError('parameterMissing', { name: 'verify_token' });
    return { callbackUrl, verifyToken };
  }

  async function save(
    app: App,
    { change, verified, version }: { change: SubscriptionChange; verified: Callback | null; version: string },
  ): Promise<void> {
    const current = await subscriptions.app(app.id);
    const added = (change.fields ?? []).map((name) => ({ name, version }));
    if (verified) {
      await subscriptions.saveApp({
        ...verified,
        appId: app.id,
        includeValues: change.includeValues ?? current?.includeValues ?? true,
        active: true,
        verifiedAt: clock.now(),
        fields: union(current?.fields ?? [], added),
      });
      const hosts = { old_host: hostOf(current?.callbackUrl), new_host: hostOf(verified.callbackUrl) };
      await record(app, 'subscription.callback_set', hosts);
      return;
    }
    // Another call has removed the subscription since this one looked.
    if (!current) throw graphError('parameterMissing', { name: 'callback_url' });
    await replace(current, {
      includeValues: change.includeValues ?? current.includeValues,
      fields: union(current.fields, added),
    });
    await record(app, 'subscription.amended');
  }

  function record(app: App, action: string, details: Record<string, string | null> = {}): Promise<void> {
    return recordChange({ actor: `app:${app.graphId}`, action, subject: app.graphId, details });
  }

  async function remove(call: GraphCall): Promise<object> {
    const app = requireApp(call);
    await turns.take(app.id, async () => {
      const current = await subscriptions.app(app.id);
      const subscribed = current?.fields.map((field) => field.name) ?? [];
      // A field that the catalogue has dropped since must still be removable.
      const removal = readRemoval(call.parameters, [...extraFields, ...subscribed]);
      if (!current) return;
      if (removal === 'all') {
        await subscriptions.removeApp(app.id);
        await record(app, 'subscription.removed', { old_host: hostOf(current.callbackUrl), new_host: null });
        return;
      }
      await replace(current, { fields: current.fields.filter((field) => !removal.includes(field.name)) });
      await record(app, 'subscription.amended');
    });
    return success;
  }

  async function replace(current: AppSubscription, part: Partial<AppSubscription>): Promise<void> {
    const verifyToken = await subscriptions.verifyToken(current.appId);
    await subscriptions.saveApp({ ...current, ...part, verifyToken });
  }

  return new Map([
    ['GET', list],
    ['POST', amend],
    ['DELETE', remove],
  ]);
}

/** The app of the token, if it is an app token and the path names that app. */
function requireApp({ caller, id, verb }: GraphCall): App {
  if (caller.kind !== 'app') throw graphError('appTokenNeeded', {});
  // Not looked up: another tenant's app and one that does not exist get the same answer in the same time.
  if (caller.app.graphId !== id) throw graphError('unknownObject', { verb, id });
  return caller.app;
}

/** Fields already there keep their version: a POST adds, it does not overwrite. */
function union(
  current: readonly SubscribedField[],
  added: readonly SubscribedField[],
): readonly SubscribedField[] {
  const names = new Set(current.map((field) => field.name));
  return [...current, ...added.filter((field) => !names.has(field.name))];
}

const subscriptionType: NodeType<AppSubscription> = {
  name: 'ApplicationSubscription',
  fields: new Map<string, (source: AppSubscription) => unknown>([
    ['object', () => webhookObject],
    ['callback_url', ({ callbackUrl }) => callbackUrl],
    ['active', ({ active, deactivatedAt }) => active && deactivatedAt === null],
    // Shown only where it differs from what everybody has: Meta's sample has no such member.
    ['include_values', ({ includeValues }) => (includeValues ? undefined : false)],
    ['fields', ({ fields }) => fields.map(({ name, version }) => ({ name, version }))],
  ]),
  defaults: ['object', 'callback_url', 'active', 'include_values', 'fields'],
};
