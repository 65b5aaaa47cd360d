// The certificates of the TLS port of `wahook dev`: an authority of this machine's own, and the server's certificate
// for graph.facebook.com and localhost. Made when first asked for, kept in the data directory, renewed when little
// time is left. Nothing is ever put into a trust store: clients are told about the authority one by one.
import { certificateFiles, readPair, removeFiles, writePair } from './certificate-files.ts';
import { expiryOf, fingerprintOf, isUsableAuthority, isUsableLeaf } from './judge.ts';
import { servedNames } from './served-names.ts';
import type { Issued } from './signing.ts';

export interface LocalCertificates {
  /** What clients are to trust. */
  authority: {
    /** PEM file, to be handed to clients. */
    file: string;
    /** SHA-256. */
    fingerprint: string;
    /** Epoch milliseconds. */
    expiresAt: number;
    /** Made just now: whoever trusted an earlier one has to read the file again. */
    isNew: boolean;
  };
  server: Issued;
}

interface Place {
  dataDirectory: string;
  now: number;
}

/** Makes what is missing, unusable, or has less than 30 days left. A new authority means a new certificate. */
export async function ensureLocalCertificates({ dataDirectory, now }: Place): Promise<LocalCertificates> {
  const files = certificateFiles(dataDirectory);
  const kept = await readPair(files.authority);
  const usable = kept && isUsableAuthority(kept, now) ? kept : null;
  const authority = usable ?? (await (await issuing()).issueAuthority({ now }));
  if (!usable) await writePair(files.authority, authority);

  const wanted = { authority, names: servedNames, now };
  const keptServer = await readPair(files.server);
  const usableServer = keptServer && isUsableLeaf(keptServer, wanted) ? keptServer : null;
  const server = usableServer ?? (await (await issuing()).issueLeaf(wanted));
  if (!usableServer) await writePair(files.server, server);

  return {
    authority: {
      file: files.authority.certificate,
      fingerprint: fingerprintOf(authority.certificate),
      expiresAt: expiryOf(authority.certificate),
      isNew: !usable,
    },
    server,
  };
}

/** Answers whether there was anything to remove. */
export function removeLocalCertificates(dataDirectory: string): Promise<boolean> {
  return removeFiles(certificateFiles(dataDirectory));
}

const issuing = () => import('./issue.ts');
