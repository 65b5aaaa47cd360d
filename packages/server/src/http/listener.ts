// The one port: limits, the checks every request must pass, and who answers which path. Rooms are mounted here
// and know nothing of each other. Bodies arrive as raw bytes; nothing is parsed before the owner of a path asks.
import type { Server as HttpServer } from 'node:http';
import { notificationBytesMax } from '@wahook/receiver/protocol/limits';
import Fastify, {
  type FastifyError,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { sendProblem } from '../admin/problem.ts';
import type { Log } from '../observe/log.ts';
import { refuseRequest } from './request-guard.ts';

/** Answers a request that is not for /api; null when the path is not its own. */
export interface GraphMount {
  owns(path: string, method: string): boolean;
  handle(request: {
    method: string;
    path: string;
    query: URLSearchParams;
    headers: { get(name: string): string | undefined };
    contentType: string | undefined;
    body: Uint8Array;
  }): Promise<{ status: number; headers: Record<string, string>; body: Uint8Array | string }>;
  tooLarge(path: string): { status: number; headers: Record<string, string>; body: Uint8Array | string };
}

export interface ListenerDeps {
  log: Log;
  graph: GraphMount;
  mountAdmin: (app: FastifyInstance) => void;
  isReady: () => boolean;
  /** Host names answered to; null: any. `dev` names loopback only, because its tokens are public knowledge. */
  hostsAllowed: ReadonlySet<string> | null;
  /** Speaks TLS with this certificate; null: plain HTTP. Both PEM. */
  tls: { certificate: string; key: string } | null;
}

const targetLengthMax = 8192;
const headersMax = 100;
const headersTimeoutMs = 5_000;

export function createListener(deps: ListenerDeps): FastifyInstance {
  const app = openFastify(deps.tls, {
    logger: false,
    bodyLimit: notificationBytesMax,
    // A body that drips is cut off only when headersTimeout is below requestTimeout.
    requestTimeout: 20_000,
    keepAliveTimeout: 60_000,
    connectionTimeout: 0,
    routerOptions: { maxParamLength: 256 },
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });
  app.server.maxHeadersCount = 2 * headersMax;
  app.server.maxConnections = 4096;

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    const problem = refuseRequest(request.raw, {
      hostsAllowed: deps.hostsAllowed,
      targetLengthMax,
      headersMax,
    });
    if (problem) {
      reply.header('connection', 'close');
      return sendProblem(reply, problem);
    }
  });

  app.setErrorHandler((error: FastifyError, request, reply) => answerError(deps, error, request, reply));
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, {
      code: 'not_found',
      detail:
        'Nothing is here. The Graph API is at /v25.0/…, the admin API at /api/v1/…, health at /healthz.',
    }),
  );

  app.get('/healthz', (_request, reply) => reply.type('text/plain').send('ok'));
  app.get('/readyz', (_request, reply) =>
    reply
      .code(deps.isReady() ? 200 : 503)
      .type('text/plain')
      .send(deps.isReady() ? 'ready' : 'not ready'),
  );
  deps.mountAdmin(app);
  app.route({
    method: ['GET', 'POST', 'DELETE', 'PUT', 'PATCH'],
    url: '/*',
    handler: async (request, reply) => answerGraph(deps, request, reply),
  });
  return app;
}

/** The same server in clear or in TLS. */
function openFastify(tls: ListenerDeps['tls'], options: FastifyHttpOptions<HttpServer>): FastifyInstance {
  const http = {
    headersTimeout: headersTimeoutMs,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 16_384,
  };
  if (!tls) return Fastify({ ...options, http });
  const https = { ...http, cert: tls.certificate, key: tls.key, handshakeTimeout: headersTimeoutMs };
  // An HTTPS server has all that an HTTP server has; only Fastify's type parameters tell the two apart.
  return Fastify({ ...options, https } as object) as FastifyInstance;
}

async function answerGraph(
  deps: ListenerDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { path, query } = splitTarget(request.raw.url ?? '/');
  if (!deps.graph.owns(path, request.method)) return reply.callNotFound();
  const answer = await deps.graph.handle({
    method: request.method,
    path,
    query: new URLSearchParams(query),
    headers: {
      get(name) {
        const value = request.headers[name];
        return Array.isArray(value) ? value.join(', ') : value;
      },
    },
    contentType: request.headers['content-type'],
    // Only the parser above makes bodies, and it makes buffers.
    body: (request.body as Buffer | undefined) ?? new Uint8Array(0),
  });
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

function splitTarget(target: string): { path: string; query: string } {
  const at = target.indexOf('?');
  return at < 0 ? { path: target, query: '' } : { path: target.slice(0, at), query: target.slice(at + 1) };
}

function answerError(
  deps: ListenerDeps,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { path } = splitTarget(request.raw.url ?? '/');
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    // The rest of the body is not read, so the connection cannot be used again.
    reply.header('connection', 'close');
    if (deps.graph.owns(path, request.method)) {
      const answer = deps.graph.tooLarge(path);
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    }
    return sendProblem(reply, {
      code: 'too_large',
      detail: `A body may have at most ${notificationBytesMax} bytes (3 MB). Split it.`,
    });
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    deps.log.error(
      { err: { name: error.name, message: error.message, stack: error.stack } },
      'request failed',
    );
    return sendProblem(reply, {
      code: 'internal',
      detail: 'wahook failed on this request; its log says why.',
    });
  }
  return sendProblem(reply, { code: 'bad_request', detail: error.message });
}
