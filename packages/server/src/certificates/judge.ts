// Whether what lies in the files can still be used. Anything that cannot (too old, damaged, for other names, of
// another authority) is as good as missing and made anew; the reasons need no telling apart.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { authorityName, type Names } from './served-names.ts';
import type { Issued } from './signing.ts';

/** Less than this and it is replaced at the next start, so that a long session does not end in the middle. */
export const leastLeftMs = 30 * 86_400_000;

export function isUsableAuthority(issued: Issued, now: number): boolean {
  const read = parsePair(issued);
  if (!read) return false;
  const { certificate } = read;
  // The name says what it may vouch for: an authority of other names has another one.
  return certificate.ca && certificate.subject === `CN=${authorityName}` && isInTime(certificate, now);
}

export function isUsableLeaf(
  issued: Issued,
  expected: { authority: Issued; names: Names; now: number },
): boolean {
  const read = parsePair(issued);
  if (!read) return false;
  const { certificate } = read;
  const authority = new X509Certificate(expected.authority.certificate);
  const isOurs = certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
  return isOurs && hasExactly(certificate, expected.names) && isInTime(certificate, expected.now);
}

export function expiryOf(pem: string): number {
  return Date.parse(new X509Certificate(pem).validTo);
}

/** null: it has none, or none of a kind that names are compared with. */
export function commonNameOf(pem: string): string | null {
  return /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1] ?? null;
}

/** SHA-256, in the form that browsers and openssl show. */
export function fingerprintOf(pem: string): string {
  return new X509Certificate(pem).fingerprint256;
}

function parsePair({ certificate, key }: Issued): { certificate: X509Certificate; key: KeyObject } | null {
  try {
    const read = { certificate: new X509Certificate(certificate), key: createPrivateKey(key) };
    return read.certificate.checkPrivateKey(read.key) ? read : null;
  } catch {
    // Not PEM, or not what it should be.
    return null;
  }
}

function isInTime({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now && Date.parse(validTo) - now >= leastLeftMs;
}

function hasExactly(certificate: X509Certificate, { hosts, addresses }: Names): boolean {
  const count = certificate.subjectAltName?.split(', ').length ?? 0;
  return (
    count === hosts.length + addresses.length &&
    hosts.every((host) => certificate.checkHost(host) !== undefined) &&
    addresses.every((address) => certificate.checkIP(address) !== undefined)
  );
}
