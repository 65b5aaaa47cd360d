// Servers that ask who is calling, and identities to answer with, for the tests of mutual TLS.
import type { TlsOptions } from 'node:tls';
import { issueClientLeaf, makeClientAuthority } from '../../../certificates/client-authority.ts';
import { expiryOf, fingerprintOf } from '../../../certificates/judge.ts';
import type { ClientIdentity } from '../client-identity.ts';
import { serverIdentity } from './raw-server.ts';

export const clientName = 'client.webhooks.lantern.example';

export interface TestIdentity {
  /** What a receiver is to trust. */
  root: string;
  identity: ClientIdentity;
}

/** `now`: when it was made; the handshakes are judged by the real clock. */
export async function newTestIdentity({ now = Date.now(), name = clientName } = {}): Promise<TestIdentity> {
  const { root, intermediate } = await makeClientAuthority({ now });
  const leaf = await issueClientLeaf({ intermediate, name, now });
  return {
    root,
    identity: {
      id: fingerprintOf(leaf.certificate),
      chain: leaf.certificate + intermediate.certificate,
      key: leaf.key,
      expiresAt: expiryOf(leaf.certificate),
    },
  };
}

/** A server that hangs up on whoever has no certificate of these roots. */
export function demanding(roots: readonly string[], version?: 'TLSv1.2' | 'TLSv1.3'): TlsOptions {
  return {
    ...serverIdentity(),
    requestCert: true,
    rejectUnauthorized: true,
    ca: [...roots],
    ...(version && { minVersion: version, maxVersion: version }),
  };
}
