// The check of a callback URL as somebody typed it: app callbacks, overrides, doctor targets. Pure text; the
// addresses behind a name are judged at connection time. What passes reads the same to every URL parser, because
// it is printable ASCII and already in the one canonical form that the WHATWG parser gives it.
import { type EgressPolicy, judgeAddress, judgeUrl, portOf } from './outgoing/egress-policy.ts';
import { addressLiteral, hostNameProblem, isLocalhost } from './outgoing/host-name.ts';

export type CallbackUrlReason =
  | 'scheme'
  | 'userinfo'
  | 'port'
  | 'host'
  | 'syntax'
  | 'length'
  | 'fragment'
  | 'query'
  | 'self';

export interface CallbackUrlRefusal {
  ok: false;
  reason: CallbackUrlReason;
  /** Cause and cure, for the person who typed it. */
  message: string;
}

export interface CallbackUrlRules {
  policy: EgressPolicy;
  lengthMax: number;
  /** Where this server itself is reached: delivering there would go round in circles. */
  publicUrl?: string | undefined;
  /** `host:port` of the proxy that outgoing requests pass; it is no destination. */
  egressProxy?: string | undefined;
}

export function checkCallbackUrl(
  text: string,
  rules: CallbackUrlRules,
): { ok: true; url: URL } | CallbackUrlRefusal {
  if (text.length > rules.lengthMax) {
    return refuse('length', `The URL is longer than ${rules.lengthMax} characters. Use a shorter one.`);
  }
  const url = parse(text);
  if (!url) {
    return refuse(
      'syntax',
      'This is not a full URL. Write it in plain characters, as in https://hooks.example.com/path.',
    );
  }
  return checkForm(text, url) ?? checkDestination(url, rules) ?? { ok: true, url };
}

function parse(text: string): URL | null {
  // Printable ASCII without space and backslash: everything else the parser would drop, encode or turn round.
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(text)) return null;
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** How it is written. */
function checkForm(text: string, url: URL): CallbackUrlRefusal | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('scheme', needsHttps);
  // The parser forgets an empty user name, hence the look at the text.
  if (/^[a-z]+:\/\/[^/?#]*@/i.test(text)) {
    return refuse('userinfo', 'The URL carries a user name or password. Remove everything up to the @.');
  }
  if (text.includes('#')) return refuse('fragment', 'The URL has a fragment. Remove the # and what follows.');
  if (canonical(text, url) !== url.href) {
    return refuse('syntax', `The URL is not in its canonical form. Write it as ${url.href}`);
  }
  return null;
}

/** Where it leads. */
function checkDestination(url: URL, rules: CallbackUrlRules): CallbackUrlRefusal | null {
  if (isSelf(url, rules)) {
    return refuse(
      'self',
      'The URL leads back to this server or its proxy. Use the address of the receiving app.',
    );
  }
  const problem = hostProblem(url.hostname, rules.policy);
  if (problem) return refuse('host', problem);
  const verdict = judgeUrl(url, rules.policy);
  if (!verdict.ok) {
    return refuse(verdict.reason, verdict.reason === 'port' ? portMessage(rules.policy) : needsHttps);
  }
  // Compared without case, because some receivers read parameter names that way.
  if ([...url.searchParams.keys()].some((name) => name.toLowerCase().startsWith('hub.'))) {
    return refuse('query', 'Parameters named hub.* are added by the handshake. Remove them from the URL.');
  }
  return null;
}

/** The typed text with the three differences that do no harm evened out; the empty text when it has no authority. */
function canonical(text: string, url: URL): string {
  const parts = /^([a-z]+):\/\/([^/?]*)([^?]*)(.*)$/i.exec(text);
  if (!parts) return '';
  const [, scheme = '', authority = '', path = '', query = ''] = parts;
  const defaultPort = url.protocol === 'https:' ? /:443$/ : /:80$/;
  const host = authority.toLowerCase().replace(defaultPort, '');
  return `${scheme.toLowerCase()}://${host}${path || '/'}${query}`;
}

function isSelf(url: URL, { policy, publicUrl, egressProxy }: CallbackUrlRules): boolean {
  if (egressProxy !== undefined && leadsTo(url, `http://${egressProxy}`)) return true;
  if (publicUrl === undefined || !leadsTo(url, publicUrl)) return false;
  // In dev one may chain this server behind itself; duplicates are dropped there.
  return !(policy.mode === 'dev' && url.pathname.startsWith('/webhooks/'));
}

function leadsTo(url: URL, place: string): boolean {
  const other = new URL(place);
  if (portOf(url) !== portOf(other)) return false;
  return url.hostname === other.hostname || (isThisMachine(url.hostname) && isThisMachine(other.hostname));
}

function isThisMachine(hostname: string): boolean {
  return isLocalhost(hostname) || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function hostProblem(hostname: string, policy: EgressPolicy): string | null {
  const literal = addressLiteral(hostname);
  if (literal === null) return hostNameProblem(hostname, policy.mode);
  const verdict = judgeAddress(literal, policy);
  return verdict.ok
    ? null
    : `The host is an address that may not be called (${verdict.class}). Use a public one.`;
}

const needsHttps = 'The URL must begin with https://.';

function portMessage(policy: EgressPolicy): string {
  const cure = policy.mode === 'start' ? `Use one of ${policy.ports.join(', ')}.` : 'Use another one.';
  return `This port may not be called. ${cure}`;
}

function refuse(reason: CallbackUrlReason, message: string): CallbackUrlRefusal {
  return { ok: false, reason, message };
}
