import { expect, it } from 'vitest';
import { metaClientName, requireClientCertificate } from '../client-certificate/client-certificate.ts';
import { notificationBytesMax } from '../protocol/limits.ts';
import { sign } from '../protocol/signature.ts';
import { createReceiver } from '../receiver/receiver.ts';
import {
  appSecret,
  handshakeQuery,
  notification,
  receiving,
  signed,
  verifyToken,
} from '../test/receiving.ts';
import { type LambdaEvent, toLambdaHandler } from './lambda.ts';

// The members that AWS documents for each form of event, as far as anything reads them.
const signature = signed(notification)['x-hub-signature-256'] ?? '';
const encoded = Buffer.from(notification).toString('base64');
const http = (method: string) => ({ version: '2.0', requestContext: { http: { method } } });
const elb = { requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:…' } } };

const notifications: Record<string, LambdaEvent> = {
  'an HTTP API, text': { ...http('POST'), headers: { 'x-hub-signature-256': signature }, body: notification },
  'a function URL, base64': {
    ...http('POST'),
    rawQueryString: '',
    headers: { 'x-hub-signature-256': signature },
    body: encoded,
    isBase64Encoded: true,
  },
  'a REST API, both header maps, its case': {
    httpMethod: 'POST',
    headers: { 'X-Hub-Signature-256': signature },
    multiValueHeaders: { 'X-Hub-Signature-256': [signature] },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    body: encoded,
    isBase64Encoded: true,
    requestContext: {},
  },
  'a load balancer': {
    ...elb,
    httpMethod: 'POST',
    headers: { 'x-hub-signature-256': signature },
    body: notification,
    isBase64Encoded: false,
  },
  'a load balancer with lists': {
    ...elb,
    httpMethod: 'POST',
    multiValueHeaders: { 'x-hub-signature-256': [signature] },
    body: encoded,
    isBase64Encoded: true,
  },
};

it.each(Object.entries(notifications))('takes a notification from %s', async (_, event) => {
  const { receiver, fields } = receiving();
  const result = await toLambdaHandler(receiver)(event);
  expect([result.statusCode, fields]).toEqual([200, ['flows']]);
  const twice = { 'x-hub-signature-256': [signature, signature] };
  expect((await toLambdaHandler(receiver)({ ...event, multiValueHeaders: twice })).statusCode).toBe(401);
});

it('takes an empty signature for one that came, which a right SHA-1 does not rescue', async () => {
  const errors: unknown[] = [];
  const receiver = createReceiver({ appSecret, verifyToken, acceptSha1: true })
    .onAny(() => {})
    .onError((error) => errors.push(error));
  const sha1 = sign(new TextEncoder().encode(notification), appSecret).sha1;
  const sent = (headers: Record<string, string>) => ({ ...http('POST'), headers, body: notification });
  const handle = toLambdaHandler(receiver);
  expect(await handle(sent({ 'x-hub-signature': sha1 }))).toMatchObject({ statusCode: 200 });
  const rescued = { 'x-hub-signature': sha1, 'x-hub-signature-256': '' };
  expect(await handle(sent(rescued))).toMatchObject({
    statusCode: 401,
    body: 'signature refused: malformed',
  });
  expect(errors).toEqual([]);
});

it('answers the handshake of each form of query', async () => {
  const pairs = Object.fromEntries(new URLSearchParams(handshakeQuery));
  const written = Object.fromEntries(
    Object.entries(pairs).map(([key, value]) => [encodeURIComponent(key), value]),
  );
  const events: LambdaEvent[] = [
    { ...http('GET'), rawQueryString: handshakeQuery },
    { httpMethod: 'GET', queryStringParameters: pairs, requestContext: {} },
    {
      httpMethod: 'GET',
      multiValueQueryStringParameters: Object.fromEntries(
        Object.entries(pairs).map(([key, value]) => [key, [value]]),
      ),
    },
    { ...elb, httpMethod: 'GET', queryStringParameters: written, body: '' },
  ];
  const { receiver } = receiving();
  for (const event of events) {
    expect(await toLambdaHandler(receiver)(event)).toMatchObject({ statusCode: 200, body: '42' });
  }
});

it('reads an encoded token of a load balancer once, and a REST API’s not again', async () => {
  const token = 'a+b%20c d';
  const { receiver } = receiving();
  const result = await toLambdaHandler(receiver)({
    ...elb,
    httpMethod: 'GET',
    queryStringParameters: {
      'hub.mode': 'subscribe',
      'hub.challenge': '42',
      'hub.verify_token': encodeURIComponent(token),
    },
  });
  expect(result).toMatchObject({ statusCode: 403, statusDescription: '403 Forbidden' });
  const percent = { 'hub.mode': 'subscribe', 'hub.challenge': '42', 'hub.verify_token': `${verifyToken}%20` };
  const rest = await toLambdaHandler(receiver)({ httpMethod: 'GET', queryStringParameters: percent });
  expect(rest.statusCode).toBe(403);
});

it('answers a load balancer in the form it asked in', async () => {
  const { receiver } = receiving();
  const listed = await toLambdaHandler(receiver)({ ...elb, httpMethod: 'PUT', multiValueHeaders: {} });
  expect(listed).toMatchObject({
    statusCode: 405,
    statusDescription: '405 Method Not Allowed',
    multiValueHeaders: { allow: ['GET, POST'] },
  });
  expect(listed).not.toHaveProperty('headers');
  const plain = await toLambdaHandler(receiver)({ ...http('PUT') });
  expect(plain).toMatchObject({ statusCode: 405, headers: { allow: 'GET, POST' } });
  expect(plain).not.toHaveProperty('statusDescription');
});

it('stops at the bound before it decodes', async () => {
  const { receiver } = receiving();
  const statusOf = async (body: string, isBase64Encoded: boolean) =>
    (await toLambdaHandler(receiver)({ ...http('POST'), body, isBase64Encoded })).statusCode;
  const most = 'x'.repeat(notificationBytesMax);
  expect([
    await statusOf(most, false),
    await statusOf(Buffer.from(most).toString('base64'), true),
    await statusOf(`${most}x`, false),
    await statusOf(Buffer.from(`${most}x`).toString('base64'), true),
  ]).toEqual([401, 401, 413, 413]);
});

it('says what is wrong with an event that is no request, and with a body that was parsed', async () => {
  const { receiver, errors, fields } = receiving();
  const handle = toLambdaHandler(receiver);
  const parsed = {
    ...http('POST'),
    headers: { 'x-hub-signature-256': signature },
    body: JSON.parse(notification),
  };
  const events: (LambdaEvent & { Records?: unknown })[] = [{}, { Records: [] }, parsed];
  for (const event of events) {
    const result = await handle(event);
    expect(result).toMatchObject({ statusCode: 500, body: expect.stringContaining('its log says how') });
  }
  expect(errors.map(String)).toEqual([
    expect.stringContaining('connect the function to an API Gateway'),
    expect.stringContaining('connect the function to an API Gateway'),
    expect.stringContaining('httpJsonBodyParser'),
  ]);
  expect(fields).toEqual([]);
});

it('knows the client certificate that API Gateway or the load balancer verified', async () => {
  const { receiver } = receiving();
  const statusOf = async (from: 'api-gateway' | 'alb-verify', event: LambdaEvent | undefined) => {
    const clientCertificate = requireClientCertificate(
      from === 'api-gateway' ? { from } : { from, trustedProxies: ['alb'] },
    );
    const { statusCode, body } = await toLambdaHandler(receiver, { clientCertificate })(event ?? {});
    return statusCode === 403 ? body : statusCode;
  };
  const clientCert = { subjectDN: `CN=${metaClientName},O=Meta`, clientCertPem: '…' };
  const rest = notifications['a REST API, both header maps, its case'];
  const balanced = notifications['a load balancer'];
  const header = { 'x-amzn-mtls-clientcert-subject': clientCert.subjectDN };
  expect([
    await statusOf('api-gateway', { ...rest, requestContext: { identity: { clientCert } } }),
    await statusOf('api-gateway', rest),
    await statusOf('alb-verify', { ...balanced, headers: { ...balanced?.headers, ...header } }),
    await statusOf('alb-verify', balanced),
    // A request through API Gateway can write that header itself.
    await statusOf('alb-verify', {
      ...rest,
      multiValueHeaders: null,
      headers: { ...rest?.headers, ...header },
    }),
  ]).toEqual([
    200,
    'client certificate refused: missing',
    200,
    'client certificate refused: missing',
    'client certificate refused: untrusted_peer',
  ]);
});

it('refuses a receiver that acknowledges first, whose handlers would be frozen with the function', () => {
  const receiver = createReceiver({ appSecret, verifyToken, acknowledge: 'first' });
  expect(() => toLambdaHandler(receiver)).toThrow(/frozen with its answer.*leave that option out/);
});
