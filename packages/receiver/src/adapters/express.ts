// Adapter for Express 4 and 5, and for the frameworks that take its middleware (Connect, NestJS on Express).
// It ends every request itself: nothing reaches Express's own error page, which shows stacks while developing.
import type { Receiver } from '../receiver/receiver.ts';
import type { AdapterOptions } from './exchange.ts';
import { listenerOf, type NodeListener } from './incoming.ts';

export type { AdapterOptions } from './exchange.ts';

const rawBytesAdvice =
  "Mount the receiver before the parser: app.use('/webhook', toExpressHandler(receiver)) above " +
  'app.use(express.json()); or have the parser keep the bytes: ' +
  "app.use(express.json({ limit: '3mb', verify: (request, _response, bytes) => { request.rawBody = bytes; } })).";

/**
 * A handler for `app.use` or `app.all`, best mounted above `express.json()`.
 *
 * @example
 * app.use('/webhook', toExpressHandler(receiver));
 */
export function toExpressHandler(receiver: Receiver, options: AdapterOptions = {}): NodeListener {
  return listenerOf(receiver, options, rawBytesAdvice);
}
