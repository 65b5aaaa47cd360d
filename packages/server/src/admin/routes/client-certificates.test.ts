import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newTestIdentity } from '../../delivery/outgoing/test-support/client-certificates.ts';
import { type AdminBench, startAdmin } from '../test-bench.ts';

type Options = Parameters<typeof startAdmin>[0];

async function start(options: Options = {}): Promise<AdminBench> {
  const bench = await startAdmin(options);
  onTestFinished(() => bench.stop());
  return bench;
}

const target = '/client-certificates';
const roots = (bundle: string) =>
  bundle
    .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
    ?.map((pem) => new X509Certificate(pem));
const rolesOf = ({ data }: { data: { role: string }[] }) => data.map(({ role }) => role);

describe('the client certificate', () => {
  it('is made when first asked for, shown with its root, and never with a key', async () => {
    const bench = await start();
    const { status, json, text } = await bench.get(target);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      source: 'wahook',
      data: [
        {
          role: 'current',
          common_name: 'client.webhooks.lantern.example',
          expires_at: new Date(bench.clock.now() + 90 * 86_400_000).toISOString(),
        },
      ],
    });
    expect(roots(json.ca_bundle)?.map((root) => root.fingerprint256)).toEqual([
      json.data[0].root.fingerprint_sha256,
    ]);
    expect(text).not.toContain('PRIVATE KEY');
    expect((await bench.get(target)).json).toEqual(json);
    expect(await bench.audit()).toMatchObject([
      { action: 'client_certificate.created', subject: json.data[0].root.fingerprint_sha256 },
    ]);
  });

  it('is made at the latest when an app’s switch is turned on', async () => {
    const bench = await start();
    const business = (await bench.post('/businesses', { name: 'Lantern Books' })).json.id;
    const app = (await bench.post('/apps', { name: 'Desk', business_id: business, mode: 'live' })).json.id;
    const stored = await bench.store.apps.find(app);
    await bench.store.subscriptions.saveApp({
      appId: stored?.id ?? 0,
      callbackUrl: 'https://a.example/webhook',
      verifyToken: 'verify-token-of-the-app',
      includeValues: true,
      active: true,
      verifiedAt: bench.clock.now(),
      fields: [],
    });
    await bench.post(`/apps/${app}/subscription`, { client_certificate: true });
    expect(await bench.store.certificates.list()).toHaveLength(1);
  });

  it('is rotated in two steps, with both roots to trust from the first on', async () => {
    const bench = await start();
    const before = (await bench.get(target)).json;
    const prepared = await bench.post(`${target}/rotate`, { step: 'prepare' });
    expect(prepared.status).toBe(200);
    expect(rolesOf(prepared.json)).toEqual(['current', 'next']);
    expect(prepared.json.data[0]).toEqual(before.data[0]);
    expect(roots(prepared.json.ca_bundle)).toHaveLength(2);
    expect((await bench.post(`${target}/rotate`, { step: 'prepare' })).json).toEqual(prepared.json);

    const switched = await bench.post(`${target}/rotate`, { step: 'switch' });
    expect(rolesOf(switched.json)).toEqual(['current', 'previous']);
    expect(switched.json.data[0]).toEqual({ ...prepared.json.data[1], role: 'current' });
    expect(roots(switched.json.ca_bundle)).toHaveLength(2);
    const [last, first] = await bench.audit();
    const [newRoot, oldRoot] = switched.json.data.map(
      (each: { root: { fingerprint_sha256: string } }) => each.root.fingerprint_sha256,
    );
    expect([first?.action, last?.action]).toEqual([
      'client_certificate.prepared',
      'client_certificate.switched',
    ]);
    expect(last).toMatchObject({ subject: newRoot, details: { root_before: oldRoot } });

    const again = await bench.post(`${target}/rotate`, { step: 'switch' });
    expect([again.status, again.json.code]).toEqual([409, 'not_applicable']);
  });

  it('asks which step is meant, and for the right to take it', async () => {
    const bench = await start();
    expect((await bench.post(`${target}/rotate`, {})).json.code).toBe('bad_request');
    const { key } = (await bench.post('/keys', { label: 'reader', scopes: ['read'] })).json;
    expect((await bench.post(`${target}/rotate`, { step: 'prepare' }, key)).json.code).toBe('scope_missing');
    expect((await bench.get(target, key)).status).toBe(200);
  });

  it('can be the operator’s own, which is theirs to rotate', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'wahook-own-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const files = {
      certificateFile: path.join(directory, 'client.pem'),
      keyFile: path.join(directory, 'key.pem'),
    };
    const { identity } = await newTestIdentity({ name: 'hooks.lantern.example' });
    await writeFile(files.certificateFile, identity.chain);
    await writeFile(files.keyFile, identity.key);
    const bench = await start({ clientCertificate: { name: 'unused.example', files } });
    expect((await bench.get(target)).json).toEqual({
      source: 'file',
      data: [
        {
          role: 'current',
          common_name: 'hooks.lantern.example',
          fingerprint_sha256: identity.id,
          expires_at: new Date(identity.expiresAt).toISOString(),
          root: null,
        },
      ],
      ca_bundle: null,
    });
    expect((await bench.post(`${target}/rotate`, { step: 'prepare' })).status).toBe(409);
    expect(await bench.store.certificates.list()).toEqual([]);
    await rm(files.keyFile);
    const gone = await bench.get(target);
    expect([gone.status, gone.json.detail]).toEqual([409, expect.stringContaining('key.pem cannot be read')]);
  });
});
