// One receiver behind every adapter, each asked the same: those for Node's server on a port, those for the Fetch API
// with a Request, Lambda with the events of three services.
import { once } from 'node:events';
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { toExpressHandler } from '../../adapters/express.ts';
import { toFastifyPlugin } from '../../adapters/fastify.ts';
import { toFetchHandler } from '../../adapters/fetch.ts';
import { toHonoHandler } from '../../adapters/hono.ts';
import { type LambdaEvent, toLambdaHandler } from '../../adapters/lambda.ts';
import { toNextApiHandler, toNextRoute } from '../../adapters/next.ts';
import { toNodeListener } from '../../adapters/node.ts';
import { notificationBytesMax } from '../../protocol/limits.ts';
import { tooLarge } from '../../receiver/outcome.ts';
import type { Receiver } from '../../receiver/receiver.ts';
import type { HeaderLine } from './signatures.ts';

export type Post = { readonly body: Uint8Array; readonly lines: readonly HeaderLine[] };
export type Answered = { readonly status: number; readonly body: string };
export type Endpoint = { readonly name: string; readonly post: (post: Post) => Promise<Answered> };
export type Endpoints = { readonly all: readonly Endpoint[]; readonly close: () => void };

export async function openEndpoints(receiver: Receiver): Promise<Endpoints> {
  const fastify = Fastify().register(toFastifyPlugin(receiver), { prefix: '/webhook' });
  await fastify.ready();
  const listeners: Record<string, RequestListener> = {
    node: toNodeListener(receiver),
    express: express().use('/webhook', toExpressHandler(receiver)),
    fastify: fastify.routing,
    'next, pages router': toNextApiHandler(receiver),
  };
  const agent = new Agent({ keepAlive: true });
  const servers: Server[] = [];
  const onSockets = await Promise.all(
    Object.entries(listeners).map(async ([name, listener]): Promise<Endpoint> => {
      const server = createServer(listener).listen(0, '127.0.0.1');
      servers.push(server);
      await once(server, 'listening');
      // A server that listens on a port has an address of this kind.
      const { port } = server.address() as AddressInfo;
      return { name, post: (post) => overSocket(agent, port, post) };
    }),
  );
  const hono = new Hono().all('/webhook', toHonoHandler(receiver));
  const handlers: Record<string, (request: Request) => Response | Promise<Response>> = {
    fetch: toFetchHandler(receiver),
    hono: (request) => hono.fetch(request),
    'next, app router': toNextRoute(receiver).POST,
  };
  return {
    all: [
      ...onSockets,
      ...Object.entries(handlers).map(([name, handle]) => ({ name, post: asRequest(handle) })),
      ...lambdas(receiver),
    ],
    close() {
      agent.destroy();
      for (const server of servers) server.close();
    },
  };
}

async function overSocket(agent: Agent, port: number, { body, lines }: Post): Promise<Answered> {
  const headers = ['Host', 'a.example', 'Content-Type', 'application/json', ...lines.flat()];
  const sent = httpRequest({
    ...{ agent, host: '127.0.0.1', port, method: 'POST', path: '/webhook' },
    headers: [...headers, 'Content-Length', String(body.byteLength)],
  });
  // Once there is an answer, what becomes of the rest of the body is nobody's concern.
  sent.on('error', () => {});
  sent.end(body);
  let response: IncomingMessage;
  try {
    [response] = await once(sent, 'response');
  } catch (error) {
    // Whoever is refused in the middle of sending may see the connection go before the answer has come.
    if (body.byteLength > notificationBytesMax) return tooLarge();
    throw error;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
}

function asRequest(handle: (request: Request) => Response | Promise<Response>): Endpoint['post'] {
  return async ({ body, lines }) => {
    const headers = new Headers([['content-type', 'application/json']]);
    for (const [name, value] of lines) headers.append(name, value);
    const init = { method: 'POST', headers, body: new Uint8Array(body) };
    const response = await handle(new Request('https://a.example/webhook', init));
    return { status: response.status, body: await response.text() };
  };
}

function lambdas(receiver: Receiver): Endpoint[] {
  const handle = toLambdaHandler(receiver);
  const events: Record<string, (post: Post) => LambdaEvent> = {
    'lambda, REST API': ({ body, lines }) => ({
      ...{ httpMethod: 'POST', requestContext: {}, isBase64Encoded: true },
      body: Buffer.from(body).toString('base64'),
      multiValueHeaders: listed(lines),
    }),
    // HTTP APIs join the lines of a header themselves.
    'lambda, HTTP API': ({ body, lines }) => ({
      ...{ requestContext: { http: { method: 'POST' } }, isBase64Encoded: true },
      body: Buffer.from(body).toString('base64'),
      headers: Object.fromEntries(
        Object.entries(listed(lines)).map(([name, values]) => [name, values.join(',')]),
      ),
    }),
    // Text where the bytes are text, as a load balancer gives JSON.
    'lambda, load balancer': ({ body, lines }) => {
      const isText = Buffer.from(Buffer.from(body).toString()).equals(body);
      return {
        ...{ httpMethod: 'POST', requestContext: { elb: {} }, isBase64Encoded: !isText },
        body: Buffer.from(body).toString(isText ? 'utf8' : 'base64'),
        multiValueHeaders: listed(lines),
      };
    },
  };
  return Object.entries(events).map(([name, eventOf]) => ({
    name,
    async post(post) {
      const { statusCode, body } = await handle(eventOf(post));
      return { status: statusCode, body };
    },
  }));
}

function listed(lines: readonly HeaderLine[]): Record<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    lists.set(key, [...(lists.get(key) ?? []), value]);
  }
  return Object.fromEntries(lists);
}
