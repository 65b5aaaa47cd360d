// Signatures with Web Crypto, for runtimes without node:crypto: Workers, edge functions, browsers.
import type { CryptoSeam, HmacAlgorithm } from './seam.ts';
import { sha256 } from './sha256.ts';

/** Named through its maker: not every set of types knows `CryptoKey` as a global. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const hashNames = { sha256: 'SHA-256', sha1: 'SHA-1' } as const;

export const hmacCheck: CryptoSeam['hmacCheck'] = (secret) => {
  const keys: Partial<Record<HmacAlgorithm, Promise<Key>>> = {};
  const keyFor = (algorithm: HmacAlgorithm): Promise<Key> => {
    keys[algorithm] ??= crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode(secret),
      { name: 'HMAC', hash: hashNames[algorithm] },
      false,
      ['verify'],
    );
    return keys[algorithm];
  };
  // `verify` compares in constant time, which comparing the digest of `sign` would have to be made to.
  return async ({ algorithm, body, hex }) =>
    crypto.subtle.verify('HMAC', await keyFor(algorithm), bytesOfHex(hex), owned(body));
};

export const sha256Hex: CryptoSeam['sha256Hex'] = (parts) => {
  const encoder = new TextEncoder();
  const chunks = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
};

function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Web Crypto takes no view of memory that is shared between threads. */
function owned(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return body.buffer instanceof ArrayBuffer
    ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
    : new Uint8Array(body);
}
