// What goes wrong with X-Hub-Signature-256, as data: ways to hash other bytes than the body's, to use another key,
// and to write the digest down differently. Each can be applied, so that the diagnosis of a saved body (`verify`)
// and of a live endpoint (`doctor`) try the same mistakes and call them by the same names.
import { createHash, createHmac } from 'node:crypto';
import { toWireForm } from '@wahook/receiver/protocol/wire-form';
import { jsonWriters } from './json-writers.ts';

export type MistakeKind = 'reserialised' | 'changed_bytes' | 'lost_body' | 'key' | 'digest' | 'header_form';

export interface Mistake {
  id: string;
  kind: MistakeKind;
  /** Completes "The HMAC …". */
  what: string;
  /** The bytes that are hashed instead of the body; null where they would be the same, or where it cannot apply. */
  bytes?(body: Uint8Array): Uint8Array | null;
  keys?(secret: string): (string | Uint8Array)[];
  digest?(key: string | Uint8Array, bytes: Uint8Array): Buffer;
}

export const hmacSha256 = (key: string | Uint8Array, bytes: Uint8Array): Buffer =>
  createHmac('sha256', key).update(bytes).digest();

export const hmacSha1 = (key: string | Uint8Array, bytes: Uint8Array): Buffer =>
  createHmac('sha1', key).update(bytes).digest();

const encoder = new TextEncoder();
const textOf = (body: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);

/** A mistake that works on text. Bytes that are no UTF-8 would change by being decoded, which is one of its own. */
function onText(change: (text: string) => string | null): (body: Uint8Array) => Uint8Array | null {
  return (body) => {
    try {
      const changed = change(textOf(body));
      return changed === null ? null : encoder.encode(changed);
    } catch {
      // No JSON, or nested deeper than it can be written.
      return null;
    }
  };
}

