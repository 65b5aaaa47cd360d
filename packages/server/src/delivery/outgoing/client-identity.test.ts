import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../store/store.ts';
import { openTestStore } from '../../store/test/open-store.ts';
import type { TestClock } from '../../test/support/test-clock.ts';
import { currentCertificate, prepareNext } from './client-certificates.ts';
import { createIdentitySource, type IdentitySource } from './client-identity.ts';
import { newTestIdentity } from './test-support/client-certificates.ts';

const name = 'client.webhooks.lantern.example';
const days = (count: number) => count * 86_400_000;

let store: Store;
let clock: TestClock;
beforeEach(async () => {
  const opened = await openTestStore();
  ({ store, clock } = opened);
  onTestFinished(() => opened.dispose());
});

function sourceOf(settings: Parameters<typeof createIdentitySource>[0]['settings']): IdentitySource {
  const source = createIdentitySource({ store, clock, settings });
  onTestFinished(() => source.stop());
  return source;
}

const own = (commonName = name) => sourceOf({ name: commonName, files: null });
const leafOf = ({ chain }: { chain: string }) => new X509Certificate(chain);

describe('wahook’s own certificate', () => {
  it('is made on first use, once, however many ask', async () => {
    const sources = [own(), own()];
    const found = await Promise.all(sources.flatMap((source) => [source.get(), source.get()]));
    expect(new Set(found.map(({ id }) => id)).size).toBe(1);
    const [kept] = await store.certificates.list();
    expect(leafOf(found[0] ?? { chain: '' }).fingerprint256).toBe(
      new X509Certificate(kept?.leaf ?? '').fingerprint256,
    );
  });

  it('is for clients only, ends after 90 days, and its authorities can make no further ones', async () => {
    const { leaf, intermediate, root } = await currentCertificate({ store, clock, name });
    const [leafCertificate, signing, top] = [leaf, intermediate, root].map((pem) => new X509Certificate(pem));
    expect(leafCertificate).toMatchObject({ ca: false, subject: `CN=${name}` });
    expect(leafCertificate?.subjectAltName).toBe(`DNS:${name}`);
    expect(leafCertificate?.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(signing).toMatchObject({ ca: true, keyUsage: ['1.3.6.1.5.5.7.3.2'] });
    expect(Date.parse(leafCertificate?.validTo ?? '')).toBe(
      Math.floor((clock.now() + days(90)) / 1000) * 1000,
    );
    expect(top && signing?.verify(top.publicKey)).toBe(true);
    expect(signing && leafCertificate?.verify(signing.publicKey)).toBe(true);
  });

  it('stays the same object while nothing changes, also over changes of other things', async () => {
    const source = own();
    const first = await source.get();
    await store.businesses.create({ graphId: '1', name: 'Lantern Books' });
    expect(await source.get()).toBe(first);
    await clock.advance(days(1));
    expect(await source.get()).toBe(first);
  });

  it('is renewed under the same authority when 30 days are left', async () => {
    const source = own();
    const first = await source.get();
    await clock.advance(days(61));
    const second = await source.get();
    expect(second.id).not.toBe(first.id);
    expect(second.expiresAt).toBeGreaterThan(clock.now() + days(89));
    expect(leafOf(second).issuer).toBe(leafOf(first).issuer);
  });

  it('ends with its authority and is not made again and again', async () => {
    const source = own();
    await source.get();
    await clock.advance(days(5 * 365 - 10));
    const last = await source.get();
    expect(last.expiresAt).toBeLessThanOrEqual(clock.now() + days(10));
    await clock.advance(days(1));
    expect(await source.get()).toBe(last);
  });

  it('is made anew for another name', async () => {
    const first = await own().get();
    const second = await own('other.lantern.example').get();
    expect(leafOf(second)).toMatchObject({
      subject: 'CN=other.lantern.example',
      issuer: leafOf(first).issuer,
    });
  });

  it('follows a rotation at its second step', async () => {
    const source = own();
    const first = await source.get();
    expect(await prepareNext({ store, clock, name })).toBe(true);
    expect(await prepareNext({ store, clock, name })).toBe(false);
    expect(await source.get()).toBe(first);
    await store.certificates.showNext();
    const second = await source.get();
    expect(leafOf(second).issuer).not.toBe(leafOf(first).issuer);
  });

  it('stays in use while a newer one cannot be had, and is asked for again later', async () => {
    const opened = await openTestStore();
    const source = createIdentitySource({ store: opened.store, clock, settings: { name, files: null } });
    const first = await source.get();
    await opened.dispose();
    await clock.advance(days(61));
    expect(await source.get()).toBe(first);
  });
});

describe('the operator’s certificate', () => {
  async function files() {
    const directory = await mkdtemp(path.join(tmpdir(), 'wahook-own-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const at = {
      certificateFile: path.join(directory, 'client.pem'),
      keyFile: path.join(directory, 'key.pem'),
    };
    async function write(): Promise<string> {
      const { identity } = await newTestIdentity();
      await writeFile(at.certificateFile, identity.chain);
      await writeFile(at.keyFile, identity.key);
      return identity.id;
    }
    return { at, write };
  }

  it('is read from its files, and again a minute after they were replaced', async () => {
    const { at, write } = await files();
    const first = await write();
    const source = sourceOf({ name, files: at });
    expect((await source.get()).id).toBe(first);
    const second = await write();
    expect((await source.get()).id).toBe(first);
    await clock.advance(60_000);
    expect((await source.get()).id).toBe(second);
    expect(await store.certificates.list()).toEqual([]);
  });

  it('stays in use while its files are damaged', async () => {
    const { at, write } = await files();
    const source = sourceOf({ name, files: at });
    await expect(source.get()).rejects.toThrow(/client\.pem cannot be read/);
    const id = await write();
    expect((await source.get()).id).toBe(id);
    await writeFile(at.keyFile, 'half a file');
    await clock.advance(60_000);
    expect((await source.get()).id).toBe(id);
  });

  it('is refused when key and certificate do not belong together', async () => {
    const { at, write } = await files();
    await write();
    await writeFile(at.keyFile, (await newTestIdentity()).identity.key);
    await expect(sourceOf({ name, files: at }).get()).rejects.toThrow(/does not belong to the certificate/);
  });
});
