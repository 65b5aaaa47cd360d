// Reading a Fetch API Request and making the Response: raw bytes up to the bound, and never a body that
// somebody else has read.
import { notificationBytesMax } from '../protocol/limits.ts';
import type { Answer } from '../receiver/outcome.ts';
import { BodyBytes } from './body-bytes.ts';
import type { AdapterRequest, BodyRead, WaitUntil } from './exchange.ts';
import { queryOf } from './query.ts';

/** What a Request does not know about itself. */
type Surroundings = {
  peer: () => string | undefined;
  waitUntil: () => WaitUntil | undefined;
  rawBytesAdvice: string;
};

export function fromRequest(
  request: Request,
  { peer, waitUntil, rawBytesAdvice }: Surroundings,
): AdapterRequest {
  const certificate = certificateOfWorker(request);
  return {
    method: request.method,
    query: () => queryOf(request.url),
    headers: (name) => request.headers.get(name) ?? undefined,
    headerLines: (name) => {
      const value = request.headers.get(name);
      return value === null ? [] : [value];
    },
    peer,
    ...(certificate !== undefined && { platform: { name: 'cloudflare-worker', certificate } }),
    readBody: () => readBody(request),
    waitUntil,
    rawBytesAdvice,
  };
}

/** Workers hand over what they know about the connection as `request.cf`; no header can touch it. */
function certificateOfWorker(request: Request & { cf?: unknown }): unknown {
  const { cf } = request;
  return typeof cf === 'object' && cf !== null && 'tlsClientAuth' in cf ? cf.tlsClientAuth : undefined;
}

async function readBody(request: Request): Promise<BodyRead> {
  if (request.bodyUsed) return { kind: 'consumed' };
  if (request.body === null) return { kind: 'whole', body: new Uint8Array() };
  if (request.body.locked) return { kind: 'consumed' };
  const bytes = new BodyBytes(notificationBytesMax);
  // A reader, because not every runtime can iterate over a stream.
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { kind: 'whole', body: bytes.whole() };
      if (bytes.add(value)) continue;
      // Not waited for: a sender who is too loud has no say in when, or whether, it ends.
      reader.cancel().catch(() => {});
      return { kind: 'too_large' };
    }
  } catch {
    // The stream fails when the connection does; there is no error of ours in it.
    return { kind: 'gone' };
  }
}

export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers: { ...headers } });
}