/** Before the writers of JSON, of which some do the same to a body that needs nothing else. */
const nonAsciiEscaped: Mistake = {
  id: 'non_ascii_escaped',
  kind: 'changed_bytes',
  what: 'is over the body with every non-ASCII character turned into a \\u escape',
  bytes: onText((text) =>
    text.replaceAll(/[^\0-\x7e]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ),
};

const reserialised: Mistake[] = jsonWriters.map(({ call, language, write }) => ({
  id: `reserialised ${call}`,
  kind: 'reserialised',
  what: `is over JSON that was parsed and written again, as ${call} does in ${language}`,
  bytes: onText(write),
}));

const backslashU = /\\u([0-9a-fA-F]{4})/g;

/** A body that was saved from an editor, or passed through a system of other line ends. */
const blanks: Mistake[] = [
  {
    id: 'newline_added',
    kind: 'changed_bytes',
    what: 'is over the body and a line break behind it',
    bytes: onText((text) => `${text}\n`),
  },
  {
    id: 'crlf_added',
    kind: 'changed_bytes',
    what: 'is over the body and a CR LF behind it',
    bytes: onText((text) => `${text}\r\n`),
  },
  {
    id: 'trimmed',
    kind: 'changed_bytes',
    what: 'is over the body without the blanks or line breaks around it',
    bytes: onText(withoutBlanks),
  },
  {
    id: 'lf_for_crlf',
    kind: 'changed_bytes',
    what: 'is over the body with LF for CR LF',
    bytes: onText((text) => text.replaceAll('\r\n', '\n')),
  },
  {
    id: 'crlf_for_lf',
    kind: 'changed_bytes',
    what: 'is over the body with CR LF for LF',
    bytes: onText((text) => text.replaceAll(/\r?\n/g, '\r\n')),
  },
  {
    id: 'bom_removed',
    kind: 'changed_bytes',
    what: 'is over the body without its byte order mark',
    bytes: onText((text) => text.replace(/^\ufeff/, '')),
  },
  {
    id: 'bom_added',
    kind: 'changed_bytes',
    what: 'is over the body with a byte order mark before it',
    bytes: onText((text) => `\ufeff${text}`),
  },
  {
    id: 'bom_removed_trimmed',
    kind: 'changed_bytes',
    what: 'is over the body without its byte order mark and without the blanks or line breaks around it',
    bytes: onText((text) => (text.startsWith('\ufeff') ? withoutBlanks(text.slice(1)) : null)),
  },
  {
    id: 'utf8_for_utf16',
    kind: 'changed_bytes',
    what: "is over this text in UTF-8; these bytes are UTF-16, as PowerShell's > saves it",
    bytes: (body) =>
      body[0] === 0xff && body[1] === 0xfe
        ? encoder.encode(withoutBlanks(new TextDecoder('utf-16le').decode(body)))
        : null,
  },
];

const wireForm: Mistake = {
  id: 'wire_form',
  kind: 'changed_bytes',
  what: "is over Meta's form of this JSON: compact, with its escapes of non-ASCII and of / @ % <",
  bytes: (body) => {
    try {
      // Editors that lay out JSON put a mark before it as well.
      const json = encoder.encode(textOf(body).replace(/^\ufeff/, ''));
      JSON.parse(textOf(json));
      return toWireForm(json, { start: 0, end: json.length }, { escapes: 'meta' });
    } catch {
      return null;
    }
  },
};

const changedBytes: Mistake[] = [
  {
    id: 'slashes_unescaped',
    kind: 'changed_bytes',
    what: 'is over the body with / for each \\/',
    bytes: onText((text) => text.replaceAll('\\/', '/')),
  },
  {
    id: 'escapes_decoded',
    kind: 'changed_bytes',
    what: 'is over the body with each \\u escape turned into its character',
    bytes: onText((text) => decodeEscapes(text)),
  },
  {
    id: 'all_escapes_decoded',
    kind: 'changed_bytes',
    what: 'is over the body with each \\u escape and each \\/ turned into its character',
    bytes: onText((text) => decodeEscapes(text).replaceAll('\\/', '/')),
  },
  {
    id: 'latin1',
    kind: 'changed_bytes',
    what: 'is over the text in Latin-1 instead of UTF-8',
    bytes: (body) => Buffer.from(textOf(body), 'latin1'),
  },
  {
    id: 'encoded_twice',
    kind: 'changed_bytes',
    what: 'is over the bytes read as Latin-1 and written as UTF-8',
    bytes: (body) => encoder.encode(Buffer.from(body).toString('latin1')),
  },
  {
    id: 'hex_of_body',
    kind: 'changed_bytes',
    what: 'is over the bytes that are written here in hex',
    bytes: onHex,
  },
  {
    id: 'base64_of_body',
    kind: 'changed_bytes',
    what: 'is over the bytes that are written here in base64',
    bytes: (body) => {
      const text = textOf(body).trim();
      return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && text.length % 4 !== 1
        ? Buffer.from(text, 'base64')
        : null;
    },
  },
];

/** Not trim(), which takes a byte order mark for a blank. */
function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && ' \t\r\n'.includes(text.charAt(start))) start++;
  while (end > start && ' \t\r\n'.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function onHex(body: Uint8Array): Uint8Array | null {
  const text = textOf(body).trim();
  return /^([0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, 'hex') : null;
}

function decodeEscapes(text: string): string {
  // A quote or backslash stays escaped, or the text would be no JSON for anybody.
  return text.replaceAll(backslashU, (spelled, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return character < ' ' || character === '"' || character === '\\' ? spelled : character;
  });
}

/** A body that something else had read already leaves these behind. */
const lostBodies: Readonly<Record<string, string>> = {
  '': 'is over an empty body: something read the request before it was hashed',
  '{}': 'is over {}: something read the request before it was hashed',
  '[object Object]': 'is over "[object Object]": the parsed object was turned into text',
  undefined: 'is over "undefined": the raw body is kept nowhere',
};

const lostBody: Mistake[] = Object.entries(lostBodies).map(([text, what]) => ({
  id: `lost_body ${text}`.trim(),
  kind: 'lost_body',
  what,
  bytes: () => encoder.encode(text),
}));

const keys: Mistake[] = [
  {
    id: 'key_newline',
    kind: 'key',
    what: 'is keyed with the secret and a line break or blank behind it, as reading it from a file leaves it',
    keys: (secret) => [`${secret}\n`, `${secret}\r\n`, `${secret} `].filter((each) => each !== secret),
  },
  {
    id: 'key_trimmed',
    kind: 'key',
    what: 'is keyed with the secret without the blanks around it',
    keys: (secret) => (secret.trim() === secret ? [] : [secret.trim()]),
  },
  {
    id: 'key_quoted',
    kind: 'key',
    what: 'is keyed with the secret in quotes, as some .env files leave it',
    keys: (secret) => [`"${secret}"`, `'${secret}'`],
  },
  {
    id: 'key_from_hex',
    kind: 'key',
    what: 'is keyed with the bytes that the secret spells in hex; the secret is used as text',
    keys: (secret) => (/^([0-9a-f]{2})+$/i.test(secret) ? [Buffer.from(secret, 'hex')] : []),
  },
  {
    id: 'key_from_base64',
    kind: 'key',
    what: 'is keyed with the bytes that the secret spells in base64; the secret is used as text',
    keys: (secret) => [Buffer.from(secret, 'base64')].filter((each) => each.length > 0),
  },
  {
    id: 'key_case',
    kind: 'key',
    what: 'is keyed with the secret in another case',
    keys: (secret) => [secret.toUpperCase(), secret.toLowerCase()].filter((each) => each !== secret),
  },
];

const digests: Mistake[] = [
  {
    id: 'sha1',
    kind: 'digest',
    what: 'is made with SHA-1; X-Hub-Signature-256 has SHA-256',
    digest: hmacSha1,
  },
  {
    id: 'sha512',
    kind: 'digest',
    what: 'is made with SHA-512; X-Hub-Signature-256 has SHA-256',
    digest: (key, bytes) => createHmac('sha512', key).update(bytes).digest(),
  },
  {
    id: 'hash_without_key',
    kind: 'digest',
    what: 'is no HMAC but the SHA-256 of the body alone',
    digest: (_key, bytes) => createHash('sha256').update(bytes).digest(),
  },
  {
    id: 'hash_of_both',
    kind: 'digest',
    what: 'is no HMAC but the SHA-256 of secret and body in a row',
    digest: (key, bytes) => createHash('sha256').update(key).update(bytes).digest(),
  },
  {
    id: 'key_and_body_swapped',
    kind: 'digest',
    what: 'has key and message swapped: the body is the key',
    digest: (key, bytes) => createHmac('sha256', bytes).update(key).digest(),
  },
];

/** What is met most often first. */
export const mistakes: readonly Mistake[] = [
  ...blanks,
  wireForm,
  nonAsciiEscaped,
  ...reserialised,
  ...changedBytes,
  ...lostBody,
  ...keys,
  ...digests,
];

/** Every digest that one mistake leads to, with the bytes that were hashed. */
export function* digestsOf(
  mistake: Mistake,
  { body, secret, hmac = hmacSha256 }: { body: Uint8Array; secret: string; hmac?: typeof hmacSha256 },
): Generator<{ digest: Buffer; bytes: Uint8Array }> {
  const bytes = mistake.bytes ? mistake.bytes(body) : body;
  if (bytes === null || (mistake.bytes && Buffer.compare(bytes, body) === 0)) return;
  const make = mistake.digest ?? hmac;
  for (const key of mistake.keys ? mistake.keys(secret) : [secret]) yield { digest: make(key, bytes), bytes };
}

/** Where two bodies part. */
export interface Difference {
  /** As it came. */
  body: string;
  /** As it was hashed. */
  hashed: string;
}

const before = 12;
const shown = 48;

/** A few characters from where the two part; null when they are the same. */
export function differenceOf(body: Uint8Array, hashed: Uint8Array): Difference | null {
  let at = 0;
  while (at < body.length && body[at] === hashed[at]) at++;
  if (at === body.length && at === hashed.length) return null;
  const from = Math.max(0, at - before);
  const excerpt = (bytes: Uint8Array) => {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, from + shown));
    return `${from > 0 ? '…' : ''}${text}${from + shown < bytes.length ? '…' : ''}`;
  };
  return { body: excerpt(body), hashed: excerpt(hashed) };
}
