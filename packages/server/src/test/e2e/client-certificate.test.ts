// Mutual TLS as an operator and a receiver live it: the switch, the handshake, an override, a rotation under load,
// and a certificate of the operator's own. The receiver lets nobody in without a certificate it trusts, by name.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { demanding, newTestIdentity } from '../../delivery/outgoing/test-support/client-certificates.ts';
import { serverIdentity } from '../../delivery/outgoing/test-support/raw-server.ts';
import { demo } from '../../demo.ts';
import { type PlatformOptions, startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

const commonName = 'client.webhooks.lantern.example';
const egressCaFile = fileURLToPath(new URL('../../delivery/outgoing/test-pki/ca.pem', import.meta.url));

interface Visit {
  method: string;
  path: string;
  /** Common name and fingerprint of what was shown; null: nothing. */
  certificate: { name: unknown; fingerprint: string } | null;
}

interface SecureReceiver {
  url: string;
  visits: Visit[];
  /** From now on nobody comes in without a certificate of these roots. */
  demand(roots: string): void;
}

/** Demands nothing at first. */
async function startSecureReceiver(): Promise<SecureReceiver> {
  const visits: Visit[] = [];
  let isStrict = false;
  const server: Server = createServer(
    { ...serverIdentity(), requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      // Thrown out before its first request was read.
      if (request.socket.destroyed) return;
      const { pathname, searchParams } = new URL(request.url ?? '/', 'https://receiver');
      visits.push({ method: request.method ?? '', path: pathname, certificate: shownOn(request.socket) });
      request.resume().on('end', () => response.end(searchParams.get('hub.challenge') ?? ''));
    },
  );
  server.on('tlsClientError', () => {});
  server.on('secureConnection', (socket) => {
    if (isStrict && !(socket.authorized && shownOn(socket)?.name === commonName)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}/webhook`,
    visits,
    demand(roots) {
      server.setSecureContext(demanding([roots]));
      // That changes whom it trusts; whether others are let in is settled for each connection.
      isStrict = true;
    },
  };
}

function shownOn(socket: unknown): Visit['certificate'] {
  if (!(socket instanceof TLSSocket)) return null;
  const { subject, fingerprint256 } = socket.getPeerCertificate();
  // Node answers an empty object where there is none.
  return subject ? { name: subject.CN, fingerprint: fingerprint256 } : null;
}

let platform: TestPlatform;
let receiver: SecureReceiver;

async function start(options: PlatformOptions = {}): Promise<void> {
  platform = await startPlatform({
    ...options,
    config: { egressCaFile, clientCertificateName: commonName, retryProfile: 'test', ...options.config },
  });
  const { stop } = platform;
  onTestFinished(() => stop());
}

function admin(method: 'GET' | 'POST', target: string, body?: object) {
  return platform.call(method, `/api/v1${target}`, {
    token: demo.adminKey,
    ...(body && { body: JSON.stringify(body) }),
  });
}

function turn(isOn: boolean) {
  return admin('POST', `/apps/${demo.app.graphId}/subscription`, { client_certificate: isOn });
}

async function publish(field = 'account_update'): Promise<void> {
  const answer = await platform.publish({
    waba_id: demo.waba.graphId,
    field,
    value: { event: 'VERIFIED_ACCOUNT', phone_number: '12025550123' },
  });
  expect(answer.status).toBe(202);
}

async function caBundle(): Promise<string> {
  return (await admin('GET', '/client-certificates')).json.ca_bundle;
}

const posts = () => receiver.visits.filter(({ method }) => method === 'POST');

function outcomes(): unknown[] {
  return platform.attempts.map((report) => {
    if (report.kind !== 'attempt') return report.kind;
    return report.outcome.kind === 'response' ? report.outcome.status : report.outcome.reason;
  });
}

beforeEach(async () => {
  receiver = await startSecureReceiver();
});

describe('an app with the switch on', () => {
  it('shows wahook’s certificate to a receiver that lets nobody else in, and none once it is off', async () => {
    await start();
    await platform.subscribeDemo(receiver.url);
    await publish();
    await until(() => posts().length === 1);
    expect(receiver.visits.map(({ certificate }) => certificate)).toEqual([null, null]);

    await turn(true);
    receiver.demand(await caBundle());
    await publish();
    const shown = await until(() => posts()[1]);
    expect(shown.certificate).toMatchObject({ name: commonName });

    await turn(false);
    await publish();
    await until(() => outcomes().length >= 3);
    expect(outcomes().slice(0, 3)).toEqual([200, 200, 'tls_client_certificate_required']);
    expect(posts()).toHaveLength(2);
  });

  it('shows it at an override as well, from the handshake on', async () => {
    await start();
    await platform.subscribeDemo(receiver.url);
    await turn(true);
    receiver.demand(await caBundle());
    const override = new URL('/override', receiver.url).href;
    const set = await platform.call('POST', `/v25.0/${demo.waba.graphId}/subscribed_apps`, {
      token: demo.accessToken,
      body: JSON.stringify({ override_callback_uri: override, verify_token: demo.app.verifyToken }),
    });
    expect([set.status, set.json]).toMatchObject([200, { success: true }]);
    // One of the fields that follow overrides.
    await publish('account_settings_update');
    await until(() => posts().length === 1);
    expect(receiver.visits.slice(1)).toMatchObject([
      { method: 'GET', path: '/override', certificate: { name: commonName } },
      { method: 'POST', path: '/override', certificate: { name: commonName } },
    ]);
  });

  it('reaches a plain http callback without', async () => {
    await start();
    const plain = await startReceiver();
    onTestFinished(() => plain.close());
    await platform.subscribeDemo(plain.url);
    await turn(true);
    await publish();
    await until(() => plain.posts.length === 1);
    expect(outcomes()).toEqual([200]);
  });
});

describe('a rotation under load', () => {
  it.each([
    ['in one thread', false],
    ['with delivery in a thread of its own', true],
  ])('fails no delivery, and shows the new certificate from the switch on, %s', async (_how, hasThreads) => {
    await start({ hasThreads });
    await platform.subscribeDemo(receiver.url);
    await turn(true);
    receiver.demand(await caBundle());

    let published = 0;
    let isOver = false;
    const sender = async () => {
      while (!isOver) {
        await publish();
        published++;
      }
    };
    const senders = Promise.all([sender(), sender(), sender(), sender()]);
    const more = async (count: number) => {
      const enough = posts().length + count;
      await until(() => posts().length >= enough);
    };
    await more(30);
    await admin('POST', '/client-certificates/rotate', { step: 'prepare' });
    await more(30);
    receiver.demand(await caBundle());
    await admin('POST', '/client-certificates/rotate', { step: 'switch' });
    await more(60);
    isOver = true;
    await senders;
    await until(() => platform.attempts.length >= published);

    expect(new Set(outcomes())).toEqual(new Set([200]));
    expect(posts()).toHaveLength(published);
    const fingerprints = [...new Set(posts().map(({ certificate }) => certificate?.fingerprint))];
    const { data } = (await admin('GET', '/client-certificates')).json;
    expect(fingerprints).toHaveLength(2);
    expect(fingerprints[1]).toBe(data[0].fingerprint_sha256);
    expect(posts().at(-1)?.certificate?.fingerprint).toBe(data[0].fingerprint_sha256);
  });
});

describe('a certificate of the operator’s own', () => {
  it('is shown instead, and a receiver that does not trust it has a name for that', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'wahook-own-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const [clientCertificateFile, clientKeyFile] = [
      path.join(directory, 'c.pem'),
      path.join(directory, 'k.pem'),
    ];
    const { identity, root } = await newTestIdentity({ name: commonName });
    await writeFile(clientCertificateFile, identity.chain);
    await writeFile(clientKeyFile, identity.key);
    await start({ config: { clientCertificateFile, clientKeyFile } });
    await platform.subscribeDemo(receiver.url);
    await turn(true);
    receiver.demand(root);
    await publish();
    expect((await until(() => posts()[0])).certificate).toEqual({
      name: commonName,
      fingerprint: identity.id,
    });

    const stranger = await startSecureReceiver();
    await platform.subscribeDemo(stranger.url);
    stranger.demand((await newTestIdentity()).root);
    await publish();
    await until(() => outcomes().length >= 2);
    expect(outcomes()[1]).toBe('tls_client_certificate_refused');
  });
});
