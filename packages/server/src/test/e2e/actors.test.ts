// From nothing to a delivered notification with the command line alone: `wahook start` on an empty directory, an
// operator who creates business, app, account, number, user and token, an app's owner who subscribes, and an
// HTTPS endpoint that gets what was published.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifySignature } from '@wahook/receiver/protocol/signature';
import { request } from 'undici';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { run, start, temporaryDirectory, until } from '../../cli/test-support/recording.ts';

const pki = fileURLToPath(new URL('../../delivery/outgoing/test-pki/', import.meta.url));

interface Post {
  body: Buffer;
  signature: string;
}

/** An endpoint with a certificate that the gateway is told to trust. */
async function startHttpsReceiver(): Promise<{ url: string; port: number; posts: Post[] }> {
  const posts: Post[] = [];
  const identity = {
    cert: await readFile(path.join(pki, 'good.pem')),
    key: await readFile(path.join(pki, 'leaf.key.pem')),
  };
  const server = createServer(identity, (message, response) => {
    const { searchParams } = new URL(message.url ?? '/', 'https://receiver');
    const parts: Buffer[] = [];
    message.on('data', (part: Buffer) => parts.push(part));
    message.on('end', () => {
      if (message.method === 'POST') {
        const signature = String(message.headers['x-hub-signature-256']);
        posts.push({ body: Buffer.concat(parts), signature });
      }
      response.end(searchParams.get('hub.challenge') ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}/webhook`, port, posts };
}

let receiver: Awaited<ReturnType<typeof startHttpsReceiver>>;
let url: string;
let adminKey: string;

beforeEach(async () => {
  receiver = await startHttpsReceiver();
  const directory = await temporaryDirectory();
  const data = path.join(directory, 'data');
  const gateway = start([
    ...['start', '--json', '--port', '0', '--data', data],
    ...['--master-key-file', path.join(directory, 'master.key')],
    ...['--egress-allow', '127.0.0.0/8', '--egress-ports', String(receiver.port)],
    ...['--egress-ca-file', path.join(pki, 'ca.pem')],
  ]);
  await until(() => gateway.lines.length > 0);
  url = JSON.parse(gateway.lines[0] ?? '').url;
  adminKey = (await readFile(path.join(data, 'admin.key'), 'utf8')).trim();
});

/** A command for the operator; answers what it prints with --json. */
async function operate(...args: string[]) {
  const surroundings = { environment: { WAHOOK_URL: url, WAHOOK_ADMIN_KEY: adminKey } };
  const { exitCode, lines, errors } = await run([...args, '--json'], surroundings);
  expect({ args, exitCode, errors }).toEqual({ args, exitCode: 0, errors: [] });
  return JSON.parse(lines.join(''));
}

/** The Graph call that sets an app's callback and fields; it has no command. */
async function setCallback(app: { id: string; secret: string }): Promise<void> {
  const parameters = {
    object: 'whatsapp_business_account',
    callback_url: receiver.url,
    verify_token: 'verify',
    fields: 'account_update',
    access_token: `${app.id}|${app.secret}`,
  };
  const answer = await request(`${url}/v25.0/${app.id}/subscriptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters).toString(),
  });
  expect(await answer.body.json()).toEqual({ success: true });
}

describe('an empty gateway', () => {
  it('is brought to its first delivery by command line', async () => {
    const business = await operate('businesses', 'create', '--name', 'Quay Books');
    const app = await operate('apps', 'create', '--name', 'Desk', '--business', business.id);
    const waba = await operate('wabas', 'create', '--name', 'Quay Books', '--business', business.id);
    const number = await operate('wabas', 'number', waba.id, '--display', '12025550142');
    const user = await operate(
      ...['users', 'create', '--name', 'Service', '--business', business.id, '--role', 'admin'],
    );
    const token = await operate('tokens', 'create', '--app', app.id, '--user', user.id);

    // What is still missing, as `why` tells it.
    const ask = ['why', '--app', app.id, '--waba', waba.id, '--field', 'account_update'];
    const unmet = async () =>
      (await operate(...ask)).data[0].conditions.flatMap((each: { id: string; met: boolean }) =>
        each.met ? [] : [each.id],
      );
    expect(await unmet()).toEqual(['callback', 'field', 'waba', 'permission', 'live']);
    const steps = ['request', 'submit', 'approve', '--access', 'standard'];
    await operate('apps', 'review', app.id, 'whatsapp_business_management', ...steps);
    await operate('apps', 'edit', app.id, '--mode', 'live');
    await setCallback(app);
    await operate('subscribe', '--waba', waba.id, '--token', token.token);
    expect(await unmet()).toEqual([]);

    const published = await request(`${url}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}` },
      body: JSON.stringify({
        waba_id: waba.id,
        field: 'account_update',
        value: { event: 'VERIFIED_ACCOUNT', phone_number: number.display_phone_number },
      }),
    });
    expect([published.statusCode, await published.body.json()]).toMatchObject([202, { accepted: 1 }]);

    await until(() => receiver.posts.length > 0);
    const [post] = receiver.posts;
    expect(JSON.parse(String(post?.body)).entry).toMatchObject([
      { id: waba.id, changes: [{ field: 'account_update', value: { phone_number: '12025550142' } }] },
    ]);
    const headers = { sha256: post?.signature, sha1: undefined };
    expect(verifySignature({ body: post?.body ?? Buffer.of(), headers, secrets: [app.secret] }).ok).toBe(
      true,
    );
  });

  it('keeps secrets, tokens and keys out of its lists and its audit log', async () => {
    const business = await operate('businesses', 'create', '--name', 'Quay Books');
    const app = await operate('apps', 'create', '--name', 'Desk', '--business', business.id);
    const user = await operate('users', 'create', '--name', 'Service', '--business', business.id);
    const token = await operate('tokens', 'create', '--app', app.id, '--user', user.id);
    const key = await operate('keys', 'create', '--label', 'shop', '--scopes', 'read');
    const shown = await Promise.all(
      ['apps', 'users', 'tokens', 'keys', 'audit'].map((list) => operate(list)),
    );
    for (const secret of [app.secret, token.token, key.key, adminKey])
      expect(JSON.stringify(shown)).not.toContain(secret);
  });
});
