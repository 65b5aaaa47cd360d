// TLS on top of a connection whose far end has already been judged. Certificates are always verified, whatever
// the environment says, and a session is only ever resumed by the pool that made it. A client certificate is sent when the endpoint asks
// for one, and only then: TLS has it so.
import type { Socket } from 'node:net';
import { connect, createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from 'node:tls';
import type { ClientIdentity } from './client-identity.ts';
import { addressLiteral } from './host-name.ts';
import { ignoreLateErrors, untilReady } from './socket-events.ts';

/** What one pool shows and remembers of its endpoint's TLS. */
export interface PoolTls {
  readonly secureContext: SecureContext;
  /** Resuming costs half of a full handshake. */
  session: Buffer | null;
  /** The endpoint asked for a client certificate, so that a broken connection can be explained. */
  asksForCertificate: boolean;
}

export function newPoolTls(secureContext: SecureContext): PoolTls {
  return { secureContext, session: null, asksForCertificate: false };
}

/** Two certificates are in use around a rotation, and the context without one. */
const contextsMax = 4;

/**
 * One context for each client certificate, and one for none: parsing the roots takes milliseconds. `ca`: authorities
 * trusted besides Node's own, in PEM; with any given, NODE_EXTRA_CA_CERTS is not read.
 */
export function createTlsContexts(ca: readonly string[]): (identity: ClientIdentity | null) => SecureContext {
  const contexts = new Map<string, SecureContext>();
  const trusted = ca.length === 0 ? {} : { ca: [...rootCertificates, ...ca] };

  return (identity) => {
    const id = identity?.id ?? '';
    let context = contexts.get(id);
    if (!context) {
      const shown = identity && { cert: identity.chain, key: identity.key };
      context = createSecureContext({ minVersion: 'TLSv1.2', ...trusted, ...shown });
      const [oldest] = contexts.keys();
      if (contexts.size >= contextsMax && oldest !== undefined) contexts.delete(oldest);
      contexts.set(id, context);
    }
    return context;
  };
}

export async function startTls(
  socket: Socket,
  options: { hostname: string; poolTls: PoolTls; signal: AbortSignal },
): Promise<TLSSocket> {
  const { hostname, poolTls, signal } = options;
  const address = addressLiteral(hostname);
  const tls = connect({
    socket,
    secureContext: poolTls.secureContext,
    // The name that the certificate has to carry; as server name only if it is one (RFC 6066 forbids addresses).
    host: address ?? hostname,
    ...(address === null && { servername: hostname }),
    ...(poolTls.session && { session: poolTls.session }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
  });
  ignoreLateErrors(tls);
  tls.on('session', (session) => {
    poolTls.session = session;
  });
  try {
    await untilReady(tls, 'secureConnect', signal);
  } catch (error) {
    poolTls.session = null;
    throw error;
  }
  // On a client these are the algorithms of the server's certificate request: without one there are none.
  // Only to be asked here, on a live connection; on a closed one Node 20 crashes.
  if (!tls.isSessionReused()) poolTls.asksForCertificate = tls.getSharedSigalgs().length > 0;
  return tls;
}
