// The calls of n8n's WhatsApp trigger, byte for byte what its HTTP layer makes of them, against the TLS port: the
// host graph.facebook.com stands in its source. Credential test, activation (look, then subscribe, each with a
// token of its own), a signed message, deactivation.
// Read in n8n-io/n8n: WhatsAppTrigger.node.ts, GenericFunctions.ts, WhatsAppTriggerApi.credentials.ts.
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { createMetaClient, type MetaClient } from '../support/meta-client.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

const appId = demo.app.graphId;
/** n8n verifies the handshake against the id of the node in the workflow. */
const nodeId = randomUUID();
const updates = ['account_update', 'messages'];

interface Subscription {
  object: string;
  callback_url: string;
  active: boolean;
  fields: { name: string; version: string }[];
}

let platform: TestPlatform;
let meta: MetaClient;
let webhookUrl = '';
let closeWebhook: () => Promise<void>;
const handshakes: string[] = [];
const received: { field: string; messages?: { text?: { body: string } }[] }[] = [];

beforeAll(async () => {
  platform = await startPlatform({ config: { tlsPort: '0' } });
  if (!platform.tls) throw new Error('no TLS port');
  meta = await createMetaClient(platform.tls);
  const server = createServer(webhook);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has this kind of address.
  webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/${nodeId}/webhook`;
  closeWebhook = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
});

afterAll(async () => {
  await meta.close();
  await platform.stop();
  await closeWebhook();
});

/** What the node does with a request: the challenge for its own id, events whose SHA-256 fits the raw body. */
async function webhook(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { searchParams } = new URL(request.url ?? '/', 'http://n8n');
  if (request.method === 'GET') {
    handshakes.push(searchParams.get('hub.verify_token') ?? '');
    const isMine = searchParams.get('hub.verify_token') === nodeId;
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end(isMine ? searchParams.get('hub.challenge') : '');
    return;
  }
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const rawBody = Buffer.concat(parts);
  const expected = createHmac('sha256', demo.app.secret).update(rawBody).digest('hex');
  const body = JSON.parse(rawBody.toString());
  if (
    request.headers['x-hub-signature-256'] === `sha256=${expected}` &&
    body.object === 'whatsapp_business_account'
  ) {
    for (const entry of body.entry)
      for (const change of entry.changes) received.push({ ...change.value, field: change.field });
  }
  response.end('{"message":"Workflow was started"}');
}

const axiosHeaders = {
  'user-agent': 'n8n',
  'accept-encoding': 'gzip, compress, deflate, br',
};

async function appAccessToken(): Promise<string> {
  const { status, json } = await meta.call('/v19.0/oauth/access_token', {
    method: 'POST',
    headers: {
      ...axiosHeaders,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: `client_id=${appId}&client_secret=${demo.app.secret}&grant_type=client_credentials`,
  });
  expect({ status, json }).toMatchObject({ status: 200, json: { access_token: expect.any(String) } });
  // The line above has looked at it.
  return (json as { access_token: string }).access_token;
}

/** `json: true` and no content type of its own: a body goes as JSON, with every method. */
async function appCall(method: 'GET' | 'POST' | 'DELETE', body?: object) {
  const token = await appAccessToken();
  return meta.call(`/v19.0/${appId}/subscriptions`, {
    method,
    headers: {
      ...axiosHeaders,
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function listSubscriptions(): Promise<Subscription[]> {
  const { status, json } = await appCall('GET');
  expect(status).toBe(200);
  // n8n believes it too.
  return (json as { data: Subscription[] }).data;
}

/** What `checkExists` looks for. */
function findMine(subscriptions: Subscription[]): Subscription | undefined {
  const wanted = updates.toSorted().join(',');
  const namesOf = (each: Subscription) => each.fields.map(({ name }) => name);
  return subscriptions.find(
    (each) =>
      each.object === 'whatsapp_business_account' &&
      namesOf(each).toSorted().join(',') === wanted &&
      each.active,
  );
}

describe('n8n’s WhatsApp trigger', () => {
  it('finds its credentials good, and bad ones bad', async () => {
    const test = (secret: string) =>
      meta.call('/v19.0/oauth/access_token', {
        method: 'POST',
        headers: {
          ...axiosHeaders,
          accept: 'application/json, text/plain, */*',
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          client_id: appId,
          client_secret: secret,
          grant_type: 'client_credentials',
        }),
      });
    expect(await test(demo.app.secret)).toMatchObject({
      status: 200,
      json: { access_token: expect.any(String) },
    });
    const bad = await test('not-the-secret');
    expect(bad.status).toBe(400);
    expect(bad.json).toMatchObject({ error: { code: expect.any(Number), message: expect.any(String) } });
  });

  it('sees no subscription, makes one with a handshake, and finds it again', async () => {
    expect(findMine(await listSubscriptions())).toBeUndefined();
    const created = await appCall('POST', {
      object: 'whatsapp_business_account',
      callback_url: webhookUrl,
      verify_token: nodeId,
      fields: JSON.stringify(updates),
      include_values: true,
    });
    expect(created).toMatchObject({ status: 200, json: { success: true } });
    expect(handshakes).toEqual([nodeId]);
    expect(findMine(await listSubscriptions())?.callback_url).toBe(webhookUrl);
  });

  it('starts a workflow with a message whose signature fits', async () => {
    // This part people do by hand; n8n never subscribes the account.
    const subscribed = await platform.call('POST', `/v19.0/${demo.waba.graphId}/subscribed_apps`, {
      token: demo.accessToken,
    });
    expect(subscribed.status).toBe(200);
    const body = 'Olá, está 50% / ok? 👋 me@example.com';
    await platform.call('POST', '/api/v1/simulator', {
      token: demo.adminKey,
      body: JSON.stringify({
        sample: 'messages.text',
        waba_id: demo.waba.graphId,
        set: { 'text.body': body },
      }),
    });
    const event = await until(() => received[0]);
    expect(event.field).toBe('messages');
    expect(event.messages?.[0]?.text?.body).toBe(body);
  });

  it('deletes its subscription with a JSON body, and is gone', async () => {
    expect(await appCall('DELETE', { object: 'whatsapp_business_account' })).toMatchObject({
      status: 200,
      json: { success: true },
    });
    expect(await listSubscriptions()).toEqual([]);
  });
});
