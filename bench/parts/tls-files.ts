// Certificates for the scenarios with TLS, as files: the server's from the tests of delivery, which are valid for
// decades; the client's made anew, with the authority that the sink is to trust.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  issueClientLeaf,
  makeClientAuthority,
} from '../../packages/server/src/certificates/client-authority.ts';

export interface IdentityFiles {
  /** Of whoever is to trust it. */
  authority: string;
  certificate: string;
  key: string;
}

export interface TlsFiles {
  server: IdentityFiles;
  /** null: the server does not ask who is calling. */
  client: IdentityFiles | null;
}

const pki = new URL('../../packages/server/src/delivery/outgoing/test-pki/', import.meta.url);

export const serverFiles: IdentityFiles = {
  authority: fileURLToPath(new URL('ca.pem', pki)),
  certificate: fileURLToPath(new URL('good.pem', pki)),
  key: fileURLToPath(new URL('leaf.key.pem', pki)),
};

export async function makeClientFiles(directory: string): Promise<IdentityFiles> {
  const now = Date.now();
  const { root, intermediate } = await makeClientAuthority({ now });
  const leaf = await issueClientLeaf({ intermediate, name: 'client.bench.example', now });
  const write = async (name: string, text: string) => {
    const file = path.join(directory, name);
    await writeFile(file, text, { mode: 0o600 });
    return file;
  };
  return {
    authority: await write('authority.pem', root),
    certificate: await write('client.pem', leaf.certificate + intermediate.certificate),
    key: await write('client.key.pem', leaf.key),
  };
}
