// Who may use /api/v1: the bearer of the root key or of a stored key, and for what. Only hashes of keys are kept.
// The root key is compared in constant time; stored keys are looked up by their hash, so that how long a look-up
// takes tells nothing about a key. Keys are taken from the Authorization header alone: addresses end up in logs.
import { hash, timingSafeEqual } from 'node:crypto';
import type { AdminKeys } from '../store/store.ts';
import type { KeyScope } from '../store/vocabulary.ts';

export interface Caller {
  /** How the audit log names it. */
  actor: string;
  may(scope: KeyScope): boolean;
}

/** The label of the key that `wahook start` makes; no other key may have it. */
export const rootLabel = 'root';

const rootCaller: Caller = { actor: `key:${rootLabel}`, may: () => true };

export function hashAdminKey(key: string): Uint8Array {
  return hash('sha256', key, 'buffer');
}

/** null: no key, an unknown one, or a revoked one. */
export async function findCaller(
  authorization: string | undefined,
  known: { rootHash: Uint8Array; adminKeys: Pick<AdminKeys, 'find'> },
): Promise<Caller | null> {
  const key = /^Bearer ([^\s]{1,512})$/.exec(authorization ?? '')?.[1];
  if (key === undefined) return null;
  const hashed = hashAdminKey(key);
  if (timingSafeEqual(hashed, known.rootHash)) return rootCaller;
  const stored = await known.adminKeys.find(hashed);
  if (!stored || stored.revokedAt !== null) return null;
  const { label, scopes } = stored;
  return { actor: `key:${label}`, may: (scope) => scopes.includes(scope) || scopes.includes('admin') };
}
