import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { type HttpBindings, serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import express from 'express';
import Fastify from 'fastify';
import { type Context, Hono } from 'hono';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { metaClientName, requireClientCertificate } from '../client-certificate/client-certificate.ts';
import { notificationBytesMax } from '../protocol/limits.ts';
import { createReceiver, type Receiver } from '../receiver/receiver.ts';
import { appSecret, notification, receiving, signed, verifyToken } from '../test/receiving.ts';
import type { AdapterOptions } from './exchange.ts';
import { toExpressHandler } from './express.ts';
import { toFastifyPlugin } from './fastify.ts';
import { toFetchHandler } from './fetch.ts';
import { toHonoHandler } from './hono.ts';
import { toNextApiHandler, toNextRoute } from './next.ts';
import { toNodeListener } from './node.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function portOf(server: Server): Promise<number> {
  open.push(server);
  if (!server.listening) await once(server, 'listening');
  // A server that listens on a port has an address of this kind.
  return (server.address() as AddressInfo).port;
}
const listen = (listener: RequestListener) => portOf(createServer(listener).listen(0, '127.0.0.1'));
const listenHono = (app: Hono) =>
  portOf(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server);

async function listenFastify(app: ReturnType<typeof Fastify>): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return portOf(app.server);
}

const post = async (port: number, headers: Record<string, string> = {}) => {
  const response = await fetch(`http://127.0.0.1:${port}/webhook`, {
    method: 'POST',
    body: notification,
    headers: { 'content-type': 'application/json', ...signed(notification), ...headers },
  });
  return { status: response.status, body: await response.text() };
};

/** The receiver alone, on each framework that has sockets. */
const alone: [string, (receiver: Receiver, options?: AdapterOptions) => Promise<number>][] = [
  ['node', (receiver, options) => listen(toNodeListener(receiver, options))],
  ['express', (receiver, options) => listen(express().use('/webhook', toExpressHandler(receiver, options)))],
  ['fastify', (receiver, options) => listenFastify(withPlugin(Fastify(), receiver, options))],
  [
    'hono',
    (receiver, options) => {
      const peerAddress = (c: Context) => getConnInfo(c).remote.address;
      return listenHono(new Hono().all('/webhook', toHonoHandler(receiver, { ...options, peerAddress })));
    },
  ],
  [
    'fetch',
    (receiver, options) => {
      // The server hands the request of Node on as the second argument, as Deno and Bun do with theirs.
      const peerAddress = (_request: Request, { incoming }: HttpBindings) => incoming.socket.remoteAddress;
      const handle = toFetchHandler(receiver, { ...options, peerAddress });
      // Its type leaves open which version of HTTP the bindings are for; this server speaks one.
      const fetch = (request: Request, bindings: unknown) => handle(request, bindings as HttpBindings);
      return portOf(serve({ fetch, port: 0, hostname: '127.0.0.1' }) as Server);
    },
  ],
  ['next, pages', (receiver, options) => listen(toNextApiHandler(receiver, options))],
];

function withPlugin(app: ReturnType<typeof Fastify>, receiver: Receiver, options: AdapterOptions = {}) {
  app.register(toFastifyPlugin(receiver, options), { prefix: '/webhook' });
  return app;
}

