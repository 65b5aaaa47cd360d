// How the text of a setting becomes its value, one function per kind. A refusal says what is wanted, to go after
// "must be".

import { isNat64Prefix } from './delivery/outgoing/nat64.ts';

export type Parse = (text: string) => { ok: true; value: unknown } | { ok: false; wants: string };

export function text(value: string): ReturnType<Parse> {
  return value === '' ? { ok: false, wants: 'something' } : { ok: true, value };
}

export function adminKey(value: string): ReturnType<Parse> {
  return value.length >= 24 ? { ok: true, value } : { ok: false, wants: 'at least 24 characters' };
}

export function boolean(value: string): ReturnType<Parse> {
  if (value === 'true' || value === 'false') return { ok: true, value: value === 'true' };
  return { ok: false, wants: 'true or false' };
}

/** X.509 has room for 64 characters; what stands in a host name is safe in every receiver's configuration. */
export function commonName(value: string): ReturnType<Parse> {
  const isGood =
    value.length <= 64 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(value);
  return isGood
    ? { ok: true, value }
    : { ok: false, wants: 'a name like client.webhooks.example.com, in lower case, at most 64 characters' };
}

export function publicUrl(value: string): ReturnType<Parse> {
  const wants = 'an address like https://hooks.example.com, without path or query';
  if (!URL.canParse(value)) return { ok: false, wants };
  const { protocol, origin, href } = new URL(value);
  const isGood = /^https?:$/.test(protocol) && href === `${origin}/`;
  return isGood ? { ok: true, value: origin } : { ok: false, wants };
}

export function proxyUrl(value: string): ReturnType<Parse> {
  const wants = 'an address like http://user:password@proxy.example:3128, without path or query';
  if (!URL.canParse(value)) return { ok: false, wants };
  const { protocol, username, password, pathname, search, hash } = new URL(value);
  const isPlain = /^https?:$/.test(protocol) && pathname + search + hash === '/';
  return isPlain && isDecodable(username + password) ? { ok: true, value } : { ok: false, wants };
}

/** A percent sign of a password has to be written as %25. */
function isDecodable(encoded: string): boolean {
  try {
    decodeURIComponent(encoded);
    return true;
  } catch {
    return false;
  }
}

/** The six lengths of RFC 6052. */
export function nat64Prefixes(value: string): ReturnType<Parse> {
  const prefixes = value.split(',').map((part) => part.trim());
  return prefixes.every(isNat64Prefix)
    ? { ok: true, value: prefixes }
    : { ok: false, wants: 'NAT64 prefixes of 32, 40, 48, 56, 64 or 96 bits, separated by commas' };
}

export function throttleStatus(value: string): ReturnType<Parse> {
  return value === '400' || value === '429'
    ? { ok: true, value: Number(value) }
    : { ok: false, wants: '400 or 429' };
}

export function integer(min: number, max: number): Parse {
  return (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return { ok: true, value: number };
    return { ok: false, wants: `a whole number from ${min} to ${max}` };
  };
}

export function oneOf(words: readonly string[]): Parse {
  return (value) =>
    words.includes(value) ? { ok: true, value } : { ok: false, wants: `one of ${words.join(', ')}` };
}

export function list(value: string): ReturnType<Parse> {
  const parts = value.split(',').map((part) => part.trim());
  return { ok: true, value: parts.filter((part) => part !== '') };
}

export function portList(value: string): ReturnType<Parse> {
  const ports = value.split(',').map((part) => Number(part.trim()));
  const good = ports.every((port) => Number.isInteger(port) && port >= 1 && port <= 65_535);
  return good
    ? { ok: true, value: ports }
    : { ok: false, wants: 'ports from 1 to 65535, separated by commas' };
}
