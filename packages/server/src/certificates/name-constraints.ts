// The X.509 extension that says which names an authority may vouch for (RFC 5280, 4.2.1.10). The library writes
// each name; the three layers around them it has no class for, so they are written here.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { Names } from './served-names.ts';

export const nameConstraintsOid = '2.5.29.30';

const sequence = 0x30;
/** `permittedSubtrees [0]`: with it, every other name of the same kind is forbidden. */
const permittedSubtrees = 0xa0;

/** Critical: a client that does not understand the limits must not trust the authority at all. */
export function nameConstraints({ hosts, addresses }: Names): x509.Extension {
  const names = [
    ...hosts.map((host) => new x509.GeneralName('dns', host)),
    ...addresses.map((network) => new x509.GeneralName('ip', network)),
  ];
  const subtrees = names.map((name) => element(sequence, Buffer.from(name.rawData)));
  const value = element(sequence, element(permittedSubtrees, Buffer.concat(subtrees)));
  return new x509.Extension(nameConstraintsOid, true, value);
}

/** Tag, length, content: the only shape that DER has. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  // Two bytes of length are more than a list of names in a certificate can need.
  if (length > 0xffff)
    throw new RangeError(`An element of ${length} bytes does not belong in a certificate.`);
  const lengthBytes =
    length < 0x80 ? [length] : length <= 0xff ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}
