// Under Deno: `deno run deno.js <port>`.
import { DatabaseSync } from 'node:sqlite';
import { requireClientCertificate } from '@wahook/receiver/client-certificate';
import { sqliteDedupe } from '@wahook/receiver/dedupe';
import { endpoint } from './endpoint.js';

const database = new DatabaseSync(':memory:');
const handle = endpoint({
  dedupe: () => sqliteDedupe({ database }),
  clientCertificate: requireClientCertificate({ from: 'nginx', trustedProxies: ['127.0.0.1'] }),
  peerAddress: (_request, info) => info.remoteAddr.hostname,
});
Deno.serve({ hostname: '127.0.0.1', port: Number(Deno.args[0]) }, handle);
