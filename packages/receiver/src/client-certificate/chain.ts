// Checks a certificate that a proxy passes on: that an authority of ours stands at the end of its chain, that
// every link is within its days, and that it was made for clients. Revocation, name constraints and path lengths
// are left to the proxy, which does the handshake.
import { X509Certificate } from 'node:crypto';

/** Links between a leaf and its root. Meta's chain has one intermediate; a longer one is somebody else's. */
const linksMax = 6;
const clientAuth = '1.3.6.1.5.5.7.3.2';
const anyPurpose = '2.5.29.37.0';

/** Reads PEM text that may hold several certificates; throws with the reason when there is none. */
export function readAuthorities(ca: string | readonly string[]): X509Certificate[] {
  const blocks = [ca].flat().flatMap((text) => pemBlocks(text));
  if (blocks.length === 0) {
    throw new TypeError(
      "ca holds no certificate; give the PEM text, such as readFileSync('meta-outbound-api-ca-2025-12.pem', 'utf8')",
    );
  }
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw new TypeError('ca holds a block that is no certificate', { cause });
  }
}

/** The certificates of a PEM text or a list of DER, leaf first; null when one of them cannot be read. */
export function readChain(parts: readonly (string | Uint8Array)[]): X509Certificate[] | null {
  // A sender fills this in, so it is bounded before anything is parsed.
  if (parts.length === 0 || parts.length > linksMax) return null;
  try {
    return parts.map((part) => new X509Certificate(part));
  } catch {
    return null;
  }
}

export function pemBlocks(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

export function judgeChain(
  [leaf, ...others]: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  now: number,
): 'good' | 'untrusted_chain' | 'expired' {
  if (leaf === undefined) return 'untrusted_chain';
  // Named by Node after the wrong extension: these are the extended purposes.
  const purposes: readonly string[] | undefined = leaf.keyUsage;
  if (purposes && !purposes.includes(clientAuth) && !purposes.includes(anyPurpose)) return 'untrusted_chain';

  let link = leaf;
  let isExpired = !isWithinDays(leaf, now);
  for (let links = 0; links < linksMax; links++) {
    const authority = authorities.find((one) => hasIssued(one, link));
    const issuer = authority ?? others.find((one) => hasIssued(one, link));
    if (issuer === undefined) return 'untrusted_chain';
    isExpired ||= !isWithinDays(issuer, now);
    if (authority !== undefined) return isExpired ? 'expired' : 'good';
    link = issuer;
  }
  return 'untrusted_chain';
}

function hasIssued(issuer: X509Certificate, link: X509Certificate): boolean {
  return issuer.ca && link.checkIssued(issuer) && link.verify(issuer.publicKey);
}

function isWithinDays(certificate: X509Certificate, now: number): boolean {
  return Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);
}
