// Client certificates for these tests, made by the authority that wahook itself shows certificates of.
import { readFileSync } from 'node:fs';
import { issueClientLeaf, makeClientAuthority } from '../../../server/src/certificates/client-authority.ts';
import { metaClientName } from '../client-certificate/client-certificate.ts';

export type TestCertificates = Awaited<ReturnType<typeof makeTestCertificates>>;

export async function makeTestCertificates() {
  const now = Date.now();
  const { root, intermediate } = await makeClientAuthority({ now });
  const leafFor = (name: string) => issueClientLeaf({ intermediate, name, now });
  const [meta, stranger] = await Promise.all([
    leafFor(metaClientName),
    leafFor(`${metaClientName}.evil.example`),
  ]);
  return { now, root, intermediate: intermediate.certificate, meta, stranger };
}

const pki = new URL('../../../server/src/delivery/outgoing/test-pki/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, pki), 'utf8');

/** A server's own certificate, and one for servers only, which no client may show. */
export const serverIdentity = { cert: read('good.pem'), key: read('leaf.key.pem') };
export const serverAuthority = read('ca.pem');

export function derOf(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
}
