// Adapter for Node's own HTTP server, and for frameworks that hand its request and response on. It must come
// before anything that parses bodies: the signature covers the raw bytes, and those can be read only once.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { notificationBytesMax } from '../protocol/limits.ts';
import { failed, type Outcome, tooLarge } from './outcome.ts';
import type { Receiver } from './receiver.ts';

/**
 * @example
 * createServer(toNodeListener(receiver)).listen(3000);
 */
export function toNodeListener(
  receiver: Receiver,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(receiver, request).then(
      (outcome) => {
        if (outcome !== null) send(response, outcome);
      },
      // Handlers' errors are in the outcome, so this is a fault of set-up. 500 makes the sender try again.
      (error: unknown) => {
        receiver.report(error);
        send(response, failed([error]));
      },
    );
  };
}

/** Null when the sender went away before its body was complete: there is nobody to answer. */
async function answer(receiver: Receiver, request: IncomingMessage): Promise<Outcome | null> {
  if (request.readableEnded) {
    throw new Error('the body was read before the receiver got the request; mount it before body parsers');
  }
  const read = await readBody(request);
  if (read.kind === 'gone') return null;
  if (read.kind === 'too_large') return tooLarge();
  return receiver.handle({
    method: request.method ?? '',
    query: queryOf(request.url ?? ''),
    headers: (name) => joinHeader(request.headers[name]),
    body: read.body,
  });
}

type BodyRead = { kind: 'whole'; body: Uint8Array } | { kind: 'too_large' } | { kind: 'gone' };

function readBody(request: IncomingMessage): Promise<BodyRead> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    request.on('data', (chunk: Uint8Array) => {
      length += chunk.byteLength;
      if (length <= notificationBytesMax) {
        chunks.push(chunk);
        return;
      }
      // Unread bytes may follow, so the connection is of no further use; `send` closes it.
      request.pause();
      resolve({ kind: 'too_large' });
    });
    request.on('end', () => resolve({ kind: 'whole', body: Buffer.concat(chunks) }));
    request.on('close', () => resolve({ kind: 'gone' }));
    request.on('error', () => resolve({ kind: 'gone' }));
  });
}

function queryOf(url: string): URLSearchParams {
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}

function joinHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

function send(response: ServerResponse, { status, headers, body }: Outcome): void {
  if (response.headersSent || response.destroyed) return;
  const closing = status === 413 ? { connection: 'close' } : {};
  response.writeHead(status, { ...headers, ...closing, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
