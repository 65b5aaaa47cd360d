// Adapter for Node's own HTTP server, HTTPS included, and for whatever hands Node's request and response on.
import type { Receiver } from '../receiver/receiver.ts';
import type { AdapterOptions } from './exchange.ts';
import { listenerOf, type NodeListener } from './incoming.ts';

export type { AdapterOptions } from './exchange.ts';

const rawBytesAdvice =
  'Call the listener before anything that reads the body, or leave the bytes on the request: ' +
  'request.rawBody = Buffer.concat(chunks).';

/**
 * A listener for `createServer` of `node:http` and `node:https`. Its promise resolves when the answer has been
 * handed to the response, and never rejects.
 *
 * @example
 * createServer(toNodeListener(receiver)).listen(3000);
 */
export function toNodeListener(receiver: Receiver, options: AdapterOptions = {}): NodeListener {
  return listenerOf(receiver, options, rawBytesAdvice);
}
