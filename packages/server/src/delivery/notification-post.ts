// The request that carries a notification: its headers, and where it goes.
import type { Route } from '../routing/table.ts';
import type { PostRequest } from './outgoing/client.ts';

/** The set that captures of Meta's traffic show; see spec/platform.md §2.1. */
export function notificationHeaders(
  signature: { sha1: string; sha256: string },
  route: Route,
  acceptedAt: number,
): Record<string, string> {
  return {
    'user-agent': 'facebookexternalua',
    accept: '*/*',
    'accept-encoding': 'deflate, gzip',
    'content-type': 'application/json',
    'x-hub-signature': signature.sha1,
    'x-hub-signature-256': signature.sha256,
    ...(route.replay && {
      'x-wahook-replay': String(route.replay.replayId),
      'x-wahook-accepted-at': new Date(acceptedAt).toISOString(),
    }),
  };
}

export function postTo(route: Route, headers: Record<string, string>, body: Uint8Array): PostRequest {
  return {
    poolKey: `endpoint-${route.endpoint.id}`,
    url: route.endpoint.url,
    headers,
    body,
    // Set on the app's subscription, and meant for its overrides too.
    presentCertificate: route.routes.subscription?.clientCertificate ?? false,
  };
}
