import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, createServer } from 'node:tls';
import * as x509 from '@peculiar/x509';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { certificateFiles } from './certificate-files.ts';
import { issueAuthority, issueLeaf } from './issue.ts';
import { ensureLocalCertificates, removeLocalCertificates } from './local-ca.ts';
import { nameConstraintsOid } from './name-constraints.ts';
import { authorityName, type Names, servedNames } from './served-names.ts';
import type { Issued } from './signing.ts';

/** The handshakes below are judged by the real clock, so the certificates have to be of today. */
const now = Date.now();
const days = (count: number) => count * 86_400_000;

let data: string;

beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'wahook-certificates-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
});

const ensure = (at = now) => ensureLocalCertificates({ dataDirectory: data, now: at });

/** Shakes hands with a server that has the certificate; answers null, or why the client would not have it. */
async function handshake(
  server: Issued,
  client: { authority: string; name: string },
): Promise<string | null> {
  const listening = createServer({ cert: server.certificate, key: server.key }, (socket) => socket.end());
  listening.on('tlsClientError', () => {});
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void listening.close());
  // A server that listens on a port has this kind of address.
  const { port } = listening.address() as AddressInfo;
  const isAddress = /^[\d.]+$/.test(client.name);
  const socket = connect({
    host: '127.0.0.1',
    port,
    ca: client.authority,
    ...(!isAddress && { servername: client.name }),
  });
  onTestFinished(() => void socket.destroy());
  return once(socket, 'secureConnect').then(
    () => null,
    (error: Error) => error.message,
  );
}

