// What the host of a URL is, from its text alone: an address, this machine, or a name that a public endpoint can
// have. Where a name leads to is found out, and judged, when a connection is made.
import type { EgressPolicy } from './egress-policy.ts';

/** Names that mean something else on every network, so none of them is a public endpoint (RFC 6761 and kin). */
const specialUse = ['local', 'localhost', 'internal', 'home.arpa', 'onion', 'invalid', 'test'];

/** RFC 1035, in characters of the text form. */
const nameLengthMax = 253;
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** What is wrong with the name, in words for its owner; null when nothing is. */
export function hostNameProblem(hostname: string, mode: EgressPolicy['mode']): string | null {
  if (isLocalhost(hostname)) {
    return mode === 'dev'
      ? null
      : 'The host is this machine itself. Use a name that leads to a public address.';
  }
  if (hostname.endsWith('.')) return 'The host name ends with a dot. Leave the dot out.';
  if (hostname.length > nameLengthMax) return `The host name is longer than ${nameLengthMax} characters.`;
  const labels = hostname.split('.');
  if (!labels.every((part) => label.test(part))) {
    return 'The host name has an empty part, a part longer than 63 characters, or a character no name can have.';
  }
  if (labels.length < 2) return 'The host name has no dot. Use the full name, as in hooks.example.com.';
  const special = specialUse.find((suffix) => hostname.endsWith(`.${suffix}`));
  return special ? `Names under .${special} do not exist on the public internet. Use a public name.` : null;
}

/** RFC 6761: these mean this machine and are not looked up. */
export function isLocalhost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}

/** The address that a hostname of the URL parser spells out, without brackets; null for a name. */
export function addressLiteral(hostname: string): string | null {
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  // The parser writes every form of IPv4 as four numbers, and lets no name end in one.
  return hostname.includes(':') || /^\d+(\.\d+){3}$/.test(hostname) ? hostname : null;
}
