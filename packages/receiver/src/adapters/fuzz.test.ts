// Whatever comes in, every adapter answers with a documented status, soon, and throws nothing.
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import express from 'express';
import fc from 'fast-check';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireClientCertificate } from '../client-certificate/client-certificate.ts';
import { serverAuthority } from '../test/client-certificates.ts';
import { handshakeQuery, notification, receiving, signed } from '../test/receiving.ts';
import { toExpressHandler } from './express.ts';
import { toFastifyPlugin } from './fastify.ts';
import { toFetchHandler } from './fetch.ts';
import { toHonoHandler } from './hono.ts';
import { type LambdaEvent, toLambdaHandler } from './lambda.ts';
import { toNextApiHandler, toNextRoute } from './next.ts';
import { toNodeListener } from './node.ts';

const documented = [200, 400, 401, 403, 405, 413, 415, 500];
const { receiver } = receiving();

const method = fc.constantFrom('GET', 'HEAD', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
const printable = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const query = fc.oneof(
  fc.constant(handshakeQuery),
  printable.map((text) => text.replaceAll(/[#\\]/g, '')),
  fc.array(fc.tuple(fc.string(), fc.string())).map((pairs) => String(new URLSearchParams(pairs))),
);
const headers = fc.oneof(
  fc.constant(signed(notification)),
  fc.dictionary(
    fc.constantFrom(
      'content-type',
      'x-hub-signature-256',
      'x-hub-signature',
      'x-other',
      'x-ssl-client-verify',
    ),
    printable,
  ),
);
const body = fc.oneof(
  fc.constant(Buffer.from(notification)),
  fc.uint8Array().map(Buffer.from),
  fc.json().map(Buffer.from),
);
const request = fc.record({ method, query, headers, body });
type Sent = { method: string; query: string; headers: Record<string, string>; body: Buffer };

const hasBody = ({ method }: Sent) => method !== 'GET' && method !== 'HEAD';

describe('on sockets', () => {
  const servers: Server[] = [];
  const ports: number[] = [];
  beforeAll(async () => {
    const fastify = Fastify();
    fastify.register(toFastifyPlugin(receiver), { prefix: '/webhook' });
    await fastify.ready();
    const listeners = [
      toNodeListener(receiver),
      toNextApiHandler(receiver),
      express().use('/webhook', toExpressHandler(receiver)),
      fastify.routing,
    ];
    for (const listener of listeners) {
      const server = createServer(listener).listen(0, '127.0.0.1');
      servers.push(server);
      await once(server, 'listening');
      // A server that listens on a port has an address of this kind.
      ports.push((server.address() as AddressInfo).port);
    }
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  async function statusOf(port: number, sent: Sent): Promise<number | undefined> {
    const { method, query, headers } = sent;
    const outgoing = httpRequest({ host: '127.0.0.1', port, method, path: `/webhook?${query}`, headers });
    outgoing.end(hasBody(sent) ? sent.body : undefined);
    const [response] = await once(outgoing, 'response');
    response.resume();
    return response.statusCode;
  }

  it('node, next, express and fastify', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (sent) => {
        for (const port of ports) expect(documented).toContain(await statusOf(port, sent));
      }),
      { numRuns: 40 },
    );
  });
});

it('fetch, hono and next', async () => {
  const { GET, POST } = toNextRoute(receiver);
  const hono = new Hono().all('/webhook', toHonoHandler(receiver));
  const handlers = [toFetchHandler(receiver), GET, POST, (request: Request) => hono.fetch(request)];
  await fc.assert(
    fc.asyncProperty(request, async (sent) => {
      const { method, query, headers, body } = sent;
      for (const handle of handlers) {
        const init = { method, headers, ...(hasBody(sent) && { body }) };
        const response = await handle(new Request(`https://a.example/webhook?${query}`, init));
        expect(documented).toContain(response.status);
      }
    }),
    { numRuns: 100 },
  );
});

it('fetch, with a body that fails in the middle', async () => {
  const handle = toFetchHandler(receiver);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array()), async (chunks) => {
      const breaking = new ReadableStream({
        pull(controller) {
          const chunk = chunks.pop();
          if (chunk === undefined) controller.error(new Error('reset'));
          else controller.enqueue(chunk);
        },
      });
      // `duplex` is demanded for a body that is a stream.
      const init = { method: 'POST', body: breaking, duplex: 'half' as const };
      expect((await handle(new Request('https://a.example/', init))).status).toBe(400);
    }),
    { numRuns: 30 },
  );
});

describe('lambda', () => {
  const handle = toLambdaHandler(receiver);

  it('events of the documented forms', async () => {
    const form = fc.constantFrom('rest', 'http', 'load_balancer');
    await fc.assert(
      fc.asyncProperty(request, form, fc.boolean(), async (sent, form, isBase64Encoded) => {
        const { method, query, headers, body } = sent;
        const event: LambdaEvent = {
          headers,
          body: body.toString(isBase64Encoded ? 'base64' : 'utf8'),
          isBase64Encoded,
          ...(form === 'http'
            ? { rawQueryString: query, requestContext: { http: { method } } }
            : {
                httpMethod: method,
                queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
                requestContext: form === 'rest' ? {} : { elb: {} },
              }),
        };
        expect(documented).toContain((await handle(event)).statusCode);
      }),
      { numRuns: 100 },
    );
  });

  it('anything at all in place of an event', async () => {
    const member = fc.constantFrom(
      'version',
      'httpMethod',
      'headers',
      'multiValueHeaders',
      'queryStringParameters',
      'multiValueQueryStringParameters',
      'rawQueryString',
      'body',
      'isBase64Encoded',
      'requestContext',
    );
    const anyEvent = fc.oneof(fc.dictionary(member, fc.anything()), fc.anything());
    await fc.assert(
      fc.asyncProperty(anyEvent, async (event) => {
        // The type promises what a stranger's test event may break.
        expect(documented).toContain((await handle(event as LambdaEvent)).statusCode);
      }),
      { numRuns: 200 },
    );
  });
});

it('no header makes a check of the client certificate throw or let anybody in', () => {
  const trustedProxies = ['10.0.0.2'];
  const checks = [
    ...(['nginx', 'alb-verify', 'envoy'] as const).map((from) =>
      requireClientCertificate({ from, trustedProxies }),
    ),
    ...(['nginx-certificate', 'alb-passthrough', 'cloudflare', 'rfc9440'] as const).map((from) =>
      requireClientCertificate({ from, trustedProxies, ca: serverAuthority }),
    ),
  ];
  const value = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[A-Za-z]{0,9}="?[CN=a-z.,;\\"+:]{0,30}"?;?,?$/),
    fc.base64String().map((text) => `:${text}:`),
  );
  fc.assert(
    fc.property(value, fc.constantFrom('SUCCESS', 'NONE'), (text, verdict) => {
      const headerLines = (name: string) => (name === 'x-ssl-client-verify' ? [verdict] : [text]);
      for (const check of checks) {
        expect(check({ method: 'POST', headerLines, peer: () => '10.0.0.2' }).ok).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});
