// Callbacks through a real CONNECT proxy on loopback: the guard decides where a tunnel may end, and TLS goes
// through it end to end.
import { describe, expect, it, onTestFinished } from 'vitest';
import catalogue from '../../../../../hostile/addresses.json' with { type: 'json' };
import type { Outcome, Outgoing, OutgoingOptions } from './client.ts';
import type { EgressProxyMode } from './egress-proxy.ts';
import { demanding, newTestIdentity } from './test-support/client-certificates.ts';
import { startConnectProxy } from './test-support/connect-proxy.ts';
import { outgoingFor } from './test-support/outgoing.ts';
import { type RawServerOptions, serverIdentity, startRawServer } from './test-support/raw-server.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const publicAddress = '93.184.216.34';

async function endpoint(options: RawServerOptions = {}) {
  const server = await startRawServer({ onRequest: (socket) => socket.write(ok), ...options });
  onTestFinished(() => server.close());
  return server;
}

function through(
  url: string,
  { mode = 'connect-ip', ...options }: Partial<OutgoingOptions> & { mode?: EgressProxyMode } = {},
): Outgoing {
  return outgoingFor({ proxy: { url, mode }, resolve: async () => [publicAddress], ...options });
}

function post(outgoing: Outgoing, url: string, presentCertificate = false): Promise<Outcome> {
  return outgoing.post({
    poolKey: 'endpoint-1',
    url,
    headers: {},
    body: Buffer.from('{}'),
    presentCertificate,
  });
}

describe('a callback behind the proxy', () => {
  it('is reached at the address that was judged, which is all the proxy learns', async () => {
    const server = await endpoint();
    const proxy = await startConnectProxy({ leadsTo: server.port });
    const outgoing = through(proxy.url);
    expect(await post(outgoing, 'http://hooks.example:8080/path?x=1')).toMatchObject({ status: 200 });
    expect(await post(outgoing, 'http://hooks.example:8080/path?x=1')).toMatchObject({ status: 200 });
    expect(proxy.asked).toEqual([`${publicAddress}:8080`]);
    expect(proxy.headers).toEqual([{ host: `${publicAddress}:8080` }]);
    expect(server.requests[0]).toMatch(/^POST \/path\?x=1 HTTP\/1\.1\r\nhost: hooks\.example:8080\r\n/);
  });

  it.each([false, true])('speaks TLS with us through the tunnel (TLS to the proxy: %s)', async (isTls) => {
    const server = await endpoint({ tls: serverIdentity() });
    const proxy = await startConnectProxy({ isTls, leadsTo: server.port });
    // The certificate of the proxy is for localhost, and so is the endpoint's.
    const outgoing = through(proxy.url);
    expect(await post(outgoing, 'https://localhost:8443/')).toMatchObject({ status: 200 });
    expect(await post(outgoing, 'https://other.example/')).toMatchObject({ reason: 'tls_wrong_name' });
    expect(proxy.asked).toEqual([`${publicAddress}:8443`, `${publicAddress}:443`]);
  });

  it('gets our client certificate through the tunnel', async () => {
    const { root, identity } = await newTestIdentity();
    const server = await endpoint({ tls: demanding([root]) });
    const proxy = await startConnectProxy({ leadsTo: server.port });
    const outgoing = through(proxy.url, { clientIdentity: async () => identity });
    expect(await post(outgoing, 'https://localhost:8443/', true)).toMatchObject({ status: 200 });
  });

  it('is judged as ever: the proxy is never asked for what may not be called', async () => {
    const server = await endpoint();
    const proxy = await startConnectProxy({ leadsTo: server.port });
    const policy = { mode: 'start', allow: [], ports: [443, 8443] } as const;
    for (const row of catalogue.literals) {
      if (row.start !== 'deny') continue;
      const outgoing = through(proxy.url, { policy, ca: [] });
      expect(await post(outgoing, `https://${row.host}/`)).toMatchObject({ reason: 'address_refused' });
    }
    for (const addresses of [['10.0.0.1'], [publicAddress, '169.254.169.254'], ['::1']]) {
      const outgoing = through(proxy.url, { policy, ca: [], resolve: async () => addresses });
      expect(await post(outgoing, 'https://inside.example/')).toMatchObject({ reason: 'address_refused' });
    }
    expect(proxy.asked).toEqual([]);
  });

  it('may have an address of IPv6, and several', async () => {
    const server = await endpoint();
    const proxy = await startConnectProxy({ leadsTo: server.port });
    const outgoing = through(proxy.url, { resolve: async () => ['2606:4700::1', publicAddress] });
    expect(await post(outgoing, 'http://hooks.example/')).toMatchObject({ status: 200 });
    expect(proxy.asked).toEqual(['[2606:4700::1]:80']);
  });
});

