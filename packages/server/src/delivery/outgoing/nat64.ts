// Networks without IPv4 reach it through a prefix of IPv6 in which the IPv4 address stands (RFC 6052). Reads that
// address, for prefixes that the operator names: what is judged is the host that would be reached. Pure.
import ipaddr from 'ipaddr.js';
import { type AddressClass, classify } from './address-class.ts';

/** Where the four bytes stand, by length of the prefix; byte 8 is always zero. */
const places: Readonly<Record<number, readonly number[]>> = {
  32: [4, 5, 6, 7],
  40: [5, 6, 7, 9],
  48: [6, 7, 9, 10],
  56: [7, 9, 10, 11],
  64: [9, 10, 11, 12],
  96: [12, 13, 14, 15],
};

/** Where networks have such a prefix: no other special range can hold one. */
const prefixClasses: ReadonlySet<AddressClass> = new Set(['public', 'uniqueLocal', 'nat64Local']);

/** Whether a text can name such a prefix, e.g. `64:ff9b:1::/96`. */
export function isNat64Prefix(cidr: string): boolean {
  return parsePrefix(cidr) !== null;
}

/** The IPv4 address inside; null when the address is in none of the prefixes. */
export function embeddedV4(
  address: ipaddr.IPv6,
  prefixes: readonly string[],
): ipaddr.IPv4 | 'malformed' | null {
  const bytes = address.toByteArray();
  for (const cidr of prefixes) {
    const prefix = parsePrefix(cidr);
    if (!prefix || !address.match([prefix.address, prefix.bits])) continue;
    if (prefix.bits < 96 && bytes[8] !== 0) return 'malformed';
    return new ipaddr.IPv4((places[prefix.bits] ?? []).map((place) => bytes[place] ?? 0));
  }
  return null;
}

function parsePrefix(cidr: string): { address: ipaddr.IPv6; bits: number } | null {
  if (!ipaddr.IPv6.isValidCIDR(cidr) || cidr.includes('%')) return null;
  const [address, bits] = ipaddr.IPv6.parseCIDR(cidr);
  return bits in places && prefixClasses.has(classify(address.toString())) ? { address, bits } : null;
}