describe.each(alone)('on %s', (_, mount) => {
  it('a body that breaks off reaches no handler and harms nobody', async () => {
    const { receiver, fields, errors } = receiving();
    const port = await mount(receiver);
    const socket = connect(port, '127.0.0.1');
    const head =
      'POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n';
    socket.write(`${head}{"object"`, () => socket.destroy());
    await once(socket, 'close');
    expect((await post(port)).status).toBe(200);
    expect({ fields, errors }).toEqual({ fields: ['flows'], errors: [] });
  });

  it('a body that never ends is refused at the bound', async () => {
    const { receiver, errors } = receiving();
    const socket = connect(await mount(receiver), '127.0.0.1');
    socket.on('error', () => {
      // The rest of the body meets a closed connection.
    });
    socket.write('POST /webhook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    // One byte over the bound, then silence: the answer must not wait for the rest.
    const chunk = 'x'.repeat(notificationBytesMax + 1);
    socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
    expect(errors).toEqual([]);
  });

  it('a receiver that fails answers 500 and shows nothing of it', async () => {
    const { receiver } = receiving();
    const broken: Receiver = {
      ...receiver,
      handle: () => Promise.reject(new Error('inner secret')),
      report: () => {
        throw new Error('deaf');
      },
    };
    const answer = await post(await mount(broken));
    expect(answer).toEqual({ status: 500, body: 'a handler failed' });
  });

  it('a proxy’s word about the client certificate counts when the connection is the proxy’s', async () => {
    const { receiver, fields, errors } = receiving();
    const shown = { 'x-ssl-client-verify': 'SUCCESS', 'x-ssl-client-s-dn': `CN=${metaClientName}` };
    const behind = (...trustedProxies: string[]) =>
      mount(receiver, { clientCertificate: requireClientCertificate({ from: 'nginx', trustedProxies }) });
    const [near, elsewhere] = [await behind('127.0.0.1'), await behind('10.0.0.2')];
    expect(await post(near, shown)).toMatchObject({ status: 200 });
    expect(await post(near)).toEqual({ status: 403, body: 'client certificate refused: missing' });
    const refused = { status: 403, body: 'client certificate refused: untrusted_peer' };
    expect(await post(elsewhere, { ...shown, 'x-forwarded-for': '10.0.0.2' })).toEqual(refused);
    expect({ fields, errors }).toEqual({ fields: ['flows'], errors: [] });
  });

  it('an odd query is no reason to fall over', async () => {
    const port = await mount(receiving().receiver);
    for (const query of [
      '?',
      '?%',
      '?hub.mode=%E0%A4%A',
      '?a[b][c]=1&a[b]=2&__proto__[x]=1',
      '??&&==',
      '?hub.mode=subscribe&hub.mode=',
    ]) {
      const response = await fetch(`http://127.0.0.1:${port}/webhook${query}`);
      expect([query, response.status]).toEqual([query, 403]);
    }
  });
});

const keepBytes = (request: IncomingMessage & { rawBody?: Buffer }, _response: unknown, bytes: Buffer) => {
  request.rawBody = bytes;
};

/** Something read the body first: with the bytes kept, and without. */
const behindParsers: [string, (receiver: Receiver) => Promise<number>, RegExp | null][] = [
  [
    'Express, express.json() with verify',
    (receiver) => listen(express().use(express.json({ verify: keepBytes }), toExpressHandler(receiver))),
    null,
  ],
  [
    'Express, express.raw()',
    (receiver) => listen(express().use(express.raw({ type: '*/*' }), toExpressHandler(receiver))),
    null,
  ],
  [
    'Express, express.json()',
    (receiver) => listen(express().use(express.json(), toExpressHandler(receiver))),
    /above app\.use\(express\.json\(\)\).*verify: \(request, _response, bytes\)/,
  ],
  [
    'Express, express.text()',
    (receiver) => listen(express().use(express.text({ type: '*/*' }), toExpressHandler(receiver))),
    /express\.json/,
  ],
  [
    'Fastify, a hook that keeps the bytes',
    (receiver) => {
      const app = Fastify().decorateRequest('rawBody', null);
      app.addHook('onRequest', async (request) => {
        Object.assign(request, { rawBody: await buffer(request.raw) });
      });
      return listenFastify(withPlugin(app, receiver));
    },
    null,
  ],
  [
    'Fastify, a hook that does not',
    (receiver) => {
      const app = Fastify();
      app.addHook('onRequest', async (request) => {
        await buffer(request.raw);
      });
      return listenFastify(withPlugin(app, receiver));
    },
    /app\.register\(toFastifyPlugin/,
  ],
  [
    'Hono, c.req.arrayBuffer()',
    (receiver) => {
      const app = new Hono().use(async (c, next) => {
        await c.req.arrayBuffer();
        await next();
      });
      return listenHono(app.all('/webhook', toHonoHandler(receiver)));
    },
    null,
  ],
  [
    'Hono, c.req.text()',
    (receiver) => {
      const app = new Hono().use(async (c, next) => {
        await c.req.text();
        await next();
      });
      return listenHono(app.all('/webhook', toHonoHandler(receiver)));
    },
    /await c\.req\.arrayBuffer\(\)/,
  ],
  [
    'Next.js, pages, its parser left on',
    (receiver) =>
      listen(async (request, response) => {
        Object.assign(request, { body: JSON.parse((await buffer(request)).toString()) });
        await toNextApiHandler(receiver)(request, response);
      }),
    /export const config = \{ api: \{ bodyParser: false \} \}/,
  ],
  [
    'a platform that parses and keeps rawBody',
    (receiver) =>
      listen(async (request, response) => {
        const rawBody = await buffer(request);
        Object.assign(request, { rawBody, body: JSON.parse(rawBody.toString()) });
        await toNodeListener(receiver)(request, response);
      }),
    null,
  ],
];

describe('a body that was read before', () => {
  it.each(behindParsers)('%s', async (_, mount, advice) => {
    const { receiver, fields, errors } = receiving();
    const { status } = await post(await mount(receiver));
    if (advice === null) {
      expect({ status, fields, errors }).toEqual({ status: 200, fields: ['flows'], errors: [] });
    } else {
      expect({ status, fields }).toEqual({ status: 500, fields: [] });
      expect(errors).toMatchObject([{ message: expect.stringMatching(advice) }]);
    }
  });
});

describe('Fastify’s own plumbing', () => {
  it('keeps its parsers, its limits and its error texts out of the plugin and gets none from it', async () => {
    const app = Fastify({ bodyLimit: 100 });
    app.post('/json', async (request) => ({ got: request.body }));
    const { receiver, fields } = receiving();
    const port = await listenFastify(withPlugin(app, receiver));
    expect(notification.length).toBeGreaterThan(100);
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'x/y']) {
      expect((await post(port, { 'content-type': type })).status).toBe(200);
    }
    // A receiver may know repeats, so how often says nothing.
    expect(new Set(fields)).toEqual(new Set(['flows']));
    expect(await post(port, { 'content-type': 'no type' })).toEqual({
      status: 415,
      body: 'the request was refused',
    });
    const json = await fetch(`http://127.0.0.1:${port}/json`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await json.json()).toEqual({ got: { a: 1 } });
  });

  it('shows nothing of what a hook of the application throws', async () => {
    const app = Fastify();
    app.addHook('preHandler', async () => {
      throw new Error('inner secret');
    });
    const { receiver, errors } = receiving();
    expect(await post(await listenFastify(withPlugin(app, receiver)))).toEqual({
      status: 500,
      body: 'the request failed',
    });
    expect(errors).toMatchObject([{ message: 'inner secret' }]);
  });
});

