// What an app that bundles the library pays for it, and that it runs where there is no node:crypto.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { makeTestCertificates } from './client-certificates.ts';
import { appSecret, postSigned, texts, verifyToken } from './signed-post.ts';

const entry = (file: string) => path.join(import.meta.dirname, '..', file);
const folder = mkdtempSync(path.join(tmpdir(), 'wahook-bundle-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bundled(contents: string, conditions: string[]) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    external: ['node:*'],
    conditions: ['source', ...conditions],
  });
  const text = outputFiles[0]?.text ?? '';
  return { text, bytes: gzipSync(text).length, inputs: Object.keys(metafile.inputs) };
}

const everything = `export * from '${entry('index.ts')}'`;

describe('the whole of the entry, minified and compressed', () => {
  it.each([
    ['with node:crypto', []],
    ['without', ['workerd']],
  ])('%s has less than 12 kB, and nothing of the other entries', async (_, conditions) => {
    const { bytes, inputs } = await bundled(everything, conditions);
    expect(bytes).toBeLessThan(12_000);
    expect(
      inputs.filter((input) =>
        /dedupe\/(sqlite|redis|postgres)|adapters|testing|protocol\/signature\.ts/.test(input),
      ),
    ).toEqual([]);
  });

  it('is all that an app with an adapter pays', async () => {
    const imports = ['index.ts', 'adapters/fetch.ts'].map(
      (file, i) => `import * as m${i} from '${entry(file)}'`,
    );
    const used = 'export default m1.toFetchHandler(m0.createReceiver({ appSecret: "a", verifyToken: "b" }))';
    const { bytes } = await bundled([...imports, used].join(';'), []);
    expect(bytes).toBeLessThan(12_000);
  });

  it('is left out where it is not used', async () => {
    const { text } = await bundled(`export { advancesStatus } from '${entry('index.ts')}'`, []);
    expect(text.length).toBeLessThan(1_000);
  });
});

it('runs on Web Crypto alone', async () => {
  const { text } = await bundled(everything, ['workerd']);
  expect(text).not.toMatch(/["']node:/);
  const file = path.join(folder, 'receiver.mjs');
  writeFileSync(file, text);
  const library: typeof import('../index.ts') = await import(pathToFileURL(file).href);
  const seen: string[] = [];
  const receiver = library
    .createReceiver({ appSecrets: ['another', appSecret], verifyToken })
    .on('messages.text', ({ text }) => void seen.push(text.body));
  expect(await postSigned(receiver, texts('a', 'b'))).toMatchObject({ kind: 'accepted', status: 200 });
  expect(seen).toEqual(['a', 'b']);
  const wrong = { headers: () => `sha256=${'0'.repeat(64)}` };
  expect(await postSigned(receiver, texts('a'), wrong)).toMatchObject({ reason: 'signature_mismatch' });
});

it('leaves TLS whole in a process that reads a client certificate before it has used TLS', async () => {
  const { intermediate, meta } = await makeTestCertificates();
  const { text } = await bundled(
    `import { createRequire } from 'node:module';
    import { parentPort, workerData } from 'node:worker_threads';
    import { requireClientCertificate } from '${entry('client-certificate/client-certificate.ts')}';
    const check = requireClientCertificate({ from: 'nginx-certificate', ca: workerData.ca, trustedProxies: ['::1'] });
    const headers = {
      'x-ssl-client-verify': ['SUCCESS'],
      'x-ssl-client-cert': [encodeURIComponent(workerData.certificate)],
    };
    const verdict = check({ method: 'POST', headerLines: (name) => headers[name] ?? [], peer: () => '::1' });
    parentPort.postMessage([verdict, typeof createRequire(import.meta.url)('node:tls').createSecureContext]);`,
    [],
  );
  const file = path.join(folder, 'certificate.mjs');
  writeFileSync(file, text);
  // A thread loads Node's modules anew; in this process a test before may have loaded them in a lucky order.
  const worker = new Worker(pathToFileURL(file), { workerData: { ca: intermediate, ...meta }, execArgv: [] });
  const [told] = await once(worker, 'message');
  expect(told).toEqual([expect.objectContaining({ ok: true }), 'function']);
  await worker.terminate();
});
