// An app's endpoint as somebody might write it by hand, right in everything unless a test changes a part. It shows
// the ids it has handled at /handled, so that what it did can be told from what it answered.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';

export const secret = 'test-secret-of-the-app';
export const verifyToken = 'test-verify-token';

export interface Item {
  id?: string;
  type?: string;
  text?: { body: string };
  status?: string;
}

export interface Change {
  field: string;
  value: { metadata?: { phone_number_id: string }; messages?: Item[]; statuses?: Item[] };
}

export interface Notification {
  entry: { id: string; changes: Change[] }[];
}

export interface Behaviour {
  /** Whether the POST may come in. */
  admits(raw: Buffer, header: (name: string) => string): boolean;
  bytesMax: number;
  /** Throws where it fails; `note` remembers that an item was handled, and says whether it was new. */
  handle(notification: Notification, note: (id: string) => boolean): void;
  greet(query: URLSearchParams, response: ServerResponse): void;
  /** Resolves when it is time to answer. */
  pause(): Promise<void>;
  idempotent: boolean;
}

export const signed = (body: Uint8Array) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

export function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

const honest: Behaviour = {
  admits: (raw, header) => sameText(header('x-hub-signature-256'), signed(raw)),
  bytesMax: 3 * 1024 * 1024,
  handle({ entry }, note) {
    for (const { value } of entry.flatMap(({ changes }) => changes)) {
      for (const { id } of [...(value.messages ?? []), ...(value.statuses ?? [])]) if (id) note(id);
    }
  },
  greet(query, response) {
    const isRight = query.get('hub.mode') === 'subscribe' && query.get('hub.verify_token') === verifyToken;
    if (!isRight) response.writeHead(403).end();
    else response.setHeader('content-type', 'text/plain').end(query.get('hub.challenge') ?? '');
  },
  pause: async () => {},
  idempotent: true,
};

export interface TestEndpoint {
  url: string;
  handledUrl: string;
}

export async function startEndpoint(
  changed: Partial<Behaviour> = {},
  tls?: TlsOptions,
): Promise<TestEndpoint> {
  const behaviour: Behaviour = { ...honest, ...changed };
  const handled: string[] = [];
  const known = new Set<string>();
  const note = (id: string) => {
    if (behaviour.idempotent && known.has(id)) return false;
    known.add(id);
    handled.push(id);
    return true;
  };
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://endpoint');
    if (pathname === '/handled') response.end(JSON.stringify({ handled }));
    else if (request.method === 'GET') behaviour.greet(searchParams, response);
    else if (request.method === 'POST') response.writeHead(await takeIn(request, behaviour, note)).end();
    else response.writeHead(405).end();
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on host and port has an AddressInfo, never a pipe name.
  const { port } = server.address() as AddressInfo;
  const origin = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  return { url: `${origin}/webhook`, handledUrl: `${origin}/handled` };
}

/** Answers the status. */
async function takeIn(
  request: IncomingMessage,
  behaviour: Behaviour,
  note: (id: string) => boolean,
): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  if (raw.length > behaviour.bytesMax) return 413;
  const header = (name: string) => String(request.headers[name] ?? '');
  if (!admitted(raw, header, behaviour)) return 401;
  await behaviour.pause();
  const notification = read(raw);
  if (!notification) return 400;
  try {
    behaviour.handle(notification, note);
    return 200;
  } catch {
    return 500;
  }
}

function admitted(raw: Buffer, header: (name: string) => string, { admits }: Behaviour): boolean {
  try {
    return admits(raw, header);
  } catch {
    return false;
  }
}

function read(raw: Buffer): Notification | null {
  try {
    // Hand-written handlers believe what they parse; only that there are entries is looked at.
    const value = JSON.parse(raw.toString()) as Notification | null;
    return Array.isArray(value?.entry) ? value : null;
  } catch {
    return null;
  }
}
