// The operator's own client certificate, read from two files: the certificate with its intermediates, and its key.
// Says what is wrong with them in one sentence; whether endpoints accept it is for them to say.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export interface OwnCertificateFiles {
  certificateFile: string;
  keyFile: string;
}

export interface OwnCertificate {
  /** PEM: the certificate first, then its intermediates, as they stand in the file. */
  chain: string;
  /** PEM of the certificate alone. */
  leaf: string;
  key: string;
}

/** Files that cannot be used; the message names the file and the cure. */
export class OwnCertificateError extends Error {
  override readonly name = 'OwnCertificateError';
}

export async function readOwnCertificate(files: OwnCertificateFiles): Promise<OwnCertificate> {
  const { certificateFile, keyFile } = files;
  const chain = await read(certificateFile);
  const key = await read(keyFile);
  const leaf = parsed(certificateFile, 'certificate in PEM', () => new X509Certificate(chain));
  const privateKey = parsed(keyFile, 'private key in PEM without a passphrase', () => createPrivateKey(key));
  if (!leaf.checkPrivateKey(privateKey))
    throw new OwnCertificateError(
      `The key in ${keyFile} does not belong to the certificate in ${certificateFile}. Name the two that go together.`,
    );
  return { chain, leaf: leaf.toString(), key };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new OwnCertificateError(
      `The file ${file} cannot be read. Correct the setting, or leave out both client_certificate_file and client_key_file.`,
      { cause },
    );
  }
}

function parsed<T>(file: string, wanted: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new OwnCertificateError(`The file ${file} holds no ${wanted}.`, { cause });
  }
}
