// A real HTTP endpoint that keeps what it gets. It answers the handshake, and POSTs as the test says.
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedPost {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface TestReceiver {
  url: string;
  posts: ReceivedPost[];
  /** How POSTs are answered from now on; 200 until changed. */
  answer: (post: ReceivedPost, response: ServerResponse) => void;
  close(): Promise<void>;
}

export async function startReceiver(options: { port?: number } = {}): Promise<TestReceiver> {
  const posts: ReceivedPost[] = [];
  const receiver: TestReceiver = {
    url: '',
    posts,
    answer: (_post, response) => response.end(),
    close: () => closeServer(server),
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://receiver');
    if (request.method === 'GET') {
      response.setHeader('content-type', 'text/plain').end(url.searchParams.get('hub.challenge') ?? '');
      return;
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const post = { path: url.pathname, headers: request.headers, body: Buffer.concat(parts) };
      posts.push(post);
      receiver.answer(post, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  // A TCP server's address is an AddressInfo.
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  return receiver;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
