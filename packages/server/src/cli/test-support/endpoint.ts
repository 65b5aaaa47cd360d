// A developer's endpoint on a free port, right or wrong as the test wants it.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Answers the URL of its path /webhook. */
export async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/webhook`;
}

/** Gets the handshake right and does as it is told with notifications. */
export function endpoint(onNotification: RequestListener): RequestListener {
  return (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://endpoint');
    if (request.method === 'GET') response.end(searchParams.get('hub.challenge'));
    else onNotification(request, response);
  };
}

/** A port where nothing listens. */
export async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
