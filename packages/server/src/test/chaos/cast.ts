// The apps of a run: one per endpoint, made over HTTP as an operator and an integrator would make them, and all
// subscribed to one WABA, so that every event is owed to each.
import { demo } from '../../demo.ts';
import { permissions } from '../../store/vocabulary.ts';
import { type Api, call, callAdmin } from './api.ts';
import type { Endpoint } from './endpoint.ts';

export async function subscribeAll(api: Api, endpoints: readonly Endpoint[]): Promise<void> {
  for (const endpoint of endpoints) {
    endpoint.app = await addApp(api, endpoint);
  }
}

async function addApp(api: Api, { name, url }: Endpoint): Promise<Endpoint['app']> {
  const app = await callAdmin(api, '/apps', { name, business_id: demo.business.graphId, mode: 'live' });
  for (const permission of permissions) {
    for (const step of [{ step: 'request' }, { step: 'submit' }, { step: 'approve', access: 'standard' }]) {
      await callAdmin(api, `/apps/${app.id}/permissions/${permission}`, step);
    }
  }
  const { token } = await callAdmin(api, '/tokens', {
    app_id: app.id,
    user_id: demo.systemUser.graphId,
    kind: 'system_user',
    scopes: [...permissions],
  });
  await callGraph(
    { url: `${api.url}/${app.id}/subscriptions`, bearer: `${app.id}|${app.secret}` },
    {
      object: 'whatsapp_business_account',
      callback_url: url,
      verify_token: 'chaos',
      fields: 'account_update,account_alerts,template_category_update',
    },
  );
  await callGraph({ url: `${api.url}/${demo.waba.graphId}/subscribed_apps`, bearer: token }, {});
  return { graphId: app.id, secret: app.secret };
}

async function callGraph(target: { url: string; bearer: string }, body: object): Promise<void> {
  const { status, json } = await call(target, body);
  if (status !== 200) throw new Error(`${target.url} answered ${status}: ${JSON.stringify(json)}`);
}
