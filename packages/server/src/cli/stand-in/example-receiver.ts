// An app's endpoint on a free loopback port, built on the receiver library as anybody would. It does nothing with
// what it gets but say what it saw, so that the story can show both ends of a delivery.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReceiver, type Outcome, type ReceivedChange, type Receiver } from '@wahook/receiver';
import { toNodeListener } from '@wahook/receiver/node';
import { demo } from '../../demo.ts';
import { printable } from '../terminal/printable.ts';

export interface ExampleReceiver {
  /** The callback URL to subscribe. */
  url: string;
  close(): Promise<void>;
}

/** What it made of one notification, and the signature by which the sender knows which one that was. */
export interface Received {
  signature: string;
  view: string;
}

const viewLengthMax = 160;

export async function startExampleReceiver(deps: {
  onReceived: (received: Received) => void;
}): Promise<ExampleReceiver> {
  const server = createServer(toNodeListener(watched(deps.onReceived)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on host and port has an AddressInfo, never a pipe name.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhook`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A receiver for each request, so that what its handler saw belongs to that request and no other. */
function watched(onReceived: (received: Received) => void): Receiver {
  const { secret: appSecret, verifyToken } = demo.app;
  return {
    // Its handler cannot fail, and a sender that goes away is no news here.
    ...createReceiver({ appSecret, verifyToken }).onError(() => {}),
    async handle(request) {
      const changes: ReceivedChange[] = [];
      // Shows what came, repeats too.
      const receiver = createReceiver({ appSecret, verifyToken, dedupe: false });
      receiver.onChange((change) => void changes.push(change));
      const outcome = await receiver.handle(request);
      const signature = request.headers('x-hub-signature-256') ?? '';
      if (request.method === 'POST') onReceived({ signature, view: viewOf(outcome, changes) });
      return outcome;
    },
  };
}

function viewOf(outcome: Outcome, changes: readonly ReceivedChange[]): string {
  if (outcome.kind === 'refused') return `refused, ${outcome.reason}`;
  return printable(`signature valid; ${changes.map(describe).join('; ')}`, viewLengthMax);
}

/** The decoded text of a message; of everything else the decoded value. */
function describe({ field, value }: ReceivedChange): string {
  const text = textOf(value);
  return text === null ? `${field} ${JSON.stringify(value)}` : `text "${text}"`;
}

function textOf(value: Record<string, unknown>): string | null {
  const messages = value.messages;
  const first: unknown = Array.isArray(messages) ? messages[0] : null;
  const text = member(member(first, 'text'), 'body');
  return typeof text === 'string' ? text : null;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
