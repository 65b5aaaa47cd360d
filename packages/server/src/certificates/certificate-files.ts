// The files in `<data>/certificates`: the authority's certificate, which everybody may read, and beside it keys
// for the owner alone. A file is replaced whole or not at all.
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { Issued } from './signing.ts';

export interface PairFiles {
  certificate: string;
  key: string;
}

export interface CertificateFiles {
  directory: string;
  authority: PairFiles;
  server: PairFiles;
}

/** A file or directory that cannot be used; the message names it and the cure. */
export class CertificateFileError extends Error {
  override readonly name = 'CertificateFileError';
}

export function certificateFiles(dataDirectory: string): CertificateFiles {
  const directory = path.join(dataDirectory, 'certificates');
  const file = (name: string) => path.join(directory, name);
  return {
    directory,
    authority: { certificate: file('ca.pem'), key: file('ca.key.pem') },
    server: { certificate: file('server.pem'), key: file('server.key.pem') },
  };
}

/** null when one of the two is missing. Tightens the key's mode if something loosened it. */
export async function readPair({ certificate, key }: PairFiles): Promise<Issued | null> {
  try {
    await chmod(key, 0o600);
    const [certificatePem, keyPem] = await Promise.all([
      readFile(certificate, 'utf8'),
      readFile(key, 'utf8'),
    ]);
    return { certificate: certificatePem, key: keyPem };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw fileError(path.dirname(key), error);
  }
}

export async function writePair(files: PairFiles, issued: Issued): Promise<void> {
  const directory = path.dirname(files.key);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await replaceFile(files.key, { content: issued.key, mode: 0o600 });
    await replaceFile(files.certificate, { content: issued.certificate, mode: 0o644 });
  } catch (error) {
    throw fileError(directory, error);
  }
}

/** Removes what wahook wrote, and the directory unless it holds something else. Answers whether there was any. */
export async function removeFiles({ directory, authority, server }: CertificateFiles): Promise<boolean> {
  try {
    const found = await Promise.all(
      [authority.key, authority.certificate, server.key, server.certificate].map(removeFile),
    );
    await rmdir(directory).catch((error) => {
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
    });
    return found.includes(true);
  } catch (error) {
    throw fileError(directory, error);
  }
}

async function replaceFile(
  file: string,
  { content, mode }: { content: string; mode: number },
): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function removeFile(file: string): Promise<boolean> {
  try {
    await rm(file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function fileError(directory: string, cause: unknown): CertificateFileError {
  return new CertificateFileError(
    `The certificates in ${directory} cannot be read or written (${codeOf(cause)}). Make the directory usable for this user, or name another place with --data.`,
    { cause },
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
