import { once } from 'node:events';
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { notificationBytesMax } from '../protocol/limits.ts';
import { sign } from '../protocol/signature.ts';
import { createReceiver } from '../receiver/receiver.ts';
import { signatureCatalogue } from '../test/hostile-rows.ts';
import { toNodeListener } from './node.ts';

const appSecret = 'a-secret-for-tests';
const servers: Server[] = [];

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  // A server that listens on a port has an address of this kind.
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

function receiving(secret = appSecret) {
  const fields: string[] = [];
  const errors: unknown[] = [];
  const receiver = createReceiver({
    appSecret: secret,
    verifyToken: 'lantern-verify',
    dedupe: false,
  })
    .onChange(({ field }) => void fields.push(field))
    .onError((error) => void errors.push(error));
  return { fields, errors, listener: toNodeListener(receiver), receiver };
}

type Sent = {
  port: number;
  body?: string;
  headers?: Record<string, string | string[]>;
  path?: string;
  method?: string;
};

async function send({ port, body = '', headers = {}, path = '/webhook', method = 'POST' }: Sent) {
  const request = httpRequest({ host: '127.0.0.1', port, method, path, headers });
  request.end(body);
  const [response] = await once(request, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const body =
  '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"value":{},"field":"flows"}]}]}';
const signed = (content: string) => ({
  'x-hub-signature-256': sign(new TextEncoder().encode(content), appSecret).sha256,
});

describe('over HTTP', () => {
  it('a handshake gets its challenge', async () => {
    const port = await listen(receiving().listener);
    const path = '/webhook?hub.challenge=42&hub.verify_token=lantern-verify&hub.mode=subscribe';
    const response = await send({ port, path, method: 'GET' });
    expect(response).toMatchObject({ status: 200, body: '42' });
    expect(response.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  it('a signed notification is handled, in however many pieces it comes', async () => {
    const { fields, listener } = receiving();
    const port = await listen(listener);
    expect(await send({ port, body, headers: signed(body) })).toMatchObject({ status: 200, body: '' });

    const socket = connect(port, '127.0.0.1');
    const head = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Hub-Signature-256: ${signed(body)['x-hub-signature-256']}\r\n`;
    socket.write(`${head}Content-Length: ${body.length}\r\n\r\n`);
    for (const character of body) socket.write(character);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
    expect(fields).toEqual(['flows', 'flows']);
  });

  it('a header that was sent twice fits no signature', async () => {
    const port = await listen(receiving().listener);
    const twice = [signed(body)['x-hub-signature-256'], signed(body)['x-hub-signature-256']];
    expect(await send({ port, body, headers: { 'x-hub-signature-256': twice } })).toMatchObject({
      status: 401,
    });
  });

  it('other methods are refused', async () => {
    const port = await listen(receiving().listener);
    const response = await send({ port, method: 'DELETE' });
    expect(response).toMatchObject({ status: 405, headers: { allow: 'GET, POST' } });
  });
});

describe('the hostile signature headers, over HTTP', () => {
  const catalogue = signatureCatalogue();

  it.each(catalogue.cases)('$id: $expect', async ({ headers, expect: expected }) => {
    const port = await listen(receiving(catalogue.secret).listener);
    const response = await send({ port, body: catalogue.body, headers });
    expect(response.status).toBe(expected === 'accept' ? 200 : 401);
  });
});

describe('a body that is too large', () => {
  it('is refused while it is still coming, and the connection closed', async () => {
    const { fields, errors, listener } = receiving();
    const port = await listen(listener);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {
      // The rest of the body meets a closed connection; that is the point.
    });
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${10 * notificationBytesMax}\r\n\r\n`);
    // One byte over the bound, then silence: the answer must not wait for the rest.
    socket.write('x'.repeat(notificationBytesMax + 1));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 [\s\S]*\r\nconnection: close\r\n/i);
    expect({ fields, errors }).toEqual({ fields: [], errors: [] });
  });
});

describe('a connection', () => {
  it('that breaks off is dropped without a handler or an error', async () => {
    const { fields, errors, listener } = receiving();
    const closed = vi.fn();
    const port = await listen((request, response) => {
      request.on('close', closed);
      listener(request, response);
    });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 9)}`,
      () => socket.destroy(),
    );
    await vi.waitUntil(() => closed.mock.calls.length > 0, { timeout: 5_000 });
    expect({ fields, errors }).toEqual({ fields: [], errors: [] });
    expect(await send({ port, body, headers: signed(body) })).toMatchObject({ status: 200 });
  });
});

it('a handled notification is answered without a body, and the connection stays open', async () => {
  const port = await listen(receiving().listener);
  const { headers } = await send({ port, body, headers: signed(body) });
  expect(headers).toMatchObject({ 'content-length': '0', connection: 'keep-alive' });
});

it('whoever wraps a receiver sees the query of a notification too', async () => {
  const { receiver } = receiving();
  const tenants: (string | null)[] = [];
  const port = await listen(
    toNodeListener({
      ...receiver,
      handle(request) {
        tenants.push(request.query.get('tenant'));
        return receiver.handle(request);
      },
    }),
  );
  await send({ port, body, headers: signed(body), path: '/webhook?tenant=7' });
  expect(tenants).toEqual(['7']);
});

it('a response that middleware broke is reported, and its connection dropped', async () => {
  const { errors, listener } = receiving();
  const port = await listen((request, response) => {
    response.end = () => {
      throw new Error('broken by middleware');
    };
    listener(request, response);
  });
  await expect(send({ port, body, headers: signed(body) })).rejects.toThrow('socket hang up');
  expect(errors).toMatchObject([{ message: 'broken by middleware' }]);
});

describe('a listener that is mounted in the wrong place', () => {
  it('says so instead of waiting for a body that was read before', async () => {
    const { errors, listener } = receiving();
    const port = await listen(async (request, response) => {
      await text(request);
      listener(request, response);
    });
    expect(await send({ port, body, headers: signed(body) })).toMatchObject({ status: 500 });
    expect(errors).toMatchObject([{ message: expect.stringMatching(/before anything that reads the body/) }]);
  });

  it('says so of a body that is decoded to text on its way', async () => {
    const { errors, listener } = receiving();
    const port = await listen((request, response) => {
      request.setEncoding('utf8');
      listener(request, response);
    });
    expect(await send({ port, body, headers: signed(body) })).toMatchObject({ status: 500 });
    expect(errors).toMatchObject([{ message: expect.stringMatching(/before anything that reads the body/) }]);
  });
});
