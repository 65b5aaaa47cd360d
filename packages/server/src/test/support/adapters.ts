// A receiver on a port of its own, once through each adapter. Lambda has no sockets: a server in front of it makes
// the event of an HTTP API from a request, with the body in base64, as AWS does.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { serve } from '@hono/node-server';
import type { Receiver } from '@wahook/receiver';
import { toExpressHandler } from '@wahook/receiver/express';
import { toFastifyPlugin } from '@wahook/receiver/fastify';
import { toFetchHandler } from '@wahook/receiver/fetch';
import { toHonoHandler } from '@wahook/receiver/hono';
import { toLambdaHandler } from '@wahook/receiver/lambda';
import { toNextApiHandler, toNextRoute } from '@wahook/receiver/next';
import { toNodeListener } from '@wahook/receiver/node';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';

export interface MountedReceiver {
  url: string;
  close(): void;
}

export const adapters: Record<string, (receiver: Receiver) => Promise<MountedReceiver>> = {
  node: (receiver) => listen(toNodeListener(receiver)),
  express: (receiver) => listen(express().use('/webhook', toExpressHandler(receiver))),
  async fastify(receiver) {
    const app = Fastify().register(toFastifyPlugin(receiver), { prefix: '/webhook' });
    await app.ready();
    return listen(app.routing);
  },
  // The function is called with Node's request as well, which a plain handler has no use for.
  fetch: (receiver) => listenFetch((request) => toFetchHandler(receiver)(request)),
  hono: (receiver) => listenFetch(new Hono().all('/webhook', toHonoHandler(receiver)).fetch),
  'next, app router': (receiver) => {
    const { GET, POST } = toNextRoute(receiver);
    return listenFetch((request) => (request.method === 'GET' ? GET(request) : POST(request)));
  },
  'next, pages router': (receiver) => listen(toNextApiHandler(receiver)),
  lambda: (receiver) => listen(toLambdaListener(receiver)),
};

const listen = (listener: RequestListener) => mounted(createServer(listener).listen(0, '127.0.0.1'));

const listenFetch = (fetch: (request: Request) => Response | Promise<Response>) =>
  // Its type leaves open which version of HTTP is spoken; without further options it is the first.
  mounted(serve({ fetch, port: 0, hostname: '127.0.0.1' }) as Server);

async function mounted(server: Server): Promise<MountedReceiver> {
  if (!server.listening) await once(server, 'listening');
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhook`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function toLambdaListener(receiver: Receiver): RequestListener {
  const handle = toLambdaHandler(receiver);
  return async (request, response: ServerResponse) => {
    const { search } = new URL(request.url ?? '/', 'http://function');
    const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(',')]);
    const result = await handle({
      version: '2.0',
      rawQueryString: search.slice(1),
      headers: Object.fromEntries(headers),
      requestContext: { http: { method: request.method ?? '' } },
      body: (await buffer(request)).toString('base64'),
      isBase64Encoded: true,
    });
    response.writeHead(result.statusCode, result.headers).end(result.body);
  };
}
