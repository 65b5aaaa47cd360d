// What `wahook certs` says: what there is, and how each kind of client is told to trust it and to come here. Pure.
import type { LocalCertificates } from '../../certificates/local-ca.ts';
import { graphHost } from '../../certificates/served-names.ts';

export interface CertsPlace {
  authority: LocalCertificates['authority'];
  tlsPort: number;
}

/** Stands in for the port until one is chosen with --tls-port. */
export const exampleTlsPort = 4443;

export function certsLines({ authority, tlsPort }: CertsPlace): string[] {
  const { file, fingerprint, expiresAt, isNew } = authority;
  const quoted = shellQuoted(file);
  return [
    `${isNew ? 'Made a local certificate authority' : 'The local certificate authority'}, for ${graphHost} and localhost only:`,
    `   file         ${file}`,
    `   fingerprint  SHA-256 ${fingerprint}`,
    `   expires      ${dateOf(expiresAt)}, renewed 30 days before; the file keeps its name`,
    ...(isNew ? ['Clients that trusted an earlier one, and a running `wahook dev`, need a restart.'] : []),
    '',
    'Start the TLS port:',
    `   wahook dev --tls-port ${tlsPort}`,
    '',
    'Have one client trust it; the system store is left alone:',
    `   Node     NODE_EXTRA_CA_CERTS=${quoted} node app.js`,
    `   Python   REQUESTS_CA_BUNDLE=${quoted} python app.py   (requests; SSL_CERT_FILE for httpx and urllib)`,
    `   curl     curl --cacert ${quoted} --connect-to ${graphHost}:443:127.0.0.1:${tlsPort} https://${graphHost}/v25.0/…`,
    '',
    `Bring ${graphHost} here for a client that cannot be told a host:`,
    `   hosts file   127.0.0.1 ${graphHost}`,
    `   port         such a client calls 443: wahook dev --tls-port 443 (needs the right to listen below 1024),`,
    `                or redirect 443 to ${tlsPort}. Take the line out again: until then nothing on this`,
    '                machine reaches Meta.',
    '',
    'wahook certs remove deletes all of it.',
  ];
}

export function certsValues({ authority }: CertsPlace): object {
  return {
    ca_file: authority.file,
    ca_fingerprint_sha256: authority.fingerprint,
    ca_expires_at: new Date(authority.expiresAt).toISOString(),
    ca_is_new: authority.isNew,
  };
}

function dateOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

function shellQuoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
