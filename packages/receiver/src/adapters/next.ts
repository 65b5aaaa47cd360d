// Adapter for Next.js: route handlers of the app router, and API routes of the pages router.
import type { Receiver } from '../receiver/receiver.ts';
import { type AdapterOptions, brokenOff, exchange, type WaitUntil } from './exchange.ts';
import { fromRequest, toResponse } from './fetch-body.ts';
import { listenerOf, type NodeListener } from './incoming.ts';

export type { AdapterOptions, WaitUntil } from './exchange.ts';

/** What `toNextRoute` takes. */
export type NextRouteOptions = AdapterOptions & {
  /** The address of the other end of the connection, where the host tells it: see `FetchOptions`. */
  peerAddress?: (request: Request) => string | undefined;
  /** For a receiver that acknowledges first: `after` of `next/server`, which takes a promise. */
  waitUntil?: WaitUntil;
};

/** What `toNextApiHandler` takes. */
export type NextApiOptions = AdapterOptions & {
  /**
   * For a receiver that acknowledges first, on a host that stops with the answer, such as `waitUntil` of
   * `@vercel/functions`. Where Next.js runs as a server of your own there is nothing to tell.
   */
  waitUntil?: WaitUntil;
};

const routeAdvice =
  'Hand the request on before anything reads it: export const { GET, POST } = toNextRoute(receiver).';
const apiAdvice =
  'Turn the parser off in the file of the API route: export const config = { api: { bodyParser: false } }.';

/**
 * The handlers of a `route.ts`. Next.js answers the other methods itself.
 *
 * @example
 * // app/webhook/route.ts
 * export const dynamic = 'force-dynamic';
 * export const { GET, POST } = toNextRoute(receiver);
 */
export function toNextRoute(
  receiver: Receiver,
  options: NextRouteOptions = {},
): Record<'GET' | 'POST', (request: Request) => Promise<Response>> {
  const handle = async (request: Request) => {
    const peer = () => options.peerAddress?.(request);
    const answer = await exchange(
      receiver,
      fromRequest(request, { peer, waitUntil: () => options.waitUntil, rawBytesAdvice: routeAdvice }),
      options,
    );
    return toResponse(answer ?? brokenOff());
  };
  return { GET: handle, POST: handle };
}

/**
 * The handler of a file in `pages/api`. The parser that Next.js puts before it must be off.
 *
 * @example
 * // pages/api/webhook.ts
 * export const config = { api: { bodyParser: false } };
 * export default toNextApiHandler(receiver);
 */
export function toNextApiHandler(receiver: Receiver, options: NextApiOptions = {}): NodeListener {
  return listenerOf(receiver, options, apiAdvice, () => options.waitUntil);
}
