// /{waba-id}/subscribed_apps: which apps get a WABA's notifications. The app is always the one that the token
// was issued to. A WABA that the app may not edit and one that does not exist get the same answer.
import { hasScope, managementScope, mayEdit } from '../../access/access.ts';
import type { Clock } from '../../base/clock.ts';
import type { App, Waba } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import type { Edge, GraphCall } from '../call.ts';
import { graphError } from '../graph-error.ts';

export function createSubscribedAppsEdge({ store, clock }: { store: Store; clock: Clock }): Edge {
  async function authorise({ caller, id, verb }: GraphCall): Promise<{ app: App; waba: Waba }> {
    const isPermitted = caller.kind === 'user' && hasScope(caller.token, managementScope);
    if (!isPermitted) throw graphError('permissionMissing', {});
    const waba = await store.wabas.find(id);
    if (!waba || !mayEdit(caller.app, waba)) throw graphError('unknownObject', { verb, id });
    return { app: caller.app, waba };
  }

  /** All apps of the WABA, not only the caller's: their owners share it, and each can see who else listens. */
  async function list(call: GraphCall): Promise<object> {
    const { waba } = await authorise(call);
    const subscribed = await store.subscriptions.listByWaba(waba.id);
    const apps = await Promise.all(subscribed.map(({ appId }) => store.apps.get(appId)));
    return { data: apps.filter((app) => app !== null).map(show) };
  }

  async function subscribe(call: GraphCall): Promise<object> {
    const { app, waba } = await authorise(call);
    // Ignored, it would leave notifications going where the caller has just said they should not go.
    for (const name of ['override_callback_uri', 'verify_token']) {
      if (call.parameters.values(name).length > 0) throw graphError('notImplemented', { what: name });
    }
    // `subscribed_fields` belongs to Pages; some libraries send it here too, and Meta takes no notice.
    await store.subscriptions.addWaba({ appId: app.id, wabaId: waba.id, at: clock.now() });
    return { success: true };
  }

  async function unsubscribe(call: GraphCall): Promise<object> {
    const { app, waba } = await authorise(call);
    await store.subscriptions.removeWaba({ appId: app.id, wabaId: waba.id });
    return { success: true };
  }

  return new Map([
    ['GET', list],
    ['POST', subscribe],
    ['DELETE', unsubscribe],
  ]);
}

function show({ graphId, name }: App): object {
  return {
    whatsapp_business_api_data: {
      id: graphId,
      link: `https://www.facebook.com/games/?app_id=${graphId}`,
      name,
    },
  };
}