describe('a proxy', () => {
  it('is shown the password of its URL, decoded', async () => {
    const server = await endpoint();
    const proxy = await startConnectProxy({ leadsTo: server.port });
    const outgoing = through(proxy.url.replace('//', '//lantern:p%40ss@'));
    expect(await post(outgoing, 'http://hooks.example/')).toMatchObject({ status: 200 });
    const expected = `Basic ${Buffer.from('lantern:p@ss').toString('base64')}`;
    expect(proxy.headers[0]?.['proxy-authorization']).toBe(expected);
    expect(server.requests[0]).not.toContain('roxy-');
  });

  it.each([
    ['forbids the endpoint', 'HTTP/1.1 403 No\r\nContent-Length: 6\r\n\r\nsecret', 'egress_refused'],
    ['cannot reach the endpoint', 'HTTP/1.1 504 Too late\r\n\r\n', 'egress_refused'],
    ['does not know us', 'HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic\r\n\r\n', 'egress_failed'],
    ['speaks nonsense', 'nonsense\r\n\r\n', 'egress_failed'],
    ['never ends its head', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}`, 'egress_failed'],
    ['speaks before the endpoint does', `HTTP/1.1 200 OK\r\n\r\n${ok}`, 'egress_failed'],
    ['says nothing', '', 'timeout'],
  ])('that %s is named, and what it says is not shown', async (_name, answer, reason) => {
    const proxy = await startConnectProxy({ answer });
    const url = proxy.url.replace('//', '//lantern:sesame@');
    const outcome = await post(through(url, { deadlineMs: 500 }), 'http://hooks.example/');
    expect(outcome).toMatchObject({ kind: 'failed', reason });
    expect(JSON.stringify(outcome)).not.toMatch(/secret|sesame|127\.0\.0\.1/);
  });

  it('that is not there, or cannot be trusted, is our own trouble', async () => {
    expect(await post(through('http://127.0.0.1:1'), 'http://hooks.example/')).toMatchObject({
      reason: 'egress_failed',
    });
    const proxy = await startConnectProxy({ isTls: true });
    expect(await post(through(proxy.url, { ca: [] }), 'http://hooks.example/')).toMatchObject({
      reason: 'egress_failed',
    });
  });

  it('that resolves names itself is told the name, and only addresses are judged here', async () => {
    const server = await endpoint();
    const proxy = await startConnectProxy({ leadsTo: server.port });
    const outgoing = through(proxy.url, {
      mode: 'connect-name',
      resolve: () => Promise.reject(new Error('nobody asks here')),
    });
    expect(await post(outgoing, 'http://hooks.example/')).toMatchObject({ status: 200 });
    expect(await post(outgoing, 'http://10.0.0.1/')).toMatchObject({ reason: 'address_refused' });
    expect(await post(outgoing, 'http://localhost/')).toMatchObject({ reason: 'address_refused' });
    expect(await post(outgoing, 'http://localhost./')).toMatchObject({ reason: 'address_refused' });
    expect(await post(outgoing, 'http://hooks.localhost./')).toMatchObject({ reason: 'address_refused' });
    expect(await post(outgoing, 'http://nodot/')).toMatchObject({ reason: 'address_refused' });
    expect(proxy.asked).toEqual(['hooks.example:80']);
  });
});
