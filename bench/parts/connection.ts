// One connection of the load generator: one POST at a time, always the same bytes but for the time of sending. On
// a bare socket, because the generator takes its CPU from what it measures: an HTTP client would cost several times
// as much.
import { connect, type Socket } from 'node:net';
import { messageReader } from './http-messages.ts';
import { noTime } from './messages.ts';
import type { Target } from './targets.ts';

export class Connection {
  readonly #socket: Socket;
  readonly #request: Buffer;
  readonly #timesAt: readonly number[];
  readonly #onError: (error: Error) => void;
  #onAnswer: (() => void) | null = null;

  private constructor(socket: Socket, target: Target, onError: (error: Error) => void) {
    this.#socket = socket;
    this.#onError = onError;
    this.#request = requestOf(target);
    this.#timesAt = positionsOf(this.#request, noTime);
    const read = messageReader(({ head, bodyAt, end }, bytes) => {
      const onAnswer = this.#onAnswer;
      this.#onAnswer = null;
      if (head.startsWith('HTTP/1.1 202')) onAnswer?.();
      else onError(new Error(`${target.url} answered ${head}\n${bytes.toString('utf8', bodyAt, end)}`));
    });
    socket.on('data', (piece) => {
      try {
        read(piece);
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', onError);
    socket.on('close', () => {
      if (this.#onAnswer) onError(new Error(`${target.url} closed a connection without an answer`));
    });
  }

  static open(target: Target, onError: (error: Error) => void): Promise<Connection> {
    const { hostname, port } = new URL(target.url);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => {
        socket.off('error', reject);
        resolve(new Connection(socket, target, onError));
      });
      socket.once('error', reject);
    });
  }

  /** The time of sending goes into every change of the body. The next POST may follow after the answer. */
  post(sentAt: number, onAnswer: () => void): void {
    const time = sentAt.toFixed(2);
    if (!this.#socket.writable) {
      this.#onError(new Error('a connection of the load was closed while it had nothing to send'));
      return;
    }
    for (const at of this.#timesAt) this.#request.write(time, at, 'latin1');
    this.#onAnswer = onAnswer;
    this.#socket.write(this.#request);
  }

  close(): void {
    this.#socket.destroy();
  }
}

function requestOf({ url, path, headers, body }: Target): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `host: ${new URL(url).host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function positionsOf(bytes: Buffer, text: string): number[] {
  const positions: number[] = [];
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + text.length)) positions.push(at);
  return positions;
}
