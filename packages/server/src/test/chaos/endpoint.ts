// The callback of one app: a real server that writes down every POST before it answers, well or badly. It outlives
// the wahook that is killed, so it knows what was sent by which of its lives.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Post } from './evidence.ts';
import type { Ledger } from './ledger.ts';
import type { Condition, Misbehaviour } from './misbehaviours.ts';
import { readPost } from './post-reader.ts';

export interface EndpointParts {
  name: string;
  ledger: Ledger;
  hasTls: boolean;
  /** null: 200, at once. */
  choose: () => Misbehaviour | null;
}

export interface Endpoint {
  name: string;
  url: string;
  /** Graph id and secret of the app; known once it is made, which is before the first POST. */
  app: { graphId: string; secret: string };
  posts: Post[];
  /** null: as it should be. */
  setCondition(condition: Condition | null): Promise<void>;
  /** Called when a POST was written down, and again when it was answered with 200. */
  watch: ((post: Post, moment: 'begun' | 'answered') => void) | null;
  connections(): number;
  close(): Promise<void>;
}

/** Half of the shortest deadline in a run: a 200 that takes longer may come too late for the sender. */
export const lateAfterMs = 1_500;

export async function startEndpoint(parts: EndpointParts): Promise<Endpoint> {
  const sockets = new Set<Socket>();
  const server = parts.hasTls ? createTlsServer(certificate('good')) : createServer();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The other end is killed for a living.
    socket.on('error', () => {});
  });
  server.on('request', (request, response) => receive(endpoint, parts, request, response));
  const port = await listen(server, 0);
  const endpoint: Endpoint = {
    name: parts.name,
    url: `${parts.hasTls ? 'https' : 'http'}://127.0.0.1:${port}/${parts.name}`,
    app: { graphId: '', secret: '' },
    posts: [],
    watch: null,
    async setCondition(condition) {
      if (condition === 'refuses') return close(server);
      if (!server.listening) await listen(server, port);
      if ('setSecureContext' in server) presentCertificate(server, condition ?? 'good', sockets);
    },
    connections: () => sockets.size,
    close: () => close(server),
  };
  return endpoint;
}

function receive(
  endpoint: Endpoint,
  { ledger, choose }: EndpointParts,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method === 'GET') {
    response.end(new URL(request.url ?? '/', 'http://endpoint').searchParams.get('hub.challenge') ?? '');
    return;
  }
  const at = ledger.tick();
  const begunAt = performance.now();
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const reading = readPost(
      {
        body: Buffer.concat(parts),
        signature256: headerOf(request, 'x-hub-signature-256'),
        signature1: headerOf(request, 'x-hub-signature'),
        secret: endpoint.app.secret,
      },
      ledger.changeOf,
    );
    const post: Post = { app: endpoint.app.graphId, at, ...reading, outcome: 'failed', answeredMs: null };
    endpoint.posts.push(post);
    const misbehaviour = choose();
    if (misbehaviour === null || misbehaviour.isDelivered) {
      // When its end was written: from here on the sender may know. (That the sender took it all is never certain.)
      response.on('prefinish', () => {
        post.answeredMs = performance.now();
        post.outcome = post.answeredMs - begunAt < lateAfterMs ? 'answered' : 'late';
        endpoint.watch?.(post, 'answered');
      });
    }
    endpoint.watch?.(post, 'begun');
    if (misbehaviour) misbehaviour.answer(response);
    else response.end();
  });
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function certificate(name: string): { cert: string; key: string } {
  const pki = new URL('../../delivery/outgoing/test-pki/', import.meta.url);
  return {
    cert: readFileSync(new URL(`${name}.pem`, pki), 'utf8'),
    key: readFileSync(new URL('leaf.key.pem', pki), 'utf8'),
  };
}

function presentCertificate(server: TlsServer, name: string, sockets: ReadonlySet<Socket>): void {
  server.setSecureContext(certificate(name));
  // Connections that were made under the other one would go on with it.
  for (const socket of sockets) socket.destroy();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // A TCP server's address is an AddressInfo.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
