// What the publisher believes of an answer: only a 202 that was read to its end is an acknowledgement.
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createLedger, type Ledger } from './ledger.ts';
import { createPublisher } from './publisher.ts';
import { createRandom } from './random.ts';

let server: Server | null = null;
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))));

const accepted = '{"accepted":1,"duplicates":0,"first_seq":7,"last_seq":7}';
const whole = (status: string, body: string, more = '') =>
  `HTTP/1.1 ${status}\r\ncontent-length: ${body.length}\r\n${more}\r\n${body}`;

/** Publishes one body to a server that answers each request so; answers what the ledger has of it. */
async function publishTo(...answers: ((socket: Socket) => void)[]): Promise<Ledger & { requests: string[] }> {
  const requests: string[] = [];
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      requests.push(`${request.headers['idempotency-key']} ${Buffer.concat(parts)}`);
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      if (response.socket) answer?.(response.socket);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is an AddressInfo.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ledger = createLedger();
  // This seed gives its first body an idempotency key.
  const publisher = createPublisher({ ledger, random: createRandom(1), wabaId: '1', adminKey: 'key' });
  for (const _answer of answers) {
    await publisher.run({ url, bodies: 1, connections: 1, pauseMsMax: 0, isOver: () => false });
  }
  return { ...ledger, published: ledger.published, requests };
}

const cut = (text: string) => (socket: Socket) => socket.write(text, () => socket.destroy());

it('takes a whole 202 for an acknowledgement, with its seq', async () => {
  const { published } = await publishTo((socket) => socket.write(whole('202 Accepted', accepted)));
  expect(published[0]).toMatchObject({ fate: 'acknowledged', seq: 7 });
});

it('takes a 503 for a refusal', async () => {
  const { published } = await publishTo((socket) => socket.write(whole('503 Unavailable', '{}')));
  expect(published[0]).toMatchObject({ fate: 'refused', seq: null });
});

it.each([
  ['before it begins', ''],
  ['in its head', 'HTTP/1.1 202 Acc'],
  ['in its body', whole('202 Accepted', accepted).slice(0, -10)],
])('does not know what became of a request whose answer is cut off %s', async (_where, text) => {
  const { published } = await publishTo(cut(text));
  expect(published.length).toBeGreaterThan(0);
  for (const event of published) expect(event).toMatchObject({ fate: 'unknown', seq: null });
});

it('sends such a request again with its key, and believes the second answer', async () => {
  const { published, requests } = await publishTo(cut('HTTP/1.1 202 Acc'), (socket) =>
    socket.write(whole('202 Accepted', accepted, 'idempotent-replayed: true\r\n')),
  );
  expect(published[0]).toMatchObject({ fate: 'acknowledged', seq: 7 });
  expect(requests).toHaveLength(2);
  expect(requests[0]).toMatch(/^e1 /);
  expect(requests[1]).toBe(requests[0]);
});
