import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outgoingFor } from './test-support/outgoing.ts';
import { serverIdentity, startRawServer } from './test-support/raw-server.ts';

const closing = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

describe('TLS', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'resumes a %s session on a new connection of the same pool alone',
    async (version) => {
      const resumed: boolean[] = [];
      const server = await startRawServer({
        onRequest: (socket) => socket.end(closing),
        onConnection: (socket: Socket) =>
          resumed.push(socket instanceof TLSSocket && socket.isSessionReused()),
        tls: { ...serverIdentity(), minVersion: version, maxVersion: version },
      });
      onTestFinished(() => server.close());
      const outgoing = outgoingFor();
      for (const poolKey of ['app-1', 'app-1', 'app-2']) {
        const url = `https://localhost:${server.port}/`;
        const outcome = await outgoing.post({ poolKey, url, headers: {}, body: Buffer.from('{}') });
        expect(outcome).toMatchObject({ status: 200 });
      }
      expect(resumed).toEqual([false, true, false]);
    },
  );

  it.each([
    ['TLSv1.2', 'tls_handshake_refused'],
    ['TLSv1.3', 'tls_client_certificate_required'],
  ] as const)('names a demand for a client certificate in %s', async (version, reason) => {
    const server = await startRawServer({
      tls: { ...serverIdentity(), requestCert: true, minVersion: version, maxVersion: version },
    });
    onTestFinished(() => server.close());
    const url = `https://localhost:${server.port}/`;
    const outcome = await outgoingFor().post({ poolKey: 'app-1', url, headers: {}, body: Buffer.from('{}') });
    expect(outcome).toMatchObject({ kind: 'failed', reason });
  });

  it('does not blame a missing certificate when it was only asked for', async () => {
    const server = await startRawServer({
      onRequest: (socket, no) => (no === 1 ? socket.end(closing) : socket.destroy()),
      tls: { ...serverIdentity(), requestCert: true, rejectUnauthorized: false },
    });
    onTestFinished(() => server.close());
    const outgoing = outgoingFor();
    const request = {
      poolKey: 'app-1',
      url: `https://localhost:${server.port}/`,
      headers: {},
      body: Buffer.from('{}'),
    };
    expect(await outgoing.post(request)).toMatchObject({ status: 200 });
    expect(await outgoing.post(request)).toMatchObject({ reason: 'connection_closed' });
  });
});
