import { once } from 'node:events';
import { createServer as createPlainServer } from 'node:http';
import { createServer, request as httpsRequest, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toNodeListener } from '../adapters/node.ts';
import { makeTestCertificates, serverIdentity, type TestCertificates } from '../test/client-certificates.ts';
import { notification, receiving, signed } from '../test/receiving.ts';
import { requireClientCertificate } from './client-certificate.ts';

let made: TestCertificates;
let now = Date.now();
const received = receiving();
// Not demanded at the handshake, so that every kind of connection gets as far as the check.
const server = createServer(
  { ...serverIdentity, requestCert: true, rejectUnauthorized: false },
  toNodeListener(received.receiver, {
    clientCertificate: requireClientCertificate({ from: 'socket', now: () => now }),
  }),
);

beforeAll(async () => {
  made = await makeTestCertificates();
  server.setSecureContext({ ...serverIdentity, ca: made.root });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function send(options: RequestOptions, onSession?: (session: Buffer) => void) {
  // A listening server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const request = httpsRequest({
    host: '127.0.0.1',
    port,
    method: 'POST',
    headers: signed(notification),
    rejectUnauthorized: false,
    agent: false,
    ...options,
  });
  if (onSession) request.on('socket', (socket) => socket.on('session', onSession));
  request.end(options.method === 'GET' ? undefined : notification);
  const [response] = await once(request, 'response');
  const resumed = (request.socket as TLSSocket).isSessionReused();
  return { status: response.statusCode, body: await text(response), resumed };
}

const shown = ({ certificate, key }: { certificate: string; key: string }) => ({
  cert: certificate + made.intermediate,
  key,
});

it('lets in the right certificate and no other', async () => {
  const answers = [
    await send(shown(made.meta)),
    await send({}),
    await send(shown(made.stranger)),
    // Of an authority the server does not trust.
    await send(serverIdentity),
  ];
  expect(answers.map(({ status, body }) => [status, body])).toEqual([
    [200, ''],
    [403, 'client certificate refused: missing'],
    [403, 'client certificate refused: name'],
    [403, 'client certificate refused: unverified'],
  ]);
  expect(received.fields).toEqual(['flows']);
});

it('knows the certificate of a resumed session, and that there was none', async () => {
  const cases: [RequestOptions, number][] = [
    [shown(made.meta), 200],
    [{}, 403],
  ];
  for (const [identity, status] of cases) {
    const sessions: Buffer[] = [];
    const first = await send(identity, (session) => sessions.push(session));
    expect(first).toMatchObject({ status, resumed: false });
    const session = sessions.at(-1);
    expect(await send({ ...identity, ...(session && { session }) })).toMatchObject({ status, resumed: true });
  }
});

it('asks for none on the handshake unless told to, and none counts without TLS', async () => {
  const path = '/?hub.mode=subscribe&hub.challenge=42&hub.verify_token=lantern-verify';
  expect(await send({ method: 'GET', path })).toMatchObject({ status: 200, body: '42' });

  const check = requireClientCertificate({ from: 'socket', alsoForHandshake: true });
  const plain = createPlainServer(toNodeListener(received.receiver, { clientCertificate: check }));
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const { port } = plain.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  expect([response.status, await response.text()]).toEqual([403, 'client certificate refused: missing']);
  plain.closeAllConnections();
  plain.close();
});

it('does not let a connection outlive its certificate', async () => {
  const before = now;
  now += 91 * 86_400_000;
  expect(await send(shown(made.meta))).toMatchObject({
    status: 403,
    body: 'client certificate refused: expired',
  });
  now = before;
});
