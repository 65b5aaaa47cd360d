// The baseline: what a sender would be without a store, without routing and without retries. Receives with
// node:http, signs the raw bytes for each destination, forwards with undici, and answers at once.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

const [sink = '', fanOut = '1'] = process.argv.slice(2);
/** One secret and one pool for each destination, as each app would have its own. */
const destinations = Array.from({ length: Number(fanOut) }, (_, no) => ({
  secret: `bench-secret-${no}`,
  pool: new Pool(sink, { connections: 32, pipelining: 1 }),
}));

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    response.writeHead(202).end();
    const body = Buffer.concat(parts);
    for (const { secret, pool } of destinations) forward(pool, body, secret);
  });
});

function forward(pool: Pool, body: Buffer, secret: string): void {
  const headers = {
    'content-type': 'application/json',
    'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
  pool
    .request({ path: '/', method: 'POST', headers, body })
    .then((answer) => answer.body.dump())
    .catch((error: unknown) => process.stderr.write(`forwarder: ${String(error)}\n`));
}

server.listen(0, '127.0.0.1', () => {
  // A TCP server's address is an AddressInfo.
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('SIGTERM', () => process.exit(0));
