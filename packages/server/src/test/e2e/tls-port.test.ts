// The TLS port beside the plain one: the same routes on both, each for its own host names, certificates kept.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { demo } from '../../demo.ts';
import { createMetaClient, type MetaClient } from '../support/meta-client.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let tls: NonNullable<TestPlatform['tls']>;
let meta: MetaClient;

beforeAll(async () => {
  platform = await startPlatform({ config: { tlsPort: '0' } });
  if (!platform.tls) throw new Error('no TLS port');
  tls = platform.tls;
  meta = await createMetaClient(tls);
});

afterAll(async () => {
  await meta.close();
  await platform.stop();
});

describe('the TLS port', () => {
  it('answers what the plain port answers', async () => {
    const target = `/v25.0/${demo.waba.graphId}/subscribed_apps`;
    const secure = await meta.call(target, {
      method: 'GET',
      headers: { authorization: `Bearer ${demo.accessToken}` },
    });
    const plain = await platform.call('GET', target, { token: demo.accessToken });
    expect(secure).toEqual({ status: 200, json: plain.json });
    const events = await meta.call('/api/v1/events', {
      method: 'GET',
      headers: { authorization: `Bearer ${demo.adminKey}` },
    });
    expect(events).toMatchObject({ status: 200, json: { data: [] } });
  });

  it.each(['facebook.com', 'graph.facebook.com.evil.example', 'evil.example', '10.0.0.1', ''])(
    'refuses the host %j',
    async (host) => {
      const answer = await meta.call('/healthz', { method: 'GET', headers: { host } });
      expect(answer).toMatchObject({ json: { code: 'host_not_allowed' } });
    },
  );

  it('leaves graph.facebook.com to itself: the plain port refuses that name', async () => {
    const answer = await platform.call('GET', '/healthz', { headers: { host: 'graph.facebook.com' } });
    expect(answer.json).toMatchObject({ code: 'host_not_allowed' });
  });

  it('is trusted by a Node that was told with NODE_EXTRA_CA_CERTS, and by no other', async () => {
    const { hostname, port } = new URL(tls.url);
    const script = `
      require('node:https').get({ host: '${hostname}', port: ${port}, servername: 'graph.facebook.com',
        headers: { host: 'graph.facebook.com' }, path: '/healthz' }, (r) => r.pipe(process.stdout))
        .on('error', (error) => process.stdout.write(error.code));`;
    const run = async (environment: object) =>
      (await promisify(execFile)(process.execPath, ['-e', script], { env: { ...environment } })).stdout;
    expect(await run({ NODE_EXTRA_CA_CERTS: tls.caFile })).toBe('ok');
    expect(await run({})).toMatch(/^UNABLE_TO_(GET_ISSUER_CERT|VERIFY)/);
  });

  it('does not speak plain HTTP', async () => {
    const { hostname, port } = new URL(tls.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const parts: Buffer[] = [];
    await new Promise<void>((resolve) => {
      socket.on('data', (part) => parts.push(part));
      socket.on('error', () => {});
      socket.on('close', () => resolve());
    });
    expect(Buffer.concat(parts).toString('latin1')).not.toContain('200');
  });

  it('keeps its authority over a restart, so that clients need no new one', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'wahook-tls-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const authorityOfOneRun = async () => {
      const run = await startPlatform({ directory, config: { tlsPort: '0' } });
      await run.stop();
      return readFile(run.tls?.caFile ?? '', 'utf8');
    };
    expect(await authorityOfOneRun()).toBe(await authorityOfOneRun());
  });
});

describe('without the setting', () => {
  it('makes neither a port nor a certificate', async () => {
    const plain = await startPlatform();
    expect(plain.tls).toBeNull();
    await expect(readFile(`${plain.directory}/certificates/ca.pem`)).rejects.toThrow('ENOENT');
    await plain.stop();
  });
});
