// A real CONNECT proxy on loopback, over TCP or TLS. It opens a tunnel to whatever it is asked for, or to where
// the test says, and remembers what it was asked and told.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, type Socket, connect as tcpConnect } from 'node:net';
import { onTestFinished } from 'vitest';
import { serverIdentity } from './raw-server.ts';

export interface ConnectProxy {
  /** `http://127.0.0.1:port` */
  url: string;
  /** `host:port` of each CONNECT, in order. */
  asked: string[];
  headers: IncomingHttpHeaders[];
}

export interface ConnectProxyOptions {
  isTls?: boolean;
  /** Instead of opening a tunnel: the bytes of an answer. */
  answer?: string;
  /** Instead of the place it is asked for: this port of this machine. */
  leadsTo?: number;
}

export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  };
  const server: Server = options.isTls ? createTlsServer(serverIdentity()) : createServer();
  server.on('connection', track);
  server.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '');
    headers.push(request.headers);
    track(client);
    if (options.answer !== undefined) {
      client.write(options.answer, 'latin1');
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = options.leadsTo
      ? tcpConnect(options.leadsTo, '127.0.0.1')
      : tcpConnect(Number(port), hostname.replace(/^\[|\]$/g, ''));
    track(target);
    target.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    target.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  // A server that listens on a port has this kind of address.
  const { port } = server.address() as AddressInfo;
  return { url: options.isTls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`, asked, headers };
}
