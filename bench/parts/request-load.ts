// Sends requests that were made beforehand, over a fixed number of connections, each as soon as the one before it on
// its connection was answered. Fails with the first answer that is not 200.
import { connect, type Socket } from 'node:net';
import { readMessage } from './http-message.ts';

export async function sendRequests(
  url: string,
  connections: number,
  requests: readonly Buffer[],
): Promise<void> {
  const { hostname, port } = new URL(url);
  const sockets = await Promise.all(
    Array.from({ length: connections }, () => open({ host: hostname, port: Number(port) })),
  );
  let next = 0;
  try {
    await Promise.all(sockets.map((socket) => sendOn(socket, () => requests[next++])));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

function open(address: { host: string; port: number }): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.setNoDelay(true);
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

function sendOn(socket: Socket, take: () => Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let kept: Buffer = Buffer.alloc(0);
    const send = () => {
      const request = take();
      if (request === undefined) resolve();
      else socket.write(request);
    };
    socket.on('data', (bytes: Buffer) => {
      kept = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
      const answer = readMessage(kept);
      if (answer === null || answer.end > kept.length) return;
      if (!answer.head.startsWith('HTTP/1.1 200 ')) reject(new Error(`refused: ${kept.toString('latin1')}`));
      kept = kept.subarray(answer.end);
      send();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the endpoint closed a connection')));
    send();
  });
}
