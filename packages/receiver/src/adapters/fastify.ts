// Adapter for Fastify 4 and 5: a plugin with a scope of its own, in which bodies are left alone. Parsers, limits
// and error pages of the application outside neither reach in nor are changed.
import type { IncomingMessage } from 'node:http';
import type { Answer } from '../receiver/outcome.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { type AdapterOptions, type AdapterRequest, exchange, plainText, reportSafely } from './exchange.ts';
import { fromIncoming } from './incoming.ts';
import { firstBytes } from './raw-bytes.ts';

export type { AdapterOptions } from './exchange.ts';

/** The parts of a scope (`FastifyInstance`) that are used. */
export type FastifyScope = {
  removeAllContentTypeParsers: () => unknown;
  addContentTypeParser: (
    contentType: string,
    parser: (request: unknown, payload: unknown, done: (error: null) => void) => void,
  ) => unknown;
  setErrorHandler: (
    handler: (error: unknown, request: unknown, reply: FastifyReply) => Promise<unknown>,
  ) => unknown;
  all: (path: string, handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) => unknown;
};
/** The parts of a request of Fastify that are used. `rawBody`: bytes that a hook has kept. */
export type FastifyRequest = { raw: IncomingMessage; rawBody?: unknown };
/** The parts of a reply of Fastify that are used. */
export type FastifyReply = {
  code: (status: number) => unknown;
  headers: (headers: Record<string, string>) => unknown;
  send: (body: string) => unknown;
  hijack: () => unknown;
};

const rawBytesAdvice =
  "Register the receiver before hooks and middleware that read bodies: app.register(toFastifyPlugin(receiver), { prefix: '/webhook' }); " +
  'or have them keep the bytes: request.rawBody = Buffer.concat(chunks) ' +
  '(fastify-raw-body does so with { encoding: false }).';

/**
 * A plugin for `app.register`, with a scope, a parser and an error page of its own.
 *
 * @example
 * app.register(toFastifyPlugin(receiver), { prefix: '/webhook' });
 */
export function toFastifyPlugin(
  receiver: Receiver,
  options: AdapterOptions = {},
): (scope: FastifyScope) => Promise<void> {
  return async (scope) => {
    scope.removeAllContentTypeParsers();
    // Takes every type and reads nothing: the handler reads the stream itself, with its own bound.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.setErrorHandler((error, _request, reply) => answerWith(reply, fastifyRefused(receiver, error)));
    scope.all('/', async (request, reply) => {
      const answer = await exchange(receiver, keepingRawBody(request), options);
      if (answer !== null) return answerWith(reply, answer);
      // The sender is gone, and Fastify is not to wait for an answer to it.
      reply.hijack();
      return reply;
    });
  };
}

function keepingRawBody({ raw, rawBody }: FastifyRequest): AdapterRequest {
  const request = fromIncoming(raw, rawBytesAdvice);
  const kept = firstBytes(rawBody);
  return kept === null ? request : { ...request, readBody: () => ({ kind: 'whole', body: kept }) };
}

/** What Fastify or a hook refuses before the handler, such as a content type that is none. Its text stays here. */
function fastifyRefused(receiver: Receiver, error: unknown): Answer {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  const isRefusal = status >= 400 && status < 500;
  if (!isRefusal) reportSafely(receiver, error);
  return {
    status: isRefusal ? status : 500,
    headers: plainText,
    body: isRefusal ? 'the request was refused' : 'the request failed',
  };
}

async function answerWith(reply: FastifyReply, { status, headers, body }: Answer): Promise<unknown> {
  reply.code(status);
  // After a body that was not read to its end, the connection is of no further use.
  reply.headers({ ...headers, ...(status === 413 && { connection: 'close' }) });
  return reply.send(body);
}
