// What kind of place an IP address is: public, or one of the many that a server must not call for strangers.
// Pure. Reads only canonical text, takes the IPv4 address out of the two wrappings that reach it, and calls an
// address public only when nothing speaks against it: `range()` of ipaddr.js alone lets some through.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export const addressClasses = [
  'public',
  'unspecified',
  'loopback',
  'private',
  'shared',
  'linkLocal',
  'metadata',
  'uniqueLocal',
  'siteLocal',
  'multicast',
  'broadcast',
  'documentation',
  'benchmarking',
  'reserved',
  'relay',
  'discard',
  'srv6',
  'outsideGlobal',
  'ipv4Compat',
  'siit',
  'nat64Local',
  '6to4',
  'teredo',
  'isatap',
  'zone',
  'invalid',
  'none',
] as const;

export type AddressClass = (typeof addressClasses)[number];

type SpecialBlock = readonly [AddressClass, string];

/** The first match decides: single addresses of metadata services stand before the blocks around them. */
export const specialV4: readonly SpecialBlock[] = [
  ['metadata', '168.63.129.16/32'],
  ['metadata', '169.254.169.254/32'],
  ['metadata', '169.254.170.2/32'],
  ['metadata', '169.254.170.23/32'],
  ['metadata', '169.254.169.253/32'],
  ['metadata', '169.254.42.42/32'],
  ['metadata', '169.254.0.23/32'],
  ['metadata', '100.100.100.200/32'],
  ['metadata', '192.0.0.192/32'],
  ['unspecified', '0.0.0.0/8'],
  ['loopback', '127.0.0.0/8'],
  ['private', '10.0.0.0/8'],
  ['private', '172.16.0.0/12'],
  ['private', '192.168.0.0/16'],
  ['shared', '100.64.0.0/10'],
  ['linkLocal', '169.254.0.0/16'],
  ['documentation', '192.0.2.0/24'],
  ['documentation', '198.51.100.0/24'],
  ['documentation', '203.0.113.0/24'],
  ['benchmarking', '198.18.0.0/15'],
  ['relay', '192.88.99.0/24'],
  ['relay', '192.52.193.0/24'],
  ['relay', '192.31.196.0/24'],
  ['relay', '192.175.48.0/24'],
  ['reserved', '192.0.0.0/24'],
  ['multicast', '224.0.0.0/4'],
  ['broadcast', '255.255.255.255/32'],
  ['reserved', '240.0.0.0/4'],
];

export const specialV6: readonly SpecialBlock[] = [
  ['metadata', 'fd00:ec2::/32'],
  ['metadata', 'fd20:ce::254/128'],
  ['metadata', 'fd00:42::42/128'],
  ['unspecified', '::/128'],
  ['loopback', '::1/128'],
  ['ipv4Compat', '::/96'],
  ['siit', '::ffff:0:0:0/96'],
  ['nat64Local', '64:ff9b:1::/48'],
  ['discard', '100::/64'],
  ['discard', '100:0:0:1::/64'],
  ['teredo', '2001::/32'],
  ['benchmarking', '2001:2::/48'],
  ['reserved', '2001::/23'],
  ['documentation', '2001:db8::/32'],
  ['6to4', '2002::/16'],
  ['relay', '2620:4f:8000::/48'],
  ['documentation', '3fff::/20'],
  ['srv6', '5f00::/16'],
  ['uniqueLocal', 'fc00::/7'],
  ['linkLocal', 'fe80::/10'],
  ['siteLocal', 'fec0::/10'],
  ['multicast', 'ff00::/8'],
];

/** The part of IPv6 that is handed out for public use. */
export const globalV6 = '2000::/3';

/** IPv4-mapped, and the well-known NAT64 prefix, through which DNS64 networks reach every IPv4 host. */
export const unwrapped: readonly string[] = ['::ffff:0:0/96', '64:ff9b::/96'];

const blocksV4 = specialV4.map(([name, cidr]) => ({ name, range: ipaddr.IPv4.parseCIDR(cidr) }));
const blocksV6 = specialV6.map(([name, cidr]) => ({ name, range: ipaddr.IPv6.parseCIDR(cidr) }));
const globalRange = ipaddr.IPv6.parseCIDR(globalV6);
const wrappings = unwrapped.map((cidr) => ipaddr.IPv6.parseCIDR(cidr));

/** Classifies the text of an address, without brackets. */
export function classify(address: string): AddressClass {
  if (address.includes('%')) return 'zone';
  const parsed = parseAddress(address);
  if (!parsed) return 'invalid';
  return parsed instanceof ipaddr.IPv4 ? classifyV4(parsed) : classifyV6(parsed);
}

/** The address that would be reached, its wrapping taken off; null for anything but canonical text. */
export function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  // isIP comes first because the library's parser is generous: it takes 127.1, 0x7f.1 and 010.0.0.1.
  if (address.includes('%') || isIP(address) === 0) return null;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed;
  return wrappings.some((range) => parsed.match(range)) ? lastV4(parsed) : parsed;
}

/** The IPv4 address in the last 32 bits. */
export function lastV4(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

function classifyV4(address: ipaddr.IPv4): AddressClass {
  return blocksV4.find(({ range }) => address.match(range))?.name ?? 'public';
}

function classifyV6(address: ipaddr.IPv6): AddressClass {
  const block = blocksV6.find(({ range }) => address.match(range));
  if (block) return block.name;
  if (!address.match(globalRange)) return 'outsideGlobal';
  if (isIsatap(address) && classifyV4(lastV4(address)) !== 'public') return 'isatap';
  return 'public';
}

/** RFC 5214: interface identifier 0000:5efe or 0200:5efe, then an IPv4 address. */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , flags = 0, mark] = address.parts;
  return (flags & ~0x0200) === 0 && mark === 0x5efe;
}
