// Where this server may connect to: schemes, ports and addresses, by mode and by what the operator opens.
// Pure, and the only judge: every outgoing call asks here, and anything it does not know is refused.
import ipaddr from 'ipaddr.js';
import { type AddressClass, classify, lastV4, parseAddress } from './address-class.ts';
import { embeddedV4 } from './nat64.ts';
import { unsafePorts } from './unsafe-ports.ts';

export interface EgressPolicy {
  /** `start`: https to public addresses. `dev`: http as well, and this machine. */
  mode: 'dev' | 'start';
  /** Networks opened besides, as CIDR blocks. */
  allow: readonly string[];
  /** Prefixes through which this network reaches IPv4: addresses in them are judged by what they lead to. */
  nat64?: readonly string[];
  /** Ports that may be called; in `dev` any other too, but for those where no endpoint lives. */
  ports: readonly number[];
}

export type AddressVerdict = { ok: true } | { ok: false; class: AddressClass };

/** What no range opens, however wide: only the one address itself, listed as /32 or /128. */
export const alwaysDenied: readonly AddressClass[] = ['metadata', 'linkLocal'];

/**
 * Also opened one by one only: these are no single host, or carry another address inside, so that `::/0` would
 * be a way round `alwaysDenied`.
 */
const neverByRange: readonly AddressClass[] = [
  ...alwaysDenied,
  'unspecified',
  'multicast',
  'broadcast',
  'discard',
  'ipv4Compat',
  'siit',
  '6to4',
  'teredo',
  'isatap',
];

export function judgeAddress(address: string, policy: EgressPolicy): AddressVerdict {
  const translated = translatedBy(address, policy);
  if (translated === 'malformed') return { ok: false, class: 'nat64Local' };
  if (translated) return judgeAddress(translated.toString(), policy);
  const found = classify(address);
  if (found === 'public') return { ok: true };
  if (found === 'loopback' && policy.mode === 'dev') return { ok: true };
  return isOpened(address, found, policy) ? { ok: true } : { ok: false, class: found };
}

/** Judges all that a name resolved to. One bad address refuses the answer: any of them might be the one used. */
export function judgeAnswer(addresses: readonly string[], policy: EgressPolicy): AddressVerdict {
  if (addresses.length === 0) return { ok: false, class: 'none' };
  for (const address of addresses) {
    const verdict = judgeAddress(address, policy);
    if (verdict.ok) continue;
    // Something that is no address is no answer.
    return verdict.class === 'invalid' ? { ok: false, class: 'none' } : verdict;
  }
  return { ok: true };
}

export type UrlVerdict = { ok: true } | { ok: false; reason: 'scheme' | 'userinfo' | 'port' };

/** What can be said of a URL before its host is looked at. */
export function judgeUrl(url: URL, policy: EgressPolicy): UrlVerdict {
  const isAllowedScheme = url.protocol === 'https:' || (url.protocol === 'http:' && policy.mode === 'dev');
  if (!isAllowedScheme) return { ok: false, reason: 'scheme' };
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'userinfo' };
  return isAllowedPort(portOf(url), policy) ? { ok: true } : { ok: false, reason: 'port' };
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** Whether a text can stand in `allow`. An entry that cannot opens nothing. */
export function isNetwork(cidr: string): boolean {
  return parseNetwork(cidr) !== null;
}

function isAllowedPort(port: number, policy: EgressPolicy): boolean {
  if (policy.ports.includes(port)) return true;
  return policy.mode === 'dev' && !unsafePorts.has(port);
}

function isOpened(text: string, found: AddressClass, policy: EgressPolicy): boolean {
  const address = parseAddress(text);
  if (!address) return false;
  const listed = policy.allow.some((cidr) => {
    const network = parseNetwork(cidr);
    if (!network || network.address.kind() !== address.kind()) return false;
    const isExact = network.bits === address.toByteArray().length * 8;
    if (neverByRange.includes(found) && !isExact) return false;
    return address.match([network.address, network.bits]);
  });
  // A translation prefix of one's own leads to an IPv4 host, which has to be allowed as well.
  if (listed && found === 'nat64Local' && address instanceof ipaddr.IPv6) {
    return judgeAddress(lastV4(address).toString(), policy).ok;
  }
  return listed;
}

function translatedBy(text: string, { nat64 = [] }: EgressPolicy): ipaddr.IPv4 | 'malformed' | null {
  const address = nat64.length > 0 ? parseAddress(text) : null;
  return address instanceof ipaddr.IPv6 ? embeddedV4(address, nat64) : null;
}

function parseNetwork(cidr: string): { address: ipaddr.IPv4 | ipaddr.IPv6; bits: number } | null {
  // Written out like an address: the library would take 10/8 too.
  const prefix = parseAddress(cidr.split('/')[0] ?? '');
  if (!prefix || !ipaddr.isValidCIDR(cidr)) return null;
  const [address, bits] = ipaddr.parseCIDR(cidr);
  // A network of wrapped addresses would match nothing, because addresses are judged unwrapped.
  return address.kind() === prefix.kind() ? { address, bits } : null;
}
