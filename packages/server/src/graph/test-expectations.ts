// What the contract tests of the Graph API expect again and again: Meta's answers, written once.
import { expect } from 'vitest';
import { implementedCalls } from './implemented.ts';
import { lantern } from './test-bench.ts';

export const subscriptions = `/v25.0/${lantern.appId}/subscriptions`;
export const subscribedApps = `/v25.0/${lantern.wabaId}/subscribed_apps`;

export const success = { status: 200, json: { success: true } };
export const traceId = expect.stringMatching(/^A[A-Za-z0-9_-]{22}$/);

/** An OAuthException, whole: an error with another member does not match. */
export function oauth(status: number, code: number, message: string, subcode?: number) {
  return fault(status, { message, type: 'OAuthException', code, subcode });
}

export function invalid(message: string) {
  return oauth(400, 100, `(#100) ${message}`);
}

/** The answer for an id that is unknown or out of the token's sight. */
export function unknownObject(verb: string, id: string) {
  const message = `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`;
  return fault(400, { message, type: 'GraphMethodException', code: 100, subcode: 33 });
}

export function notImplemented(what: string) {
  return invalid(`wahook does not implement ${what}. It answers: ${implementedCalls.join('; ')}.`);
}

interface Fault {
  message: string;
  type: string;
  code: number;
  subcode: number | undefined;
}

function fault(status: number, { message, type, code, subcode }: Fault) {
  const error = { message, type, code, fbtrace_id: traceId };
  return { status, json: { error: subcode === undefined ? error : { ...error, error_subcode: subcode } } };
}
