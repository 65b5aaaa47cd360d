// Signatures and hashes with node:crypto: Node, Deno and Bun.
// The default import, because not every runtime that has node:crypto has all of it.
import crypto from 'node:crypto';
import { hmacByHash } from './hmac-by-hash.ts';
import type { CryptoSeam, HmacAlgorithm } from './seam.ts';

/** A digest in hex on either side; made once, since two buffers for each request cost as much as parsing it. */
const room = (hexLength: number) => [Buffer.alloc(hexLength), Buffer.alloc(hexLength)] as const;
const rooms: Record<HmacAlgorithm, ReturnType<typeof room>> = { sha256: room(64), sha1: room(40) };

export const hmacCheck: CryptoSeam['hmacCheck'] = (secret) => {
  const quick = typeof crypto.hash === 'function' ? hmacByHash(secret, crypto.hash) : null;
  const digestOf = (algorithm: HmacAlgorithm, body: Uint8Array): string =>
    (algorithm === 'sha256' ? quick?.(body) : null) ??
    crypto.createHmac(algorithm, secret).update(body).digest('hex');

  return ({ algorithm, body, hex }) => {
    const [made, claimed] = rooms[algorithm];
    if (hex.length !== claimed.length) return false;
    made.write(digestOf(algorithm, body), 'latin1');
    claimed.write(hex, 'latin1');
    return crypto.timingSafeEqual(made, claimed);
  };
};

export const sha256Hex: CryptoSeam['sha256Hex'] = (parts) => {
  const hash = crypto.createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};
