// /{waba-id}/subscribed_apps: which apps get a WABA's notifications, and where. The app is always the one that the
// token was issued to. A POST without parameters also removes the app's override of the WABA, as with Meta.
import type { Clock } from '../../base/clock.ts';
import type { App } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import type { EnterAccount } from '../account-access.ts';
import { type Edge, type GraphCall, success } from '../call.ts';
import { type NodeType, readFields, show } from '../fields.ts';
import { type OverrideDeps, removeOverride, setOverride } from '../override.ts';
import { readWabaOverride } from '../override-parameters.ts';
import { pageOf } from '../paging.ts';

export interface SubscribedAppsDeps extends OverrideDeps {
  store: Store;
  clock: Pick<Clock, 'now'>;
  enter: EnterAccount;
  publicUrl: () => string;
}

interface SubscribedApp {
  app: App;
  overrideUrl: string | undefined;
}

export function createSubscribedAppsEdge(deps: SubscribedAppsDeps): Edge {
  const { store, clock, enter, recordChange } = deps;
  const { subscriptions } = store;

  /**
   * All apps of the WABA, not only the caller's: their owners share it, and each can see who else listens. Where
   * they listen is their own business, because a callback URL may hold a secret.
   */
  async function list(call: GraphCall): Promise<object> {
    const { app: caller, waba } = await enter(call, await store.wabas.find(call.id), 'read');
    const names = readFields(call.parameters, subscribedAppType);
    const [subscribed, overrides] = await Promise.all([
      subscriptions.listByWaba(waba.id),
      subscriptions.overrides(waba.id),
    ]);
    const apps = await Promise.all(subscribed.map(({ appId }) => store.apps.get(appId)));
    const own = overrides.find(({ level, appId }) => level === 'waba' && appId === caller.id);
    return pageOf(
      apps
        .filter((app) => app !== null)
        .map((app) => ({ app, overrideUrl: app.id === caller.id ? own?.url : undefined })),
      {
        call,
        idOf: ({ app }) => app.graphId,
        show: (each) => showSubscribedApp(each, names),
        publicUrl: deps.publicUrl(),
      },
    );
  }

  async function subscribe(call: GraphCall): Promise<object> {
    const visit = await enter(call, await store.wabas.find(call.id), 'write');
    const { app, waba, actor } = visit;
    // `subscribed_fields` belongs to Pages; some libraries send it here too, and Meta takes no notice.
    const change = readWabaOverride(call.parameters);
    if (change.kind === 'set') {
      await setOverride(deps, { visit, number: null }, change);
      return success;
    }
    const { created } = await subscriptions.addWaba({ appId: app.id, wabaId: waba.id, at: clock.now() });
    if (created) await recordChange({ actor, action: 'waba.subscribed', subject: waba.graphId });
    await removeOverride(deps, { visit, number: null });
    return success;
  }

  async function unsubscribe(call: GraphCall): Promise<object> {
    const visit = await enter(call, await store.wabas.find(call.id), 'write');
    const { app, waba, actor } = visit;
    // First, so that it is noted; the subscription would take it along.
    await removeOverride(deps, { visit, number: null });
    const { removed } = await subscriptions.removeWaba({ appId: app.id, wabaId: waba.id });
    if (removed) await recordChange({ actor, action: 'waba.unsubscribed', subject: waba.graphId });
    return success;
  }

  return new Map([
    ['GET', list],
    ['POST', subscribe],
    ['DELETE', unsubscribe],
  ]);
}

/** Where Meta sends people who follow the link of an app that has named none. */
export function linkOf(app: App): string {
  return app.link ?? `https://www.facebook.com/games/?app_id=${app.graphId}`;
}

const subscribedAppType: NodeType<SubscribedApp> = {
  name: 'WhatsAppApplication',
  // `whatsapp_business_api_data` is how GET answers, the others are its members as Meta's description names them.
  fields: new Map<string, (source: SubscribedApp) => unknown>([
    ['whatsapp_business_api_data', () => undefined],
    ['id', ({ app }) => app.graphId],
    ['link', ({ app }) => linkOf(app)],
    ['name', ({ app }) => app.name],
    ['override_callback_uri', ({ overrideUrl }) => overrideUrl],
  ]),
  defaults: ['id', 'link', 'name', 'override_callback_uri'],
};

/** Name, link and id stand in an object of their own. */
function showSubscribedApp(source: SubscribedApp, names: readonly string[]): object {
  const whole = ['id', 'link', 'name'];
  const asked = names.includes('whatsapp_business_api_data')
    ? whole
    : whole.filter((name) => names.includes(name));
  const withOverride = names.filter((name) => name === 'override_callback_uri');
  return {
    whatsapp_business_api_data: show(subscribedAppType, source, asked),
    ...show(subscribedAppType, source, withOverride),
  };
}
