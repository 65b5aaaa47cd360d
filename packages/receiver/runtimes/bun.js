// Under Bun: `bun run bun.js <port>`.
import { Database } from 'bun:sqlite';
import { requireClientCertificate } from '@wahook/receiver/client-certificate';
import { sqliteDedupe } from '@wahook/receiver/dedupe';
import { endpoint } from './endpoint.js';

const database = new Database(':memory:');
const handle = endpoint({
  dedupe: () => sqliteDedupe({ database }),
  clientCertificate: requireClientCertificate({ from: 'nginx', trustedProxies: ['127.0.0.1'] }),
  peerAddress: (request, server) => server.requestIP(request)?.address,
});
Bun.serve({
  hostname: '127.0.0.1',
  port: Number(Bun.argv[2]),
  fetch: handle,
  maxRequestBodySize: 4 * 1024 * 1024,
});
