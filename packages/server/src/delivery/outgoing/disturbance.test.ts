// Bodies that are sent badly on purpose, as the endpoint gets them, over TCP and over TLS.
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from '../../test/support/until.ts';
import type { Outcome, Outgoing } from './client.ts';
import type { Disturbance } from './disturbance.ts';
import { outgoingFor, recordingConnector } from './test-support/outgoing.ts';
import { type RawServerOptions, serverIdentity, startRawServer } from './test-support/raw-server.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const body = Buffer.from(`{"text":"${'a'.repeat(189)}"}`);

/** `early`: it answers to the first bytes it gets. */
async function serverFor(protocol: string, { early = false } = {}) {
  const pieces: string[] = [];
  const errors: string[] = [];
  const options: RawServerOptions = {
    ...(!early && { onRequest: (socket) => socket.write(ok) }),
    onConnection(socket: Socket) {
      socket.on('data', (chunk) => {
        pieces.push(chunk.toString('latin1'));
        if (early && pieces.length === 1) socket.write(ok);
      });
      socket.on('error', (error) => errors.push(String(Reflect.get(error, 'code'))));
    },
    ...(protocol === 'https' && { tls: serverIdentity() }),
  };
  const server = await startRawServer(options);
  onTestFinished(() => server.close());
  return { ...server, pieces, errors, url: `${protocol}://localhost:${server.port}/` };
}

function post(outgoing: Outgoing, url: string, disturbance?: Disturbance): Promise<Outcome> {
  const request = { poolKey: 'endpoint-1', url, headers: {}, body };
  return outgoing.post(disturbance ? { ...request, disturbance } : request);
}

describe.each(['http', 'https'])('over %s', (protocol) => {
  it('a slow body trickles in, whole and with its length, and the connection is used again', async () => {
    const server = await serverFor(protocol);
    const outgoing = outgoingFor();
    const outcome = await post(outgoing, server.url, { kind: 'slow', bytesPerSecond: 1_000 });
    expect(outcome).toMatchObject({ kind: 'response', status: 200 });
    expect(outcome.durationMs).toBeGreaterThan(95);
    expect(server.pieces.length).toBeGreaterThan(1);
    await post(outgoing, server.url);
    const [slow, whole] = server.requests;
    expect(slow).toBe(whole);
    expect(slow).toContain(`content-length: ${body.length}\r\n`);
    expect(server.connections()).toBe(1);
  });

  it('a reset comes in the middle of the body, and the next request arrives whole', async () => {
    const server = await serverFor(protocol);
    const outgoing = outgoingFor();
    expect(await post(outgoing, server.url, { kind: 'reset' })).toMatchObject({ reason: 'fault_reset' });
    await until(() => server.errors.length > 0);
    expect(server.errors).toEqual(['ECONNRESET']);
    const got = server.pieces.join('');
    expect(got.slice(got.indexOf('\r\n\r\n') + 4)).toBe(body.subarray(0, body.length / 2).toString());
    expect(await post(outgoing, server.url)).toMatchObject({ status: 200 });
    expect(server.requests).toHaveLength(1);
  });
});

it('what is answered to half a body counts as no answer', async () => {
  const server = await serverFor('http', { early: true });
  expect(await post(outgoingFor(), server.url, { kind: 'reset' })).toMatchObject({ reason: 'fault_reset' });
});

it('a body too slow for the deadline ends with it', async () => {
  const server = await serverFor('http');
  const outgoing = outgoingFor({ deadlineMs: 200 });
  const outcome = await post(outgoing, server.url, { kind: 'slow', bytesPerSecond: 10 });
  expect(outcome).toMatchObject({ reason: 'timeout' });
});

it('a fault hides no failure that came before it', async () => {
  const outgoing = outgoingFor({ connect: recordingConnector().connect });
  const refused = await post(outgoing, 'http://127.0.0.1:8443/', { kind: 'reset' });
  expect(refused).toMatchObject({ reason: 'connection_refused' });
});
