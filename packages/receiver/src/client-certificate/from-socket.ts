// The certificate of a TLS connection that ends in this process. Node has verified its chain during the
// handshake, against the `ca` the server was given; here it is only asked what came of it.
import type { Finding } from './finding.ts';

/** What a `TLSSocket` has; a plain socket has none of it. */
type TlsSocket = { encrypted?: unknown; authorized?: unknown; getPeerCertificate?: unknown };

export function findOnSocket(socket: unknown, now: number): Finding {
  if (typeof socket !== 'object' || socket === null) return { found: false, reason: 'missing' };
  const connection: TlsSocket = socket;
  if (connection.encrypted !== true || typeof connection.getPeerCertificate !== 'function') {
    return { found: false, reason: 'missing' };
  }
  // Called on its object, because it is a method. Without a certificate it gives an empty object, or null once
  // the connection has gone. A resumed TLS 1.3 session counts as authorized even then, so this comes first.
  const certificate: unknown = connection.getPeerCertificate();
  if (typeof certificate !== 'object' || certificate === null || !('subject' in certificate)) {
    return { found: false, reason: 'missing' };
  }
  if (connection.authorized !== true) return { found: false, reason: 'unverified' };
  // A connection may outlive the certificate it began with.
  if (!('valid_to' in certificate) || !(now <= Date.parse(String(certificate.valid_to)))) {
    return { found: false, reason: 'expired' };
  }
  return { found: true, commonNames: commonNamesOf(certificate.subject) };
}

/** A subject with several common names has a list of them here. */
export function commonNamesOf(subject: unknown): string[] {
  const names = typeof subject === 'object' && subject !== null && 'CN' in subject ? subject.CN : [];
  return [names].flat().map(String);
}
