// Who may use /api/v1: the bearer of the admin key. Only a hash of the key is kept, and it is compared in
// constant time. Keys are taken from the Authorization header alone: addresses end up in logs.
import { createHash, timingSafeEqual } from 'node:crypto';

export function hashAdminKey(key: string): Uint8Array {
  return createHash('sha256').update(key).digest();
}

export function isAdmin(authorization: string | undefined, keyHash: Uint8Array): boolean {
  const key = /^Bearer ([^\s]{1,512})$/.exec(authorization ?? '')?.[1];
  return key !== undefined && timingSafeEqual(hashAdminKey(key), keyHash);
}
