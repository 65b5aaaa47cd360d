// Reading and answering Node's request and response, for every adapter that is handed them: raw bytes up to the
// bound, an answer once, and nothing that waits for a sender that has gone.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { notificationBytesMax } from '../protocol/limits.ts';
import type { Answer } from '../receiver/outcome.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { BodyBytes } from './body-bytes.ts';
import {
  type AdapterOptions,
  type AdapterRequest,
  answerTo,
  type BodyRead,
  bodiless,
  callerRefused,
  faulty,
  reportSafely,
} from './exchange.ts';
import { queryOf } from './query.ts';
import { firstBytes } from './raw-bytes.ts';

/** A request that a body parser may have been at: `rawBody` and `body` are where they leave what they read. */
export type NodeRequest = IncomingMessage & { rawBody?: unknown; body?: unknown };

export type NodeListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * An exchange from Node's request to Node's response. The same steps as `exchange`, but each called by the one before
 * it: promises between them take 1 µs of the 24 that a notification costs.
 */
export function listenerOf(
  receiver: Receiver,
  options: AdapterOptions,
  rawBytesAdvice: string,
  waitUntil?: AdapterRequest['waitUntil'],
): NodeListener {
  return (incoming, response) =>
    new Promise((resolve) => {
      const request = fromIncoming(incoming, rawBytesAdvice, waitUntil);
      const send = (answer: Answer | null) => {
        try {
          if (answer !== null) sendAnswer(response, answer);
        } catch (error) {
          // Middleware that changed the response broke it; its sender must not wait.
          reportSafely(receiver, error);
          response.destroy();
        }
        resolve();
      };
      const fail = (error: unknown) => send(faulty(receiver, error));
      const take = (read: BodyRead) => {
        try {
          const answer = answerTo(receiver, request, read);
          // Not `instanceof`: whoever wraps a receiver may have a promise of another kind.
          if (answer !== null && 'then' in answer) answer.then(send, fail);
          else send(answer);
        } catch (error) {
          fail(error);
        }
      };
      try {
        const refused = callerRefused(request, options);
        if (refused !== null) send(refused);
        else if (request.method === 'POST') readBody(incoming, take);
        else take(bodiless);
      } catch (error) {
        fail(error);
      }
    });
}

export function fromIncoming(
  request: NodeRequest,
  rawBytesAdvice: string,
  waitUntil?: AdapterRequest['waitUntil'],
): AdapterRequest {
  return {
    method: request.method ?? '',
    query: () => queryOf(request.url ?? ''),
    headers: (name) => joined(request.headers[name]),
    headerLines: (name) => linesOf(request, name),
    peer: () => request.socket?.remoteAddress,
    socket: request.socket,
    readBody: () => new Promise((resolve) => readBody(request, resolve)),
    rawBytesAdvice,
    ...(waitUntil !== undefined && { waitUntil }),
  };
}

/** Calls `take` once. */
function readBody(request: NodeRequest, take: (read: BodyRead) => void): void {
  const kept = firstBytes(request.rawBody, request.body);
  if (kept !== null) take({ kind: 'whole', body: kept });
  // Decoded to text on its way here, or read to its end: either way the bytes are gone.
  else if (request.readableDidRead || request.readableEnded || (request.readableEncoding ?? null) !== null)
    take({ kind: 'consumed' });
  // Its events are over, so waiting for them would never end.
  else if (request.destroyed) take({ kind: 'gone' });
  else collect(request, take);
}

function collect(request: IncomingMessage, take: (read: BodyRead) => void): void {
  const bytes = new BodyBytes(notificationBytesMax);
  let isOver = false;
  const end = (read: BodyRead) => {
    if (isOver) return;
    isOver = true;
    take(read);
  };
  request.on('data', (chunk: Uint8Array) => {
    if (bytes.add(chunk)) return;
    // Unread bytes may follow, so the connection is of no further use; `sendAnswer` closes it.
    request.pause();
    end({ kind: 'too_large' });
  });
  request.on('end', () => end({ kind: 'whole', body: bytes.whole() }));
  const gone = () => end({ kind: 'gone' });
  request.on('close', gone);
  request.on('error', gone);
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
  // HTTP/2 has no such header, and Node warns of it each time.
  const closing = status === 413 && response.req?.httpVersionMajor !== 2 ? { connection: 'close' } : {};
  response.writeHead(status, { ...headers, ...closing, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
