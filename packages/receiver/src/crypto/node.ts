// Signatures and hashes with node:crypto: Node, Deno and Bun.
import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { CryptoSeam } from './seam.ts';

export const hmacCheck: CryptoSeam['hmacCheck'] = (secret) => {
  const key = createSecretKey(Buffer.from(secret, 'utf8'));
  return ({ algorithm, body, hex }) =>
    timingSafeEqual(createHmac(algorithm, key).update(body).digest(), Buffer.from(hex, 'hex'));
};

export const sha256Hex: CryptoSeam['sha256Hex'] = (parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};
