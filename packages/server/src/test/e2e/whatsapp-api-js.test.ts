// A popular receiver, unmodified, as judge of our bytes: it accepts our handshake, and messages whose signature
// only fits when the escapes are Meta's.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WhatsAppAPI } from 'whatsapp-api-js/middleware/node-http';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

const texts = [
  'plain',
  'Grüße aus Málaga',
  'soon 👋🏽 🇧🇷',
  'and/or',
  'me@example.com',
  '50% < 100%',
  'Привет, 世界',
];

let platform: TestPlatform;
let close: () => Promise<void>;
let callbackUrl = '';
const received: string[] = [];
const statuses: number[] = [];

beforeAll(async () => {
  const whatsapp = new WhatsAppAPI({
    token: demo.accessToken,
    appSecret: demo.app.secret,
    webhookVerifyToken: demo.app.verifyToken,
  });
  whatsapp.on.message = ({ message }) => {
    if (message.type === 'text') received.push(message.text.body);
  };
  const server = createServer(async (request, response) => {
    try {
      if (request.method === 'GET') response.end(whatsapp.handle_get(request));
      else response.writeHead(await whatsapp.handle_post(request)).end();
    } catch (error) {
      // Its GET handler throws the status to answer with.
      response.writeHead(typeof error === 'number' ? error : 500).end();
    }
    statuses.push(response.statusCode);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  platform = await startPlatform();
});

afterAll(async () => {
  await platform.stop();
  await close();
});

describe('whatsapp-api-js as a receiver', () => {
  it('accepts our handshake', async () => {
    await platform.subscribeDemo(callbackUrl);
    expect(statuses).toEqual([200]);
  });

  it('accepts messages with accents, emoji, slashes and at signs', async () => {
    for (const body of texts) {
      const answer = await platform.call('POST', '/api/v1/simulator', {
        token: demo.adminKey,
        body: JSON.stringify({
          sample: 'messages.text',
          waba_id: demo.waba.graphId,
          set: { 'text.body': body },
        }),
      });
      expect(answer.status).toBe(202);
    }
    await until(() => received.length >= texts.length);
    expect(received.toSorted()).toEqual(texts.toSorted());
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
