// The certificate at the end of a chain: it signs nothing, serves one purpose, and ends with its authority at the
// latest. Loaded only when one is made.
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import {
  backdateMs,
  dayMs,
  type Issued,
  newKeys,
  pemOf,
  privatePem,
  signingAlgorithm,
  signingKey,
} from './signing.ts';

export interface WantedLeaf {
  authority: Issued;
  commonName: string;
  /** Beside the common name, which many libraries no longer look at. */
  names: readonly { type: 'dns' | 'ip'; value: string }[];
  /** Object identifier of its extended key usage. */
  purpose: string;
  days: number;
  now: number;
}

const critical = true;

export async function makeLeaf(wanted: WantedLeaf): Promise<Issued> {
  const { authority, commonName, names, purpose, days, now } = wanted;
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: [{ CN: [commonName] }],
      issuer: issuer.subjectName,
      notBefore: new Date(now - backdateMs),
      notAfter: new Date(Math.min(now + days * dayMs, issuer.notAfter.getTime())),
      publicKey: keys.publicKey,
      signingKey: await signingKey(authority.key),
      signingAlgorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, critical),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, critical),
        new x509.ExtendedKeyUsageExtension([purpose]),
        new x509.SubjectAlternativeNameExtension([...names]),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        await x509.AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: pemOf(certificate), key: await privatePem(keys.privateKey) };
}
