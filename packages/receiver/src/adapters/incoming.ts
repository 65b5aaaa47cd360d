// Reading and answering Node's request and response, for every adapter that is handed them: raw bytes up to the
// bound, an answer once, and nothing that waits for a sender that has gone.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { notificationBytesMax } from '../protocol/limits.ts';
import { type Answer, noHeaders } from '../receiver/outcome.ts';
import type { AdapterRequest, BodyRead } from './exchange.ts';
import { queryOf } from './query.ts';
import { firstBytes } from './raw-bytes.ts';

/** A request that a body parser may have been at: `rawBody` and `body` are where they leave what they read. */
export type NodeRequest = IncomingMessage & { rawBody?: unknown; body?: unknown };

export function fromIncoming(request: NodeRequest, rawBytesAdvice: string): AdapterRequest {
  return {
    method: request.method ?? '',
    query: queryOf(request.url ?? ''),
    headers: (name) => joined(request.headers[name]),
    headerLines: (name) => linesOf(request, name),
    peer: () => request.socket?.remoteAddress,
    socket: request.socket,
    readBody: () => readBody(request),
    rawBytesAdvice,
  };
}

function readBody(request: NodeRequest): BodyRead | Promise<BodyRead> {
  const kept = firstBytes(request.rawBody, request.body);
  if (kept !== null) return { kind: 'whole', body: kept };
  if (request.readableDidRead || request.readableEnded) return { kind: 'consumed' };
  // Its events are over, so waiting for them would never end.
  if (request.destroyed) return { kind: 'gone' };
  return collect(request);
}

function collect(request: IncomingMessage): Promise<BodyRead> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    request.on('data', (chunk: Uint8Array) => {
      length += chunk.byteLength;
      if (length <= notificationBytesMax) {
        chunks.push(chunk);
        return;
      }
      // Unread bytes may follow, so the connection is of no further use; `sendAnswer` closes it.
      request.pause();
      resolve({ kind: 'too_large' });
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve({ kind: 'whole', body: chunks.length === 1 && only ? only : Buffer.concat(chunks) });
    });
    const gone = () => resolve({ kind: 'gone' });
    request.on('close', gone);
    request.on('error', gone);
  });
}

function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Line by line, so that a header that was forged and then appended to is seen to be two. */
function linesOf(request: IncomingMessage, name: string): readonly string[] {
  // HTTP/2's compatibility request has no `headersDistinct`, though the type says so.
  const distinct: IncomingMessage['headersDistinct'] | undefined = request.headersDistinct;
  if (distinct !== undefined) return distinct[name] ?? [];
  const value = joined(request.headers[name]);
  return value === undefined ? [] : [value];
}

export function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  if (headers === noHeaders && body === '') {
    // Node announces the length by itself, at less than it takes to check a header of ours.
    response.statusCode = status;
    response.end();
    return;
  }
  const closing = status === 413 ? { connection: 'close' } : {};
  response.writeHead(status, { ...headers, ...closing, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