describe('the authority', () => {
  it('may sign servers of its own names and nothing else, and says so where clients must look', async () => {
    const { authority } = await ensure();
    const pem = await readFile(authority.file, 'utf8');
    const certificate = new x509.X509Certificate(pem);
    const constraints = certificate.getExtension(nameConstraintsOid);
    expect(constraints?.critical).toBe(true);
    expect(Buffer.from(constraints?.value ?? new ArrayBuffer(0)).toString('latin1')).toMatch(
      /graph\.facebook\.com.*localhost/s,
    );
    expect(certificate.getExtension(x509.BasicConstraintsExtension)).toMatchObject({
      ca: true,
      pathLength: 0,
      critical: true,
    });
    expect(certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(certificate.subject).toBe(`CN=${authorityName}`);
    expect(authorityName.length).toBeLessThanOrEqual(64);
    expect(authority.expiresAt).toBe(Math.floor((now + days(365)) / 1000) * 1000);
    expect(authority.fingerprint).toBe(new X509Certificate(pem).fingerprint256);
    expect(pem).not.toContain('PRIVATE KEY');
  });

  it('keeps its keys, and the server’s, for their owner alone', async () => {
    await ensure();
    const files = certificateFiles(data);
    const mode = async (file: string) => (await stat(file)).mode & 0o777;
    expect(await mode(files.directory)).toBe(0o700);
    for (const { key } of [files.authority, files.server]) expect(await mode(key)).toBe(0o600);
    expect((await readdir(files.directory)).toSorted()).toEqual([
      'ca.key.pem',
      'ca.pem',
      'server.key.pem',
      'server.pem',
    ]);
    await chmod(files.authority.key, 0o644);
    await ensure();
    expect(await mode(files.authority.key)).toBe(0o600);
  });
});

describe('a client that trusts the authority', () => {
  it.each([...servedNames.hosts, '127.0.0.1'])('believes that it talks to %s', async (name) => {
    const { authority, server } = await ensure();
    const pem = await readFile(authority.file, 'utf8');
    expect(await handshake(server, { authority: pem, name })).toBeNull();
  });

  it.each<[string, Names]>([
    ['www.facebook.com', { hosts: ['www.facebook.com'], addresses: [] }],
    ['facebook.com', { hosts: ['facebook.com'], addresses: [] }],
    ['bank.example', { hosts: ['graph.facebook.com', 'bank.example'], addresses: [] }],
    ['127.0.0.1', { hosts: ['localhost'], addresses: ['127.0.0.1', '10.0.0.1'] }],
  ])('refuses a certificate that it signed for %s among %j', async (name, names) => {
    const authority = await issueAuthority({ now });
    const leaf = await issueLeaf({ authority, names, now });
    expect(await handshake(leaf, { authority: authority.certificate, name })).toMatch(
      /permitted subtree violation/,
    );
  });

  it('refuses a certificate of another authority with the same name', async () => {
    const { server } = await ensure();
    const other = await issueAuthority({ now });
    expect(await handshake(server, { authority: other.certificate, name: 'localhost' })).toMatch(
      /unable to verify|signature failure|unable to get local issuer/,
    );
  });

  it('refuses the name of a server that another certificate of ours does not have', async () => {
    const authority = await issueAuthority({ now });
    const leaf = await issueLeaf({ authority, names: { hosts: ['localhost'], addresses: [] }, now });
    expect(await handshake(leaf, { authority: authority.certificate, name: 'graph.facebook.com' })).toMatch(
      /does not match certificate's altnames/,
    );
  });
});

describe('another start', () => {
  it('keeps both certificates while 30 days are left', async () => {
    const first = await ensure();
    const second = await ensure(now + days(59));
    expect(first.authority.isNew).toBe(true);
    expect(second).toEqual({ ...first, authority: { ...first.authority, isNew: false } });
  });

  it('renews the server’s certificate under the same authority when less is left', async () => {
    const first = await ensure();
    const second = await ensure(now + days(61));
    expect(second.authority).toEqual({ ...first.authority, isNew: false });
    expect(second.server.certificate).not.toBe(first.server.certificate);
    expect(Date.parse(new X509Certificate(second.server.certificate).validTo)).toBeGreaterThan(
      now + days(150),
    );
  });

  it('lets no certificate outlive the authority, and renews the authority in time', async () => {
    const first = await ensure();
    const late = await ensure(now + days(330));
    expect(late.authority.isNew).toBe(false);
    expect(Date.parse(new X509Certificate(late.server.certificate).validTo)).toBe(first.authority.expiresAt);
    const renewed = await ensure(now + days(336));
    expect(renewed.authority.isNew).toBe(true);
    expect(renewed.authority.fingerprint).not.toBe(first.authority.fingerprint);
    const authority = new X509Certificate(await readFile(renewed.authority.file));
    expect(new X509Certificate(renewed.server.certificate).verify(authority.publicKey)).toBe(true);
  });

  it('makes anew what a clock set back would make invalid', async () => {
    await ensure();
    expect((await ensure(now - days(2))).authority.isNew).toBe(true);
  });

  it('replaces a server’s certificate for other names', async () => {
    const first = await ensure();
    const files = certificateFiles(data);
    const authority = {
      certificate: await readFile(files.authority.certificate, 'utf8'),
      key: await readFile(files.authority.key, 'utf8'),
    };
    const names = { ...servedNames, addresses: ['127.0.0.1'] };
    const other = await issueLeaf({ authority, names, now });
    await writeFile(files.server.certificate, other.certificate);
    await writeFile(files.server.key, other.key);
    const second = await ensure();
    expect(second.authority).toEqual({ ...first.authority, isNew: false });
    expect(new X509Certificate(second.server.certificate).subjectAltName).toBe(
      'DNS:graph.facebook.com, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
  });

  it.each<[string, (files: ReturnType<typeof certificateFiles>) => Promise<void>, boolean]>([
    ['the authority’s key is gone', ({ authority }) => rm(authority.key), true],
    [
      'the authority’s certificate is damaged',
      ({ authority }) => writeFile(authority.certificate, 'x'),
      true,
    ],
    [
      'the authority’s key is another one',
      async ({ authority }) => writeFile(authority.key, (await issueAuthority({ now })).key),
      true,
    ],
    ['the server’s key is empty', ({ server }) => writeFile(server.key, ''), false],
    ['the server’s certificate is gone', ({ server }) => rm(server.certificate), false],
  ])('mends its files when %s', async (_what, harm, isNew) => {
    await ensure();
    await harm(certificateFiles(data));
    const { authority, server } = await ensure();
    expect(authority.isNew).toBe(isNew);
    const pem = await readFile(authority.file, 'utf8');
    expect(await handshake(server, { authority: pem, name: 'localhost' })).toBeNull();
  });
});

describe('removing', () => {
  it('deletes what was made, and nothing that somebody else put there', async () => {
    await ensure();
    expect(await removeLocalCertificates(data)).toBe(true);
    expect(await readdir(data)).toEqual([]);
    expect(await removeLocalCertificates(data)).toBe(false);
    const { authority } = await ensure();
    const { directory } = certificateFiles(data);
    await writeFile(path.join(directory, 'mine.txt'), 'mine');
    await removeLocalCertificates(data);
    expect(await readdir(directory)).toEqual(['mine.txt']);
    await expect(stat(authority.file)).rejects.toThrow('ENOENT');
  });

  it('says which directory cannot be used', async () => {
    await writeFile(path.join(data, 'certificates'), 'a file');
    await expect(ensure()).rejects.toThrow(/The certificates in .*certificates cannot be read or written/);
  });
});
