// Puts every example on a socket, for the suite that runs them all: as it stands, and once more behind something
// that has read the body. What a platform would do in front of an example is done here as the platform does it.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { serve } from '@hono/node-server';
import type { LambdaEvent } from '@wahook/receiver/lambda';
import { Hono } from 'hono';

export type Stand = {
  name: string;
  /** The example itself. Loaded when asked for, because it reads the environment as it starts. */
  asItStands: () => Promise<Server>;
  /** The same behind a parser of bodies. */
  behindParser: () => Promise<Server>;
};

const environment = () => ({
  APP_SECRET: process.env.APP_SECRET ?? '',
  VERIFY_TOKEN: process.env.VERIFY_TOKEN ?? '',
});

export const stands: Stand[] = [
  onNode('node-http', async () => (await import('./node-http/main.ts')).server),
  onNode('express', async () => (await import('./express/main.ts')).server),
  onNode('fastify', async () => (await import('./fastify/main.ts')).server),
  {
    name: 'hono',
    asItStands: async () => (await import('./hono/main.ts')).server,
    async behindParser() {
      const { app } = await import('./hono/main.ts');
      const parsing = new Hono();
      parsing.use(async (c, next) => {
        await c.req.json();
        await next();
      });
      return onSocket(parsing.route('/', app).fetch);
    },
  },
  {
    name: 'fetch',
    asItStands: async () => (await import('./fetch/main.ts')).server,
    behindParser: async () => onSocket(parsed((await import('./fetch/main.ts')).handle)),
  },
  {
    name: 'workers',
    asItStands: async () => onSocket(await worker()),
    behindParser: async () => onSocket(parsed(await worker())),
  },
  {
    name: 'next',
    asItStands: async () => onSocket(await route()),
    behindParser: async () => onSocket(parsed(await route())),
  },
  {
    name: 'lambda',
    asItStands: () => behindGateway((event) => event),
    behindParser: () => behindGateway((event) => ({ ...event, body: JSON.parse(String(event.body)) })),
  },
];

/** A server is itself a listener for requests, so another one can read the body and then hand the request on. */
function onNode(name: string, load: () => Promise<Server>): Stand {
  return {
    name,
    asItStands: load,
    async behindParser() {
      const example = await load();
      return listening(async (request, response) => {
        await buffer(request);
        example.emit('request', request, response);
      });
    },
  };
}

type Handle = (request: Request) => Response | Promise<Response>;

function parsed(handle: Handle): Handle {
  return async (request) => {
    await request.json();
    return handle(request);
  };
}

async function worker(): Promise<Handle> {
  const { default: module } = await import('./workers/main.ts');
  return (request) => module.fetch(request, environment());
}

async function route(): Promise<Handle> {
  const { GET, POST } = await import('./next/app/webhook/route.ts');
  const methods: Record<string, Handle> = { GET, POST };
  // Next.js answers methods without a handler itself, and HEAD with that for GET.
  return (request) =>
    (request.method === 'HEAD' ? GET : methods[request.method])?.(request) ??
    new Response(null, { status: 405 });
}

async function behindGateway(change: (event: LambdaEvent) => LambdaEvent): Promise<Server> {
  const { handler } = await import('./lambda/main.ts');
  return listening(async (request, response) => {
    const { statusCode, headers, body } = await handler(change(await toEvent(request)));
    response.writeHead(statusCode, headers).end(body);
  });
}

/** As an HTTP API makes it: bodies of a type it takes for text come as text. */
async function toEvent(request: IncomingMessage): Promise<LambdaEvent> {
  return {
    version: '2.0',
    rawQueryString: request.url?.split('?')[1] ?? '',
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    requestContext: { http: { method: request.method ?? '' } },
    body: (await buffer(request)).toString('utf8'),
    isBase64Encoded: false,
  };
}

async function listening(listener: RequestListener): Promise<Server> {
  return createServer(listener).listen(0, '127.0.0.1');
}

async function onSocket(handle: Handle): Promise<Server> {
  return serve({ fetch: handle, port: 0, hostname: '127.0.0.1' });
}

export async function portOf(server: Server): Promise<number> {
  if (!server.listening) await once(server, 'listening');
  // A server that listens on a port has an address of this kind.
  return (server.address() as AddressInfo).port;
}
