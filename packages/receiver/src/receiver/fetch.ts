// Adapter for every runtime that speaks the Fetch API's Request and Response: Workers, Deno, Bun, Next.js, Hono.
// Reads the body raw and stops at the bound; deciding is the receiver's.
import { notificationBytesMax } from '../protocol/limits.ts';
import { type Outcome, tooLarge } from './outcome.ts';
import type { Receiver } from './receiver.ts';

/**
 * @example
 * export default { fetch: toFetchHandler(receiver) };
 */
export function toFetchHandler(receiver: Receiver): (request: Request) => Promise<Response> {
  return async (request) => {
    const body = await readBody(request);
    if (body === null) return toResponse(tooLarge());
    const outcome = await receiver.handle({
      method: request.method,
      query: new URL(request.url).searchParams,
      headers: (name) => request.headers.get(name) ?? undefined,
      body,
    });
    return toResponse(outcome);
  };
}

/** Null when the body is larger than a notification may be; the rest of it is not read. */
async function readBody(request: Request): Promise<Uint8Array | null> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // A reader, because not every runtime can iterate over a stream.
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, length);
    length += value.byteLength;
    if (length > notificationBytesMax) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

function toResponse({ status, headers, body }: Outcome): Response {
  return new Response(body, { status, headers });
}
