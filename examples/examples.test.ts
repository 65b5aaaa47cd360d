import type { Server } from 'node:net';
import { sign } from '@wahook/receiver/protocol/signature';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectFullMarks } from '../packages/server/src/doctor/test-receivers/full-marks.ts';
import { portOf, stands } from './stands.ts';

const secret = 'example-secret';
const verifyToken = 'example-token';

// The examples print what they handle, and the receiver prints what goes wrong.
const printed: string[] = [];
const complaints: string[] = [];
beforeAll(() => {
  vi.stubEnv('APP_SECRET', secret);
  vi.stubEnv('VERIFY_TOKEN', verifyToken);
  vi.stubEnv('PORT', '0');
  const note = (...words: unknown[]) => void printed.push(words.join(' '));
  vi.spyOn(console, 'log').mockImplementation(note);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(console, 'error').mockImplementation((...words) => void complaints.push(words.join(' ')));
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const encoder = new TextEncoder();
const signed = (body: string) => ({
  'content-type': 'application/json',
  'x-hub-signature-256': sign(encoder.encode(body), secret).sha256,
});

const entry = (value: string) =>
  `{"id":"1","time":1,"changes":[{"value":{"messaging_product":"whatsapp",${value}},"field":"messages"}]}`;
const notification = (...entries: string[]) =>
  `{"object":"whatsapp_business_account","entry":[${entries.join(',')}]}`;
const textMessage = (id: string, body: string) =>
  entry(
    `"messages":[{"from":"16505551234","id":"${id}","timestamp":"1","type":"text","text":{"body":"${body}"}}]`,
  );
const failedStatus = (id: string) =>
  entry(
    `"statuses":[{"id":"${id}","status":"failed","timestamp":"1","recipient_id":"16505551234","errors":[{"code":131026,"title":"Undeliverable"}]}]`,
  );

describe.each(stands)('the example $name', ({ name, asItStands, behindParser }) => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = await asItStands();
    url = `http://127.0.0.1:${await portOf(server)}/webhook`;
  });
  afterAll(() => {
    server.close();
  });

  const post = async (body: string, headers: Record<string, string> = signed(body), to = url) => {
    printed.length = 0;
    complaints.length = 0;
    const response = await fetch(to, { method: 'POST', body, headers });
    await response.arrayBuffer();
    return response.status;
  };
  const challenge = (token: string) =>
    fetch(`${url}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`);

  it('answers the handshake to whoever knows the token', async () => {
    const right = await challenge(verifyToken);
    expect([right.status, await right.text()]).toEqual([200, '1158201444']);
    const wrong = await challenge('another');
    expect(wrong.status).toBe(403);
    expect(await wrong.text()).not.toContain('1158201444');
  });

  it('handles a signed text with every kind of escape, and a failed send', async () => {
    const text = textMessage(`wamid.${name}`, 'h\\u00e9llo a@b.c \\/ \\ud83d\\udc4b \\u003c');
    expect(await post(notification(text))).toBe(200);
    expect(printed.join()).toContain('héllo a@b.c / 👋 <');
    expect(await post(notification(failedStatus(`wamid.failed.${name}`)))).toBe(200);
    expect(printed.join()).toContain(`wamid.failed.${name}`);
  });

  it('refuses what is not signed, and what was changed on the way', async () => {
    const body = notification(textMessage(`wamid.forged.${name}`, 'pay me'));
    expect(await post(body, { 'content-type': 'application/json' })).toBe(401);
    expect(await post(body.replace('pay me', 'pay you'), signed(body))).toBe(401);
    expect(printed).toEqual([]);
  });

  it('handles all of three entries', async () => {
    const texts = ['one', 'two', 'three'];
    const entries = texts.map((text) => textMessage(`wamid.${text}.${name}`, `entry ${text}`));
    expect(await post(notification(...entries))).toBe(200);
    for (const text of texts) expect(printed.join()).toContain(`entry ${text}`);
  });

  it('takes 2.9 MB, and not more than 3 MB', async () => {
    const body = notification(textMessage(`wamid.large.${name}`, `large ${'x'.repeat(2_900_000)}`));
    expect(await post(body)).toBe(200);
    expect(printed.join()).toContain('large xxx');
    // One byte more than the most: none is left unread, so the answer cannot be lost with the connection.
    expect(await post(body.padEnd(3 * 1024 * 1024 + 1))).toBe(413);
  });

  it('knows no other method', async () => {
    for (const method of ['PUT', 'HEAD', 'DELETE']) {
      const response = await fetch(url, { method, ...(method === 'PUT' && { body: '{}' }) });
      expect([method, response.status]).toEqual([method, 405]);
    }
  });

  it('says how to get the raw bytes when a parser has read them, and handles nothing', async () => {
    const parsing = await behindParser();
    const behind = `http://127.0.0.1:${await portOf(parsing)}/webhook`;
    const body = notification(textMessage(`wamid.parsed.${name}`, 'parsed'));
    expect(await post(body, signed(body), behind)).toBe(500);
    expect(printed).toEqual([]);
    expect(complaints.join()).toMatch(/raw bytes, which the signature covers, are gone/);
    parsing.close();
  });

  it('gets full marks from the doctor', async () => {
    printed.length = 0;
    await expectFullMarks({ url, secret, verifyToken, lines: () => printed });
  });
});
