// What of the Graph API is here, in one list: refusals print it, and a test keeps it equal to the routes.
import { type GraphError, graphError } from './graph-error.ts';

export const implementedCalls = [
  'GET, POST and DELETE /APP_ID/subscriptions',
  'GET, POST and DELETE /WABA_ID/subscribed_apps',
  'GET, POST and DELETE /WABA_ID/assigned_users',
  'GET /WABA_ID/phone_numbers',
  'GET /WABA_ID',
  'GET and POST /PHONE_NUMBER_ID',
  'GET /APP_ID',
  'GET /me',
  'GET /debug_token',
  'GET and POST /oauth/access_token',
  'POST / with batch',
] as const;

const calls = implementedCalls.join('; ');

/** Graph has it, wahook does not. */
export function notImplemented(what: string): GraphError {
  return graphError('notImplemented', { what, calls });
}

export function unknownPath(path: string): GraphError {
  return graphError('unknownPath', { path, calls });
}
