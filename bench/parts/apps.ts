// Further apps on the demo WABA, each with a callback of its own, made over HTTP as an operator and an integrator
// would: /api/v1 for the actors, the Graph API for the subscriptions. And the switches of the demo app.
import { request } from 'undici';
import type { Wahook } from './wahook.ts';

/** Businesses of the demo data that own the WABA. */
const businessId = '100000000000001';
const systemUserId = '500000000000001';
const permissions = ['whatsapp_business_management', 'whatsapp_business_messaging'];

export async function addApp(
  wahook: Wahook,
  { no, callbackUrl }: { no: number; callbackUrl: string },
): Promise<void> {
  const app = await admin(wahook, '/apps', { name: `Bench ${no}`, business_id: businessId, mode: 'live' });
  for (const permission of permissions) {
    for (const step of [{ step: 'request' }, { step: 'submit' }, { step: 'approve', access: 'standard' }]) {
      await admin(wahook, `/apps/${app.id}/permissions/${permission}`, step);
    }
  }
  const token = await admin(wahook, '/tokens', {
    app_id: app.id,
    user_id: systemUserId,
    kind: 'system_user',
    scopes: permissions,
  });
  await post(`${wahook.url}/${app.id}/subscriptions`, `${app.id}|${app.secret}`, {
    object: 'whatsapp_business_account',
    callback_url: callbackUrl,
    verify_token: 'bench',
    fields: 'messages',
  });
  await post(`${wahook.url}/${wahook.wabaId}/subscribed_apps`, String(token.token), {});
}

/** Apps on the paths /2, /3 … of the sink, beside the demo app, which has another one. */
export async function addApps(wahook: Wahook, sinkUrl: string, fanOut: number): Promise<void> {
  for (let no = 2; no <= fanOut; no++) await addApp(wahook, { no, callbackUrl: `${sinkUrl}${no}` });
}

/** The demo app's callback must have been verified before. */
export async function showClientCertificate(wahook: Wahook): Promise<void> {
  await admin(wahook, `/apps/${wahook.appId}/subscription`, { client_certificate: true });
}

/** A backlog of the demo app is joined into notifications of up to 1000 changes. */
export async function switchCoalescingOn(wahook: Wahook): Promise<void> {
  await admin(wahook, `/apps/${wahook.appId}`, { coalesce: true });
}

function admin(wahook: Wahook, path: string, body: object): Promise<Record<string, unknown>> {
  return post(`${wahook.url}/api/v1${path}`, wahook.adminKey, body);
}

async function post(url: string, bearer: string, body: object): Promise<Record<string, unknown>> {
  const answer = await request(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${url} answered ${answer.statusCode}: ${text}`);
  return JSON.parse(text);
}
