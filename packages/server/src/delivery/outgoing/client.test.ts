import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Outcome, Outgoing } from './client.ts';
import { outgoingFor, recordingConnector, swallowedSocket } from './test-support/outgoing.ts';
import { type RawServerOptions, serverIdentity, startRawServer } from './test-support/raw-server.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const answering: RawServerOptions = { onRequest: (socket) => socket.write(ok) };

async function serverFor(options: RawServerOptions) {
  const server = await startRawServer(options);
  onTestFinished(() => server.close());
  return server;
}

function post(outgoing: Outgoing, url: string, poolKey = 'endpoint-1'): Promise<Outcome> {
  const headers = { 'user-agent': 'facebookexternalua', 'content-type': 'application/json' };
  return outgoing.post({ poolKey, url, headers, body: Buffer.from('{"a":1}') });
}

describe('post', () => {
  it('sends exactly the bytes it was given, and nothing of its own but what HTTP needs', async () => {
    const server = await serverFor(answering);
    const url = `http://localhost:${server.port}/%0d%0aX-Injected:%201?tenant=7`;
    expect(await post(outgoingFor(), url)).toMatchObject({
      kind: 'response',
      status: 200,
      statusText: 'OK',
      retryAfter: null,
      contentEncoding: null,
      excerptTruncated: false,
    });
    expect(server.requests).toEqual([
      [
        'POST /%0d%0aX-Injected:%201?tenant=7 HTTP/1.1',
        `host: localhost:${server.port}`,
        'connection: keep-alive',
        'user-agent: facebookexternalua',
        'content-type: application/json',
        'content-length: 7',
        '',
        '{"a":1}',
      ].join('\r\n'),
    ]);
  });

  it('keeps connections for one key and origin, and shares them with no other', async () => {
    const server = await serverFor(answering);
    const outgoing = outgoingFor();
    const url = `http://localhost:${server.port}/`;
    await post(outgoing, url);
    await post(outgoing, url);
    expect(server.connections()).toBe(1);
    await post(outgoing, url, 'endpoint-2');
    await post(outgoing, `http://127.0.0.1:${server.port}/`);
    expect(server.connections()).toBe(3);
  });

  it('gives an answer that one app provoked to no other app', async () => {
    const mine = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine';
    const server = await serverFor({
      onRequest: (socket, no) =>
        socket.write(no === 1 ? `${ok}HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n` : mine),
    });
    const outgoing = outgoingFor();
    const url = `http://localhost:${server.port}/`;
    expect(await post(outgoing, url, 'app-1')).toMatchObject({ status: 200 });
    expect(await post(outgoing, url, 'app-2')).toMatchObject({
      status: 200,
      excerpt: new Uint8Array(Buffer.from('mine')),
    });
  });

  it('opens no more connections than it may and lets the rest wait in order', async () => {
    const held: (() => void)[] = [];
    const server = await serverFor({ onRequest: (socket) => held.push(() => socket.write(ok)) });
    const outgoing = outgoingFor({ connectionsPerPool: 2 });
    const all = Promise.all(
      Array.from({ length: 6 }, () => post(outgoing, `http://localhost:${server.port}/`)),
    );
    for (let answered = 0; answered < 6; answered++) {
      await vi.waitFor(() => expect(held.length).toBeGreaterThan(0));
      expect(held.length).toBeLessThanOrEqual(2);
      held.shift()?.();
    }
    expect((await all).every((outcome) => outcome.kind === 'response')).toBe(true);
    expect(server.connections()).toBe(2);
  });

  it('ends a request that waits for a connection at its deadline, and never sends it', async () => {
    const server = await serverFor({});
    let now = 0;
    const outgoing = outgoingFor({ connectionsPerPool: 1, now: () => now });
    const url = `http://localhost:${server.port}/`;
    const outcomes = Promise.all([post(outgoing, url), post(outgoing, url)]);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    now += 2_000;
    expect(await outcomes).toMatchObject([{ reason: 'timeout' }, { reason: 'timeout' }]);
    await outgoing.close();
    expect(server.connections()).toBe(1);
  });

  it('opens no connection in place of one it gave up', async () => {
    const server = await serverFor({});
    const outgoing = outgoingFor({ deadlineMs: 100 });
    await post(outgoing, `http://localhost:${server.port}/`);
    await post(outgoing, `http://localhost:${server.port}/`);
    expect(server.connections()).toBe(2);
  });

  it('counts the deadline and the duration by the clock it is given', async () => {
    const server = await serverFor({});
    let now = 1_000;
    const outgoing = outgoingFor({ deadlineMs: 10_000, now: () => now });
    const outcome = post(outgoing, `http://localhost:${server.port}/`);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    now += 10_000;
    expect(await outcome).toMatchObject({ reason: 'timeout', durationMs: 10_000 });
  });

  it('verifies the name or address in the URL, and trusts the extra authority', async () => {
    const server = await serverFor({ ...answering, tls: serverIdentity() });
    const outgoing = outgoingFor({ resolve: async () => ['127.0.0.1'] });
    expect(await post(outgoing, `https://callback.example:${server.port}/`)).toMatchObject({ status: 200 });
    expect(await post(outgoing, `https://127.0.0.1:${server.port}/`)).toMatchObject({ status: 200 });
    const strict = outgoingFor({ ca: [] });
    expect(await post(strict, `https://localhost:${server.port}/`)).toMatchObject({
      reason: 'tls_untrusted',
    });
  });

  it('names a closed port, and a port that does not speak TLS', async () => {
    const server = await serverFor({ onConnection: (socket) => socket.write('220 hello\r\n') });
    expect(await post(outgoingFor(), `https://localhost:${server.port}/`)).toMatchObject({
      reason: 'tls_protocol',
    });
    await server.close();
    expect(await post(outgoingFor(), `http://127.0.0.1:${server.port}/`)).toEqual({
      kind: 'failed',
      reason: 'connection_refused',
      detail: 'Nothing listens at the address and port. (ECONNREFUSED)',
      durationMs: expect.any(Number),
    });
  });

  it('refuses what may not be sent before it looks up a name', async () => {
    const { connect, calls } = recordingConnector();
    const start = { mode: 'start', allow: [], ports: [443] } as const;
    const outgoing = outgoingFor({
      policy: start,
      connect,
      resolve: () => Promise.reject(new Error('asked')),
    });
    for (const url of [
      '',
      'hook',
      'http://a.example/',
      'https://u:p@a.example/',
      'https://a.example:22/',
      'data:,1',
    ]) {
      expect(await post(outgoing, url)).toMatchObject({ reason: 'url_refused', durationMs: 0 });
    }
    const headers = { 'x-hub-signature-256': 'sha256=0\r\nx-evil: 1' };
    const request = { poolKey: 'k', url: 'https://a.example/', headers, body: Buffer.from('') };
    expect(await outgoing.post(request)).toMatchObject({ reason: 'header_refused' });
    expect(calls).toEqual([]);
  });

  it('waits for a socket when all are taken, closing idle ones first, and says so when none comes free', async () => {
    const silent = await serverFor({});
    const server = await serverFor(answering);
    let now = 0;
    const outgoing = outgoingFor({ socketsMax: 1, deadlineMs: 1_500, now: () => now });
    const url = `http://localhost:${server.port}/`;
    expect(await post(outgoing, url, 'app-1')).toMatchObject({ status: 200 });
    expect(await post(outgoing, url, 'app-2')).toMatchObject({ status: 200 });
    const stuck = post(outgoing, `http://localhost:${silent.port}/`, 'app-3');
    await vi.waitFor(() => expect(silent.requests).toHaveLength(1));
    now = 1_000;
    const waiting = post(outgoing, url, 'app-4');
    now = 1_500;
    expect(await stuck).toMatchObject({ reason: 'timeout' });
    expect(await waiting).toMatchObject({ status: 200 });
  });

  it('blames the endpoint that swallows packets, not the sockets that it holds', async () => {
    let now = 0;
    const connect = vi.fn(swallowedSocket);
    const outgoing = outgoingFor({ socketsMax: 1, deadlineMs: 500, connect, now: () => now });
    const first = post(outgoing, 'http://localhost:8080/', 'app-1');
    const second = post(outgoing, 'http://localhost:8081/', 'app-2');
    await vi.waitFor(() => expect(connect).toHaveBeenCalled());
    now = 500;
    expect(await first).toMatchObject({ reason: 'timeout' });
    expect(await second).toMatchObject({ reason: 'sockets_exhausted' });
  });

  it('closes an idle connection when others that are unused have none', async () => {
    let closed = 0;
    const closing = await serverFor({
      onRequest: (socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
      onConnection: (socket) => socket.on('close', () => closed++),
    });
    const server = await serverFor(answering);
    const outgoing = outgoingFor({ socketsMax: 1, deadlineMs: 1_500 });
    for (const [index, key] of ['app-1', 'app-2'].entries()) {
      expect(await post(outgoing, `http://localhost:${closing.port}/`, key)).toMatchObject({ status: 200 });
      await vi.waitFor(() => expect(closed).toBe(index + 1));
    }
    const url = `http://localhost:${server.port}/`;
    expect(await post(outgoing, url, 'app-3')).toMatchObject({ status: 200 });
    expect(await post(outgoing, url, 'app-4')).toMatchObject({ status: 200 });
  });
});

describe('get', () => {
  it('asks on a connection of its own and closes it', async () => {
    let closed = 0;
    const server = await serverFor({
      ...answering,
      onConnection: (socket) => socket.on('close', () => closed++),
    });
    const outgoing = outgoingFor();
    const url = `http://localhost:${server.port}/hook?a=1&hub.challenge=5`;
    expect(await outgoing.get({ url, headers: { accept: '*/*' } })).toMatchObject({ status: 200 });
    expect(await outgoing.get({ url, headers: { accept: '*/*' } })).toMatchObject({ status: 200 });
    expect(server.requests[0]).toBe(
      `GET /hook?a=1&hub.challenge=5 HTTP/1.1\r\nhost: localhost:${server.port}\r\nconnection: close\r\naccept: */*\r\n\r\n`,
    );
    await vi.waitFor(() => expect(closed).toBe(2));
  });
});

describe('connections', () => {
  it('are closed when the pool is dropped or has been idle for long', async () => {
    let open = 0;
    const server = await serverFor({
      ...answering,
      onConnection(socket) {
        open++;
        socket.on('close', () => open--);
      },
    });
    const outgoing = outgoingFor({ poolIdleMs: 100 });
    const url = `http://localhost:${server.port}/`;
    await post(outgoing, url);
    outgoing.dropPool('endpoint-1');
    await vi.waitFor(() => expect(open).toBe(0));
    await post(outgoing, url);
    expect(open).toBe(1);
    await vi.waitFor(() => expect(open).toBe(0));
  });

  it('do not cut what is in flight when the pool is dropped', async () => {
    let answer = () => {};
    const server = await serverFor({
      onRequest: (socket) => {
        answer = () => socket.write(ok);
      },
    });
    const outgoing = outgoingFor();
    const outcome = post(outgoing, `http://localhost:${server.port}/`);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    outgoing.dropPool('endpoint-1');
    answer();
    expect(await outcome).toMatchObject({ status: 200 });
  });

  it('stay flat in number however many certificates are bad', async () => {
    const server = await serverFor({ ...answering, tls: serverIdentity('expired.pem') });
    const outgoing = outgoingFor({ socketsMax: 4 });
    for (let round = 0; round < 10; round++) {
      const keys = Array.from({ length: 8 }, (_, index) => `endpoint-${round}-${index}`);
      const outcomes = keys.map((key) => post(outgoing, `https://localhost:${server.port}/`, key));
      for (const outcome of await Promise.all(outcomes))
        expect(outcome).toMatchObject({ reason: 'tls_expired' });
    }
  });
});

describe('close', () => {
  it('lets what is in flight end and refuses the rest', async () => {
    let answer = () => {};
    const server = await serverFor({
      onRequest: (socket) => {
        answer = () => socket.write(ok);
      },
    });
    const outgoing = outgoingFor();
    const outcome = post(outgoing, `http://localhost:${server.port}/`);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    const closed = outgoing.close();
    expect(await post(outgoing, `http://localhost:${server.port}/`)).toMatchObject({ reason: 'stopped' });
    answer();
    expect(await outcome).toMatchObject({ status: 200 });
    await closed;
  });
});
