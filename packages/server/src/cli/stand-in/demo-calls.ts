// What an integrator does first, done with the demo's app and WABA: two calls of the Graph API over real HTTP,
// the same that the printed curl commands make. Also holds those commands, so that both name the same paths.
import { fieldNames } from '@wahook/receiver/protocol/fields';
import { demo } from '../../demo.ts';
import type { ApiClient, GraphAnswer } from '../client/api-client.ts';
import { defaultUrl } from '../client/server-options.ts';

/** The version in the paths of Meta's documentation; any other would do. */
const version = 'v25.0';

const subscriptionsPath = `/${version}/${demo.app.graphId}/subscriptions`;
const subscribedAppsPath = `/${version}/${demo.waba.graphId}/subscribed_apps`;
const appToken = `${demo.app.graphId}|${demo.app.secret}`;

/** The first half: where the app's notifications go. Makes the server call the URL and check the echo. */
export function subscribeApp(
  client: ApiClient,
  { callbackUrl, extraFields }: { callbackUrl: string; extraFields: readonly string[] },
): Promise<GraphAnswer> {
  return client.graph({
    method: 'POST',
    path: subscriptionsPath,
    token: appToken,
    parameters: {
      object: 'whatsapp_business_account',
      callback_url: callbackUrl,
      verify_token: demo.app.verifyToken,
      fields: [...fieldNames, ...extraFields].join(','),
    },
  });
}

/** The second half, the one that people forget: the WABA's events go to the app. */
export function subscribeWaba(client: ApiClient): Promise<GraphAnswer> {
  return client.graph({ method: 'POST', path: subscribedAppsPath, token: demo.accessToken, parameters: {} });
}

export function subscribeAppCommand(url: string, callbackUrl: string): string {
  return (
    `curl -X POST '${url}${subscriptionsPath}' -H 'Authorization: Bearer ${appToken}' ` +
    `-d object=whatsapp_business_account -d callback_url=${shellQuote(callbackUrl)} ` +
    `-d verify_token=${demo.app.verifyToken} -d fields=messages`
  );
}

/**
 * To paste into another terminal: Meta's documented calls with only the host replaced, and our own. `callbackUrl`: the
 * endpoint that can be examined, if there is one.
 */
export function demoCommands(
  url: string,
  { adminKey, callbackUrl }: { adminKey: string; callbackUrl: string | null },
): { name: string; command: string }[] {
  const authorised = `'${url}${subscribedAppsPath}' -H 'Authorization: Bearer ${demo.accessToken}'`;
  const event = JSON.stringify({
    waba_id: demo.waba.graphId,
    field: 'account_update',
    value: { event: 'ACCOUNT_RESTRICTION' },
  });
  return [
    { name: 'subscribe', command: `curl -X POST ${authorised}` },
    { name: 'list', command: `curl ${authorised}` },
    { name: 'unsubscribe', command: `curl -X DELETE ${authorised}` },
    {
      name: 'publish',
      command: `curl '${url}/api/v1/events' -H 'Authorization: Bearer ${adminKey}' -H 'Content-Type: application/json' -d ${shellQuote(event)}`,
    },
    {
      name: 'trigger',
      command: `npm run -s wahook -- trigger messages.text --set text.body='héllo a@b.c /'${elsewhere(url)}`,
    },
    ...(callbackUrl === null ? [] : [{ name: 'doctor', command: doctorCommand(callbackUrl) }]),
  ];
}

/** Says what else the endpoint will meet; needs no server. */
function doctorCommand(callbackUrl: string): string {
  const { secret, verifyToken } = demo.app;
  return `npm run -s wahook -- doctor ${shellQuote(callbackUrl)} --secret ${secret} --verify-token ${verifyToken}`;
}

function elsewhere(url: string): string {
  return url === defaultUrl ? '' : ` --url ${url}`;
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
