// The header that makes a call safe to repeat: the same key with the same body is answered as it was the first time.
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { problem } from './problem.ts';

export interface Idempotency {
  keyHash: Uint8Array;
  bodyHash: Uint8Array;
}

/** null: the call has no such header. */
export function idempotencyOf(request: FastifyRequest, body: Uint8Array): Idempotency | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    const detail = 'Idempotency-Key must be 1 to 255 printable ASCII characters without blanks.';
    throw problem('bad_idempotency_key', detail);
  }
  return { keyHash: sha256(key), bodyHash: sha256(body) };
}

function sha256(content: string | Uint8Array): Uint8Array {
  return createHash('sha256').update(content).digest();
}
