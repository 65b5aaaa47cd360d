// Makes the local authority and the certificates it signs: for TLS servers and nothing else. Whoever steals
// the authority's key can imitate the permitted names and no others, because the limits are critical extensions
// of its certificate. Loaded only when something is to be made: the library takes longer to load than dev to start.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { makeLeaf } from './leaf.ts';
import { nameConstraints } from './name-constraints.ts';
import { authorityName, type Names, permittedNames } from './served-names.ts';
import { backdateMs, dayMs, type Issued, newKeys, pemOf, privatePem, signingAlgorithm } from './signing.ts';

const authorityDays = 365;
const leafDays = 90;

const serverAuth = '1.3.6.1.5.5.7.3.1';
const critical = true;

export async function issueAuthority({ now }: { now: number }): Promise<Issued> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [authorityName] }],
      notBefore: new Date(now - backdateMs),
      notAfter: new Date(now + authorityDays * dayMs),
      keys,
      signingAlgorithm,
      extensions: [
        // Path length 0: it signs servers, never another authority.
        new x509.BasicConstraintsExtension(true, 0, critical),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, critical),
        new x509.ExtendedKeyUsageExtension([serverAuth]),
        nameConstraints(permittedNames),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: pemOf(certificate), key: await privatePem(keys.privateKey) };
}

/** Ends with the authority at the latest. */
export function issueLeaf(wanted: { authority: Issued; names: Names; now: number }): Promise<Issued> {
  const { authority, names, now } = wanted;
  return makeLeaf({
    authority,
    commonName: names.hosts[0] ?? names.addresses[0] ?? '',
    names: [
      ...names.hosts.map((value) => ({ type: 'dns' as const, value })),
      ...names.addresses.map((value) => ({ type: 'ip' as const, value })),
    ],
    purpose: serverAuth,
    days: leafDays,
    now,
  });
}
