// Makes what wahook shows to endpoints that ask who is calling: a root that receivers trust, an intermediate that
// signs, and the certificate itself. All of them for TLS clients only, so a receiver that trusts the root has not
// trusted any server. The root's key signs once and is forgotten: nobody can steal it, and a new intermediate
// means a new root, which is what a rotation makes.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { makeLeaf } from './leaf.ts';
import { backdateMs, dayMs, type Issued, newKeys, pemOf, privatePem, signingAlgorithm } from './signing.ts';

export interface ClientAuthority {
  /** PEM; what receivers are to trust. */
  root: string;
  /** Signs the certificates that are shown. */
  intermediate: Issued;
}

const authorityDays = 5 * 365;
const leafDays = 90;
const clientAuth = '1.3.6.1.5.5.7.3.2';
const critical = true;

export async function makeClientAuthority({ now }: { now: number }): Promise<ClientAuthority> {
  const validity = {
    notBefore: new Date(now - backdateMs),
    notAfter: new Date(now + authorityDays * dayMs),
  };
  // Two roots are in use during a rotation. The date tells a person which is which; the rest tells programs, some of
  // which look an issuer up by its name alone.
  const which = `${new Date(now).toISOString().slice(0, 10)} ${randomBytes(4).toString('hex')}`;
  const rootKeys = await newKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [`wahook client root ${which}`] }],
      ...validity,
      keys: rootKeys,
      signingAlgorithm,
      extensions: await authorityExtensions({ publicKey: rootKeys.publicKey, pathLength: 1 }),
    },
    webcrypto,
  );
  const keys = await newKeys();
  const intermediate = await x509.X509CertificateGenerator.create(
    {
      subject: [{ CN: [`wahook client signing ${which}`] }],
      issuer: root.subjectName,
      ...validity,
      publicKey: keys.publicKey,
      signingKey: rootKeys.privateKey,
      signingAlgorithm,
      extensions: [
        ...(await authorityExtensions({ publicKey: keys.publicKey, pathLength: 0 })),
        await x509.AuthorityKeyIdentifierExtension.create(root, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return {
    root: pemOf(root),
    intermediate: { certificate: pemOf(intermediate), key: await privatePem(keys.privateKey) },
  };
}

/** `name`: the common name that receivers compare. Ends with the authority at the latest. */
export function issueClientLeaf(wanted: {
  intermediate: Issued;
  name: string;
  now: number;
}): Promise<Issued> {
  const { intermediate, name, now } = wanted;
  return makeLeaf({
    authority: intermediate,
    commonName: name,
    names: [{ type: 'dns', value: name }],
    purpose: clientAuth,
    days: leafDays,
    now,
  });
}

/** `pathLength`: how many authorities may stand below this one. */
async function authorityExtensions(of: {
  publicKey: webcrypto.CryptoKey;
  pathLength: number;
}): Promise<x509.Extension[]> {
  return [
    new x509.BasicConstraintsExtension(true, of.pathLength, critical),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, critical),
    new x509.ExtendedKeyUsageExtension([clientAuth]),
    await x509.SubjectKeyIdentifierExtension.create(of.publicKey, false, webcrypto),
  ];
}
