import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sign } from '@wahook/receiver/protocol/signature';
import { afterAll, beforeAll, expect, it } from 'vitest';

const secret = 'example-secret';
const verifyToken = 'example-token';

let child: ChildProcess;
let url: string;
const printed: string[] = [];

beforeAll(async () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const running = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', main], {
    env: { ...process.env, APP_SECRET: secret, VERIFY_TOKEN: verifyToken, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = running;
  createInterface({ input: running.stdout }).on('line', (line) => printed.push(line));
  for await (const line of createInterface({ input: running.stderr })) {
    const port: unknown = JSON.parse(line.replace('listening on ', '')).port;
    url = `http://127.0.0.1:${port}/webhook`;
    break;
  }
});

afterAll(() => {
  child.kill();
});

it('answers the handshake, takes a signed notification and refuses a forged one', async () => {
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.challenge': '1158201444',
    'hub.verify_token': verifyToken,
  });
  const handshake = await fetch(`${url}?${query}`);
  expect([handshake.status, await handshake.text()]).toEqual([200, '1158201444']);

  const change = '{"value":{"event":"VERIFIED_ACCOUNT"},"field":"account_update"}';
  const body = `{"object":"whatsapp_business_account","entry":[{"id":"1","time":1,"changes":[${change}]}]}`;
  const post = (signature: string) =>
    fetch(url, { method: 'POST', body, headers: { 'x-hub-signature-256': signature } });
  expect((await post(sign(new TextEncoder().encode(body), secret).sha256)).status).toBe(200);
  expect((await post(`sha256=${'0'.repeat(64)}`)).status).toBe(401);
  expect(printed).toEqual(['account_update.VERIFIED_ACCOUNT {"event":"VERIFIED_ACCOUNT"}']);
});
