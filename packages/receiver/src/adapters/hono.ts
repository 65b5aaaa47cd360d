// Adapter for Hono, on every runtime it runs on.
import type { Receiver } from '../receiver/receiver.ts';
import { type AdapterOptions, type AdapterRequest, brokenOff, exchange, type WaitUntil } from './exchange.ts';
import { fromRequest, toResponse } from './fetch-body.ts';

export type { AdapterOptions, WaitUntil } from './exchange.ts';

/** The part of Hono's context that is used. */
export type HonoContext = { req: { raw: Request; bodyCache: { arrayBuffer?: unknown } } };

/** What `toHonoHandler` takes. `Context` is your application’s, with its bindings. */
export type HonoOptions<Context extends HonoContext> = AdapterOptions & {
  /**
   * The address of the other end of the connection, which Hono's helper for the runtime tells.
   *
   * @example
   * (c: Context) => getConnInfo(c).remote.address
   */
  peerAddress?: (context: Context) => string | undefined;
  /**
   * For a receiver that acknowledges first, on a platform that stops with the answer.
   *
   * @example
   * (c: Context) => (work) => c.executionCtx.waitUntil(work)
   */
  waitUntil?: (context: Context) => WaitUntil | undefined;
};

const rawBytesAdvice =
  "Register the receiver above the middleware that reads it: app.all('/webhook', toHonoHandler(receiver)); or read " +
  'the bytes there, which Hono keeps: JSON.parse(new TextDecoder().decode(await c.req.arrayBuffer())) ' +
  'in place of await c.req.json().';

/**
 * A handler for `app.all`, so that other methods than GET and POST get 405. Its promise never rejects.
 *
 * @example
 * app.all('/webhook', toHonoHandler(receiver));
 */
export function toHonoHandler<Context extends HonoContext>(
  receiver: Receiver,
  options: HonoOptions<Context> = {},
): (context: Context) => Promise<Response> {
  return async (context) => {
    const peer = () => options.peerAddress?.(context);
    const request = fromRequest(context.req.raw, {
      peer,
      waitUntil: () => options.waitUntil?.(context),
      rawBytesAdvice,
    });
    const answer = await exchange(receiver, keepingCached(request, context), options);
    return toResponse(answer ?? brokenOff());
  };
}

/**
 * Hono keeps what middleware has read. Only the bytes will do: asked for bytes after `json()`, Hono makes them
 * from the parsed object.
 */
function keepingCached(request: AdapterRequest, { req }: HonoContext): AdapterRequest {
  const cached = req.bodyCache.arrayBuffer;
  if (cached === undefined) return request;
  return {
    ...request,
    async readBody() {
      const buffer: unknown = await cached;
      return buffer instanceof ArrayBuffer
        ? { kind: 'whole', body: new Uint8Array(buffer) }
        : request.readBody();
    },
  };
}
