// @great-detail/whatsapp, unmodified, on both sides: its client calls us (given a base URL without a trailing slash
// it drops the version from the path), and its own helpers judge our handshake and our signature.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Client from '@great-detail/whatsapp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

let platform: TestPlatform;
let client: Client;
let callbackUrl = '';
let closeCallback: () => Promise<void>;
/** Paths as the server saw them. */
const called: string[] = [];
const judged: { isValid: boolean; isValidForOthers: boolean; text: string | undefined }[] = [];
const failures: unknown[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  client = new Client({
    baseUrl: platform.url,
    request: {
      headers: { authorization: `Bearer ${demo.accessToken}` },
      retry: 0,
      hooks: { beforeRequest: [({ request }) => void called.push(new URL(request.url).pathname)] },
    },
  });
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      failures.push(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has this kind of address.
  callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  closeCallback = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
});

afterAll(async () => {
  await platform.stop();
  await closeCallback();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const incoming = {
    method: request.method ?? '',
    query: Object.fromEntries(new URL(request.url ?? '/', 'http://app').searchParams),
    body: Buffer.concat(parts).toString(),
    // Its type wants single values, which is what all of ours are.
    headers: request.headers as Record<string, string>,
  };
  if (request.method === 'GET') {
    const registration = await client.webhook.register(incoming);
    const isMine = registration.verifyToken === demo.app.verifyToken;
    response.end(isMine ? registration.accept() : registration.reject());
    return;
  }
  const event = await client.webhook.eventNotification(incoming);
  await event.verifySignature(demo.app.secret);
  const [entry] = JSON.parse(incoming.body).entry;
  judged.push({
    isValid: await event.checkSignature(demo.app.secret),
    isValidForOthers: await event.checkSignature('another secret'),
    text: entry.changes[0].value.messages?.[0].text.body,
  });
  response.end(event.accept());
}

describe('@great-detail/whatsapp', () => {
  it('passes our handshake', async () => {
    await platform.subscribeDemo(callbackUrl);
    expect(failures).toEqual([]);
    const removed = await platform.call('DELETE', `/${demo.waba.graphId}/subscribed_apps`, {
      token: demo.accessToken,
    });
    expect(removed.status).toBe(200);
  });

  it('subscribes and lists without a version in the path', async () => {
    const businessAccountID = demo.waba.graphId;
    const subscribed = await client.subscribedApps.createSubscription({ businessAccountID }).json();
    expect(subscribed).toEqual({ success: true });
    const { data } = await client.subscribedApps.listSubscriptions({ businessAccountID }).json();
    expect(data).toMatchObject([
      { whatsapp_business_api_data: { id: demo.app.graphId, name: demo.app.name } },
    ]);
    expect(called).toEqual(Array(2).fill(`/${businessAccountID}/subscribed_apps`));
  });

  it.each(['plain', 'Olá 👋 and/or me@example.com, 50% < 100%', 'Привет, 世界'])(
    'finds our signature of %j valid',
    async (text) => {
      const before = judged.length;
      const sent = await platform.call('POST', '/api/v1/simulator', {
        token: demo.adminKey,
        body: JSON.stringify({
          sample: 'messages.text',
          waba_id: demo.waba.graphId,
          set: { 'text.body': text },
        }),
      });
      expect(sent.status).toBe(202);
      await until(() => judged.length > before || failures.length > 0);
      expect(failures).toEqual([]);
      expect(judged.at(-1)).toEqual({ isValid: true, isValidForOthers: false, text });
    },
  );
});
