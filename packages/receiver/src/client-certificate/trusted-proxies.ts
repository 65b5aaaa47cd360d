// The proxies whose word about a certificate counts: addresses and ranges, compared with the other end of the
// connection itself. What a header says about addresses is never looked at.
import { BlockList, isIP } from 'node:net';

/** Throws for an entry that is no address, no range and not `alb`, and for an empty list. */
export function trustedProxies(entries: readonly string[]): (peer: string | undefined) => boolean {
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new TypeError(
      "trustedProxies is empty, so every request would be refused; list the proxy's addresses, such as ['10.0.0.2', '10.1.0.0/16']",
    );
  }
  const list = new BlockList();
  const words = new Set<string>();
  for (const entry of entries) {
    if (entry === 'alb') words.add(entry);
    else addTo(list, entry);
  }
  return (peer) => {
    if (peer === undefined) return false;
    if (words.has(peer)) return true;
    // An IPv6 address of this machine's own network ends in the name of an interface.
    const address = peer.replace(/%.*$/, '');
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}

function addTo(list: BlockList, entry: unknown): void {
  const [address = '', prefix, ...more] = typeof entry === 'string' ? entry.split('/') : [];
  const family = isIP(address);
  const bits = prefix === undefined ? null : /^[0-9]{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (family === 0 || more.length > 0 || Number.isNaN(bits) || (bits ?? 0) > (family === 6 ? 128 : 32)) {
    throw new TypeError(
      `trustedProxies has ${JSON.stringify(entry)}, which is neither an address nor a range; write 10.0.0.2 or 10.1.0.0/16, not a number of hops`,
    );
  }
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (bits === null) list.addAddress(address, type);
  else list.addSubnet(address, bits, type);
}
