// TLS on top of a connection whose far end has already been judged. Certificates are always verified, whatever
// the environment says, and a session is only ever resumed by the pool that made it.
import type { Socket } from 'node:net';
import { connect, createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from 'node:tls';
import { addressLiteral } from './host-name.ts';
import { ignoreLateErrors, untilReady } from './socket-events.ts';

/** What one pool remembers of its endpoint's TLS. */
export interface TlsMemory {
  /** Resuming costs half of a full handshake. */
  session: Buffer | null;
  /** The endpoint asked for a client certificate, so that a broken connection can be explained. */
  asksForCertificate: boolean;
}

export function newTlsMemory(): TlsMemory {
  return { session: null, asksForCertificate: false };
}

/**
 * Made once: parsing the roots takes milliseconds. `ca`: authorities trusted besides Node's own, in PEM; with any
 * given, NODE_EXTRA_CA_CERTS is not read.
 */
export function createTlsContext(ca: readonly string[]): SecureContext {
  const minVersion = 'TLSv1.2';
  return createSecureContext(
    ca.length === 0 ? { minVersion } : { minVersion, ca: [...rootCertificates, ...ca] },
  );
}

export async function startTls(
  socket: Socket,
  options: { hostname: string; secureContext: SecureContext; memory: TlsMemory; signal: AbortSignal },
): Promise<TLSSocket> {
  const { hostname, secureContext, memory, signal } = options;
  const address = addressLiteral(hostname);
  const tls = connect({
    socket,
    secureContext,
    // The name that the certificate has to carry; as server name only if it is one (RFC 6066 forbids addresses).
    host: address ?? hostname,
    ...(address === null && { servername: hostname }),
    ...(memory.session && { session: memory.session }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
  });
  ignoreLateErrors(tls);
  tls.on('session', (session) => {
    memory.session = session;
  });
  try {
    await untilReady(tls, 'secureConnect', signal);
  } catch (error) {
    memory.session = null;
    throw error;
  }
  // On a client these are the algorithms of the server's certificate request: without one there are none.
  // Only to be asked here, on a live connection; on a closed one Node 20 crashes.
  if (!tls.isSessionReused()) memory.asksForCertificate = tls.getSharedSigalgs().length > 0;
  return tls;
}
