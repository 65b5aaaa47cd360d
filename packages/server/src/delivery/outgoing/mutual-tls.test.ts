// Client certificates on real connections: who gets to see one, and what it is called when it does not help.
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket, type TlsOptions } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome, Outgoing, OutgoingOptions } from './client.ts';
import type { ClientIdentity } from './client-identity.ts';
import { clientName, demanding, newTestIdentity } from './test-support/client-certificates.ts';
import { outgoingFor } from './test-support/outgoing.ts';
import { type RawServerOptions, serverIdentity, startRawServer } from './test-support/raw-server.ts';

const keepAlive = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const closing = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const days = (count: number) => count * 86_400_000;

async function serverFor(options: RawServerOptions) {
  const server = await startRawServer({ onRequest: (socket) => socket.write(keepAlive), ...options });
  onTestFinished(() => server.close());
  return { ...server, url: `https://localhost:${server.port}/` };
}

function showing(identity: ClientIdentity, options: Partial<OutgoingOptions> = {}): Outgoing {
  return outgoingFor({ clientIdentity: async () => identity, ...options });
}

function post(outgoing: Outgoing, url: string, presentCertificate = true): Promise<Outcome> {
  return outgoing.post({
    poolKey: 'endpoint-1',
    url,
    headers: {},
    body: Buffer.from('{}'),
    presentCertificate,
  });
}

/** The certificate a server saw, or null. */
function seenBy(socket: Socket): { name: unknown; authorized: boolean } | null {
  if (!(socket instanceof TLSSocket)) return null;
  const { subject } = socket.getPeerCertificate();
  // Node answers an empty object where there is none.
  return subject ? { name: subject.CN, authorized: socket.authorized } : null;
}

describe('a client certificate', () => {
  it.each(versions)(
    'comes with its intermediate, so that trusting the root is enough (%s)',
    async (version) => {
      const { root, identity } = await newTestIdentity();
      const seen: unknown[] = [];
      const server = await serverFor({
        tls: demanding([root], version),
        onConnection: (socket) => seen.push(seenBy(socket)),
      });
      expect(await post(showing(identity), server.url)).toMatchObject({ status: 200 });
      expect(seen).toEqual([{ name: clientName, authorized: true }]);
    },
  );

  it('is shown on a handshake too', async () => {
    const { root, identity } = await newTestIdentity();
    const server = await serverFor({ tls: demanding([root]), onRequest: (socket) => socket.end(closing) });
    const outgoing = showing(identity);
    const request = { url: server.url, headers: {} };
    expect(await outgoing.get({ ...request, presentCertificate: true })).toMatchObject({ status: 200 });
    expect(await outgoing.get({ ...request, presentCertificate: false })).toMatchObject({
      reason: 'tls_client_certificate_required',
    });
  });

  it('is shown to nobody who does not ask, and hinders nobody', async () => {
    const { identity } = await newTestIdentity();
    const seen: unknown[] = [];
    const onConnection = (socket: Socket) => seen.push(seenBy(socket));
    const outgoing = showing(identity);
    const secure = await serverFor({ tls: serverIdentity(), onConnection });
    expect(await post(outgoing, secure.url)).toMatchObject({ status: 200 });
    const plain = await serverFor({ onConnection });
    expect(await post(outgoing, plain.url.replace('https', 'http'))).toMatchObject({ status: 200 });
    const curious = await serverFor({
      tls: { ...serverIdentity(), requestCert: true, rejectUnauthorized: false },
      onConnection,
    });
    expect(await post(outgoing, curious.url)).toMatchObject({ status: 200 });
    expect(seen).toEqual([null, null, { name: clientName, authorized: false }]);
  });

  it('is not shown where the request does not say so', async () => {
    const { identity } = await newTestIdentity();
    const seen: unknown[] = [];
    const server = await serverFor({
      tls: { ...serverIdentity(), requestCert: true, rejectUnauthorized: false },
      onConnection: (socket) => seen.push(seenBy(socket)),
    });
    expect(await post(showing(identity), server.url, false)).toMatchObject({ status: 200 });
    expect(seen).toEqual([null]);
  });

  it.each(versions)('leaves sessions to be resumed (%s)', async (version) => {
    const { root, identity } = await newTestIdentity();
    const seen: unknown[] = [];
    const server = await serverFor({
      tls: demanding([root], version),
      onRequest: (socket) => socket.end(closing),
      onConnection: (socket) => seen.push(socket instanceof TLSSocket && socket.isSessionReused()),
    });
    const outgoing = showing(identity);
    for (let no = 0; no < 3; no++) expect(await post(outgoing, server.url)).toMatchObject({ status: 200 });
    expect(seen).toEqual([false, true, true]);
  });
});