it('a sender that has gone before the listener is called is not waited for', async () => {
  const { receiver, errors } = receiving();
  const listener = toNodeListener(receiver);
  const settled = vi.fn();
  const port = await listen((request, response) => {
    request.on('close', () => listener(request, response).then(settled));
    socket.destroy();
  });
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
  await vi.waitUntil(() => settled.mock.calls.length > 0, { timeout: 5_000 });
  expect(errors).toEqual([]);
});

it('the text of an answer is whole and of its own kind', async () => {
  const port = await listen(toNodeListener(receiving().receiver));
  const socket = connect(port, '127.0.0.1');
  socket.write('PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(await text(socket)).toMatch(/405[\s\S]*nosniff[\s\S]*allow: GET, POST[\s\S]*use GET/);
});

describe('a receiver that acknowledges first makes the platform wait', () => {
  type Handler = (request: Request) => Response | Promise<Response>;
  const handlers: [string, (receiver: Receiver, wait: (work: Promise<unknown>) => void) => Handler][] = [
    [
      'fetch, on Workers',
      (receiver, waitUntil) => {
        const handle = toFetchHandler(receiver, {
          waitUntil: (_, __: object, context: Waiting) => (work) => context.waitUntil(work),
        });
        return (request) => handle(request, {}, { waitUntil });
      },
    ],
    [
      'hono',
      (receiver, waitUntil) => {
        const options = {
          waitUntil: (c: Context) => (work: Promise<unknown>) => c.executionCtx.waitUntil(work),
        };
        const app = new Hono().all('/webhook', toHonoHandler(receiver, options));
        return (request) => app.fetch(request, {}, { waitUntil, passThroughOnException() {}, props: {} });
      },
    ],
    ['next, app', (receiver, waitUntil) => toNextRoute(receiver, { waitUntil }).POST],
    [
      'next, pages',
      (receiver, waitUntil) => async (request) => {
        const port = await listen(toNextApiHandler(receiver, { waitUntil }));
        const { status } = await post(port, Object.fromEntries(request.headers));
        return new Response(null, { status });
      },
    ],
  ];
  type Waiting = { waitUntil: (work: Promise<unknown>) => void };

  it.each(handlers)('%s', async (_, handlerOf) => {
    const waited: Promise<unknown>[] = [];
    const seen: string[] = [];
    const receiver = createReceiver({ appSecret, verifyToken, acknowledge: 'first' }).onChange(({ field }) =>
      seen.push(field),
    );
    const handle = handlerOf(receiver, (work) => void waited.push(work));
    const headers = signed(notification);
    const request = new Request('http://a.example/webhook', { method: 'POST', body: notification, headers });
    expect((await handle(request)).status).toBe(200);
    expect(waited).toHaveLength(1);
    await Promise.all(waited);
    expect(seen).toEqual(['flows']);
  });
});
