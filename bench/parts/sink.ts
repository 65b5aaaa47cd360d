// The endpoint that all scenarios deliver to: answers the handshake, counts POSTs, and takes the time each took
// since it was published. It does no more than that, so that it costs both contenders the same and little.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { percentile } from './scenario.ts';

export interface SinkReport {
  count: number;
  p50: number;
  p99: number;
}

let latencies: number[] = [];
const marker = Buffer.from('"sent_at":');
/** Milliseconds since the epoch with two decimals: 16 characters until the year 2286. */
const timeLength = 16;

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(new URL(request.url ?? '/', 'http://sink').searchParams.get('hub.challenge') ?? '');
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    response.end();
    const now = performance.timeOrigin + performance.now();
    const body = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    const at = body.indexOf(marker);
    if (at >= 0)
      latencies.push(
        now - Number(body.toString('latin1', at + marker.length, at + marker.length + timeLength)),
      );
  });
});

server.listen(0, '127.0.0.1', () => {
  // A TCP server's address is an AddressInfo.
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
});

process.on('message', (word) => {
  if (word === 'count') process.send?.(latencies.length);
  if (word === 'report') {
    const report: SinkReport = {
      count: latencies.length,
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
    };
    latencies = [];
    process.send?.(report);
  }
});
process.on('SIGTERM', () => process.exit(0));
