// Adapter for every runtime that speaks the Fetch API's Request and Response: Workers, Deno, Bun.
import type { Receiver } from '../receiver/receiver.ts';
import { type AdapterOptions, brokenOff, exchange, type WaitUntil } from './exchange.ts';
import { fromRequest, toResponse } from './fetch-body.ts';

export type { AdapterOptions, WaitUntil } from './exchange.ts';

/**
 * What `toFetchHandler` takes. `Rest` is what the runtime hands a handler beside the request: the environment, the
 * server, the connection.
 */
export type FetchOptions<Rest extends unknown[]> = AdapterOptions & {
  /**
   * The address of the other end of the connection. A Request has none, so a check of a proxy's header for the
   * client certificate needs this, and refuses everything without it.
   *
   * @example
   * // Deno
   * (request, info: Deno.ServeHandlerInfo<Deno.NetAddr>) => info.remoteAddr.hostname
   * @example
   * // Bun
   * (request, server: Bun.Server<undefined>) => server.requestIP(request)?.address
   */
  peerAddress?: (request: Request, ...rest: Rest) => string | undefined;
  /**
   * For a receiver that acknowledges first, on a platform that stops with the answer: how to make it wait.
   *
   * @example
   * // Workers
   * (request, env, context) => (work) => context.waitUntil(work)
   */
  waitUntil?: (request: Request, ...rest: Rest) => WaitUntil | undefined;
};

const rawBytesAdvice =
  'Hand the request on before anything reads it, or hand on a copy made before: ' +
  'const copy = request.clone(); await request.json(); return handle(copy).';

/**
 * A handler for `export default { fetch }`, `Deno.serve`, `Bun.serve`. Its promise never rejects.
 *
 * @example
 * export default { fetch: toFetchHandler(receiver) };
 */
export function toFetchHandler<Rest extends unknown[]>(
  receiver: Receiver,
  options: FetchOptions<Rest> = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const peer = () => options.peerAddress?.(request, ...rest);
    const waitUntil = () => options.waitUntil?.(request, ...rest);
    const answer = await exchange(
      receiver,
      fromRequest(request, { peer, waitUntil, rawBytesAdvice }),
      options,
    );
    return toResponse(answer ?? brokenOff());
  };
}