describe('another certificate, or none', () => {
  it('is what new requests show, while running ones end on the old connection', async () => {
    const [old, fresh] = [await newTestIdentity(), await newTestIdentity()];
    let current = old;
    const sockets: Socket[] = [];
    const server = await serverFor({
      tls: demanding([old.root, fresh.root]),
      onRequest: (socket) => sockets.push(socket),
    });
    const outgoing = outgoingFor({ clientIdentity: async () => current.identity });
    const first = post(outgoing, server.url);
    await expect.poll(() => sockets.length).toBe(1);
    current = fresh;
    const second = post(outgoing, server.url);
    await expect.poll(() => sockets.length).toBe(2);
    const third = post(outgoing, server.url, false);
    expect(await third).toMatchObject({ reason: 'tls_client_certificate_required' });
    for (const socket of sockets) socket.write(keepAlive);
    expect(await first).toMatchObject({ status: 200 });
    expect(await second).toMatchObject({ status: 200 });
    const fingerprints = sockets.map(
      (socket) => socket instanceof TLSSocket && socket.getPeerX509Certificate()?.fingerprint256,
    );
    expect(fingerprints).toEqual([old.identity.id, fresh.identity.id]);
    expect(server.connections()).toBe(2);
  });

  it('opens new connections once, not at each request', async () => {
    const { root, identity } = await newTestIdentity();
    const server = await serverFor({ tls: demanding([root]) });
    const outgoing = showing({ ...identity });
    for (let no = 0; no < 3; no++) await post(outgoing, server.url);
    expect(server.connections()).toBe(1);
  });
});

describe('a refusal has a name', () => {
  /**
   * As an application on Node refuses: it hangs up when the handshake is over. In TLS 1.2 nothing then tells the
   * client from a line that broke; servers that send an alert are in failure.test.ts.
   */
  async function refusing(tls: TlsOptions) {
    const server = createServer(tls, (_request, response) => response.end());
    server.on('tlsClientError', () => {});
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    // A server that listens on a port has this kind of address.
    return `https://localhost:${(server.address() as AddressInfo).port}/`;
  }

  it.each([
    ['TLSv1.2', 'connection_reset'],
    ['TLSv1.3', 'tls_client_certificate_refused'],
  ] as const)('for a certificate of an authority that is not trusted (%s)', async (version, reason) => {
    const [mine, other] = [await newTestIdentity(), await newTestIdentity()];
    const url = await refusing(demanding([other.root], version));
    expect(await post(showing(mine.identity), url)).toMatchObject({ kind: 'failed', reason });
  });

  it('for one that has expired', async () => {
    const old = await newTestIdentity({ now: Date.now() - days(100) });
    const url = await refusing(demanding([old.root], 'TLSv1.3'));
    expect(await post(showing(old.identity), url)).toMatchObject({
      kind: 'failed',
      reason: 'tls_client_certificate_expired',
    });
  });

  it('for one that cannot be had, before anything is connected', async () => {
    const { root } = await newTestIdentity();
    const server = await serverFor({ tls: demanding([root]) });
    const clientIdentity = () => Promise.reject(new Error('the disk is full'));
    expect(await post(outgoingFor({ clientIdentity }), server.url)).toMatchObject({
      reason: 'client_certificate_unavailable',
    });
    expect(await post(outgoingFor(), server.url)).toMatchObject({ reason: 'client_certificate_unavailable' });
    const [mine, other] = [await newTestIdentity(), await newTestIdentity()];
    const mixed = { ...mine.identity, key: other.identity.key };
    expect(await post(showing(mixed), server.url)).toMatchObject({
      reason: 'client_certificate_unavailable',
    });
    expect(server.connections()).toBe(0);
  });

  it('but a connection that breaks later is only that', async () => {
    const { root, identity } = await newTestIdentity();
    const server = await serverFor({
      tls: demanding([root]),
      onRequest: (socket, no) => (no === 1 ? socket.write(keepAlive) : socket.destroy()),
    });
    const outgoing = showing(identity);
    expect(await post(outgoing, server.url)).toMatchObject({ status: 200 });
    expect(await post(outgoing, server.url)).toMatchObject({ reason: 'connection_closed' });
  });
});
