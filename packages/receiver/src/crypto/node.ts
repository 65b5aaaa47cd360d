// Signatures and hashes with node:crypto: Node, Deno and Bun.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { CryptoSeam, HmacAlgorithm } from './seam.ts';

/** A digest in hex on either side; made once, since two buffers for each request cost as much as parsing it. */
const room = (hexLength: number) => [Buffer.alloc(hexLength), Buffer.alloc(hexLength)] as const;
const rooms: Record<HmacAlgorithm, ReturnType<typeof room>> = { sha256: room(64), sha1: room(40) };

export const hmacCheck: CryptoSeam['hmacCheck'] =
  (secret) =>
  ({ algorithm, body, hex }) => {
    const [made, claimed] = rooms[algorithm];
    if (hex.length !== claimed.length) return false;
    made.write(createHmac(algorithm, secret).update(body).digest('hex'), 'latin1');
    claimed.write(hex, 'latin1');
    return timingSafeEqual(made, claimed);
  };

export const sha256Hex: CryptoSeam['sha256Hex'] = (parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};
