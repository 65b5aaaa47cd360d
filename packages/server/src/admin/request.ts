// The raw parts of a request to /api/v1, and the scope a route asks for.
import type { FastifyContextConfig, FastifyRequest } from 'fastify';
import type { KeyScope } from '../store/vocabulary.ts';

/** Route options that say what the caller's key must be allowed to do. */
export function needs(scope: KeyScope): { config: FastifyContextConfig } {
  return { config: { scope } };
}

export function queryOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.raw.url?.split('?')[1]);
}

export function bodyOf(request: FastifyRequest): Uint8Array {
  // The listener's one parser makes buffers of every body.
  return (request.body as Buffer | undefined) ?? new Uint8Array(0);
}

/** `before` is the cursor of the next page: pass it as ?before=. */
export function page(data: unknown[], last: number | undefined, limit: number): Record<string, unknown> {
  // A page may exceed its limit by those that share its last position.
  const more = data.length >= limit && last !== undefined;
  return { data, ...(more && { paging: { before: last } }) };
}
