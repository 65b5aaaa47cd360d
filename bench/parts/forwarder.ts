// The baseline: what a sender would be without a store, without routing and without retries. Receives with
// node:http, signs the raw bytes for each destination, forwards with undici, and answers at once. Arguments: the
// sink, how many destinations, and for TLS the authority of the sink, then certificate and key of its own.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Dispatcher, Pool } from 'undici';
import { signedHeaders } from './signed-headers.ts';

const [sink = '', fanOut = '1', caFile, certificateFile, keyFile] = process.argv.slice(2);
const connect = {
  ...(caFile && { ca: readFileSync(caFile) }),
  ...(certificateFile && keyFile && { cert: readFileSync(certificateFile), key: readFileSync(keyFile) }),
};
/** One secret and one pool for each destination, as each app would have its own. */
const destinations = Array.from({ length: Number(fanOut) }, (_, no) => ({
  path: `/${no === 0 ? '' : no + 1}`,
  secret: `bench-secret-${no}`,
  pool: new Pool(sink, { connections: 32, pipelining: 1, connect }),
}));

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    response.statusCode = 202;
    response.end();
    const body = Buffer.concat(parts);
    for (const destination of destinations) forward(destination, body);
  });
});

function forward({ path, pool, secret }: (typeof destinations)[number], body: Buffer): void {
  pool.dispatch({ path, method: 'POST', headers: signedHeaders(body, secret), body }, newAnswer());
}

function newAnswer(): Dispatcher.DispatchHandler {
  return {
    // undici tells handlers of this kind by its presence.
    onRequestStart() {},
    onResponseStart(_controller, status) {
      if (status !== 200) process.stderr.write(`forwarder: the sink answered ${status}\n`);
    },
    onResponseError(_controller, error) {
      process.stderr.write(`forwarder: ${error.message}\n`);
    },
  };
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  // A TCP server's address is an AddressInfo.
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('disconnect', () => process.exit(0));
