// Adapter for Node's own HTTP server, HTTPS included, and for whatever hands Node's request and response on.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receiver } from '../receiver/receiver.ts';
import { type AdapterOptions, exchange } from './exchange.ts';
import { fromIncoming, sendAnswer } from './incoming.ts';

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
export function toNodeListener(
  receiver: Receiver,
  options: AdapterOptions = {},
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const answer = await exchange(receiver, fromIncoming(request, rawBytesAdvice), options);
    if (answer !== null) sendAnswer(response, answer);
  };
}
