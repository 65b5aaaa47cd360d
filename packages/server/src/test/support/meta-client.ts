// HTTPS as a client makes it that has https://graph.facebook.com written into its code: the name, the certificate
// and the Host are Meta's; only the connection goes elsewhere, as with a line in the hosts file.
import { readFile } from 'node:fs/promises';
import { Agent, buildConnector, request } from 'undici';
import type { Addresses } from '../../server.ts';

export interface MetaCall {
  method: 'GET' | 'POST' | 'DELETE';
  headers: Record<string, string>;
  body?: string;
}

export interface MetaClient {
  /** `target` begins with /. */
  call(target: string, call: MetaCall): Promise<{ status: number; json: unknown }>;
  close(): Promise<void>;
}

export async function createMetaClient({ url, caFile }: NonNullable<Addresses['tls']>): Promise<MetaClient> {
  const { hostname, port } = new URL(url);
  const connector = buildConnector({ ca: await readFile(caFile, 'utf8') });
  const agent = new Agent({
    connect: (options, callback) =>
      connector({ ...options, hostname, host: hostname, port, servername: 'graph.facebook.com' }, callback),
  });
  return {
    async call(target, { method, headers, body }) {
      const response = await request(`https://graph.facebook.com${target}`, {
        dispatcher: agent,
        method,
        headers,
        ...(body !== undefined && { body }),
      });
      return { status: response.statusCode, json: await response.body.json() };
    },
    close: () => agent.close(),
  };
}
