// A server that answers with exactly the bytes a test gives it, however wrong, over TCP or TLS. It understands
// just enough of HTTP to know when a request is complete, and remembers everything it was sent.
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface RawServer {
  port: number;
  /** Whole requests, head and body, in order of arrival. */
  requests: string[];
  connections(): number;
  close(): Promise<void>;
}

export interface RawServerOptions {
  /** Called for every complete request; `no` counts from 1 over all connections. */
  onRequest?: (socket: Socket, no: number) => void;
  onConnection?: (socket: Socket) => void;
  tls?: TlsOptions;
}

export async function startRawServer(options: RawServerOptions): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  function serve(socket: Socket): void {
    connections++;
    track(socket);
    options.onConnection?.(socket);
    let unread = '';
    socket.on('data', (chunk) => {
      unread += chunk.toString('latin1');
      for (let end = requestEnd(unread); end !== null; end = requestEnd(unread)) {
        requests.push(unread.slice(0, end));
        unread = unread.slice(end);
        options.onRequest?.(socket, requests.length);
      }
    });
  }

  function track(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  }

  const server: Server = options.tls ? createTlsServer(options.tls, serve) : createServer(serve);
  // The connections below TLS, which a stalled handshake would otherwise leave open.
  if (options.tls) server.on('connection', track);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A server that listens on a port has this kind of address.
    port: (server.address() as AddressInfo).port,
    requests,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Index after the first complete request, or null. */
function requestEnd(text: string): number | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
  const end = headEnd + 4 + length;
  return text.length >= end ? end : null;
}

/** The text of a file in test-pki. */
export function pem(name: string): string {
  return readFileSync(new URL(`../test-pki/${name}`, import.meta.url), 'utf8');
}

export function serverIdentity(certificate = 'good.pem'): TlsOptions {
  return { key: pem('leaf.key.pem'), cert: pem(certificate) };
}
