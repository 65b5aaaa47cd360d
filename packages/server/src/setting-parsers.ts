// How the text of a setting becomes its value, one function per kind. A refusal says what is wanted, to go after
// "must be".

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
