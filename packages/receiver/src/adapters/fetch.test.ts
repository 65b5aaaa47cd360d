import { describe, expect, it } from 'vitest';
import { notificationBytesMax } from '../protocol/limits.ts';
import { sign } from '../protocol/signature.ts';
import { createReceiver } from '../receiver/receiver.ts';
import { toFetchHandler } from './fetch.ts';

const appSecret = 'a-secret-for-tests';
const url = 'https://a.example/webhook';
const bytesOf = (text: string) => new TextEncoder().encode(text);

function handling() {
  const fields: string[] = [];
  const receiver = createReceiver({
    appSecret,
    verifyToken: 'lantern-verify',
  }).onChange(({ field }) => void fields.push(field));
  return { fields, handle: toFetchHandler(receiver) };
}

const body =
  '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"value":{"t":"é"},"field":"flows"}]}]}';
const headers = { 'x-hub-signature-256': sign(bytesOf(body), appSecret).sha256 };

describe('a Request becomes a Response', () => {
  it('for the handshake', async () => {
    const query = 'hub.mode=subscribe&hub.challenge=42&hub.verify_token=lantern-verify';
    const response = await handling().handle(new Request(`${url}?${query}`));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe('42');
  });

  it('for a signed notification', async () => {
    const { fields, handle } = handling();
    const response = await handle(new Request(url, { method: 'POST', body, headers }));
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(fields).toEqual(['flows']);
  });

  it('for one without a signature, and one without a body', async () => {
    const { handle } = handling();
    expect((await handle(new Request(url, { method: 'POST', body }))).status).toBe(401);
    expect((await handle(new Request(url, { method: 'POST', headers }))).status).toBe(401);
  });
});

it('a body that is too large is refused without reading the rest', async () => {
  let chunks = 0;
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      chunks++;
      controller.enqueue(new Uint8Array(65_536));
    },
    cancel() {
      cancelled = true;
    },
  });
  // `duplex` is demanded for a body that is a stream.
  const response = await handling().handle(
    new Request(url, { method: 'POST', body: endless, headers, duplex: 'half' }),
  );
  expect(response.status).toBe(413);
  expect(cancelled).toBe(true);
  expect(chunks * 65_536).toBeLessThan(notificationBytesMax + 10 * 65_536);
});

it.each([
  ['fails', () => Promise.reject(new Error('the connection is gone'))],
  ['never ends', () => new Promise<void>(() => {})],
])(
  'a body that is too large is refused where cancelling it %s',
  async (_, cancel) => {
    const whole = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(notificationBytesMax + 1)),
      cancel,
    });
    const request = new Request(url, { method: 'POST', body: whole, headers, duplex: 'half' });
    expect((await handling().handle(request)).status).toBe(413);
  },
  2_000,
);
