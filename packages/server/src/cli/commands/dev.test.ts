import { createHmac } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { endpoint, listen } from '../test-support/endpoint.ts';
import { run, start, temporaryDirectory, until } from '../test-support/recording.ts';

/** Starts `dev` with a fresh data directory and a free port, and waits until it has said all of its opening. */
async function startDev(...args: string[]) {
  const dev = start(['dev', '--port', '0', '--data', await temporaryDirectory(), ...args]);
  const isReady = () => dev.lines.some((line) => line.startsWith('{') || line.includes('trigger '));
  await Promise.race([until(isReady), dev.done]);
  return dev;
}

const urlIn = (lines: readonly string[]) => /http:\/\/127\.0\.0\.1:\d+/.exec(lines.join('\n'))?.[0] ?? '';

describe('the story of wahook dev', () => {
  it('shows two notifications with their bytes, their signatures and what the receiver made of them', async () => {
    const dev = await startDev();
    const told = dev.lines.join('\n');
    expect(dev.errors).toEqual([]);
    expect(dev.lines.length).toBeLessThanOrEqual(60);
    expect(told).toContain('public');
    expect(told).toContain(
      'phone_number_name_update {"display_phone_number":"12025550123","decision":"APPROVED"',
    );
    expect(told).toContain('signature valid; text "¡Olá! Ist 50% < 100% ok? 👋 me@example.com / café"');

    const exchanges = told.split('→  POST /webhook HTTP/1.1\n').slice(1);
    expect(exchanges).toHaveLength(2);
    for (const exchange of exchanges) {
      const body = /\n {3}(\{"object"[^←]*)←/.exec(exchange)?.[1]?.replaceAll('\n   ', '').trimEnd() ?? '';
      const digest = (algorithm: string) => createHmac(algorithm, demo.app.secret).update(body).digest('hex');
      expect(exchange).toContain(`x-hub-signature      sha1=${digest('sha1')}`);
      expect(exchange).toContain(`x-hub-signature-256  sha256=${digest('sha256')}`);
      expect(exchange).toContain(`content-length       ${body.length}`);
      expect(exchange).toMatch(/←\s+200 in \d+ ms, delivered/);
    }
    expect(exchanges[1]?.replaceAll('\n   ', '')).toContain(
      String.raw`"body":"\u00a1Ol\u00e1! Ist 50\u0025 \u003C 100\u0025 ok? \ud83d\udc4b me\u0040example.com \/ caf\u00e9"`,
    );
    expect(await dev.stop()).toBe(0);
  });

  it('prints commands that work when pasted, and shows what they cause in a line', async () => {
    const dev = await startDev();
    const url = urlIn(dev.lines);
    const published = dev.lines.find((line) => line.includes('/api/v1/events'));
    const body = /-d '(.*)'/.exec(published ?? '')?.[1];
    const answer = await fetch(`${url}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${demo.adminKey}`, 'content-type': 'application/json' },
      body: body ?? '',
    });
    expect(answer.status).toBe(202);
    await until(() => dev.lines.some((line) => line.startsWith('event 3 ')));
    expect(dev.lines.at(-1)).toMatch(
      /^event 3 {2}account_update → Lantern Desk {2}200 in \d+ ms, delivered {2}signature valid; account_update \{"event":"ACCOUNT_RESTRICTION"\}$/,
    );

    const subscribedApps = `${url}/v25.0/${demo.waba.graphId}/subscribed_apps`;
    for (const [name, method] of [
      ['subscribe', 'POST'],
      ['list', 'GET'],
      ['unsubscribe', 'DELETE'],
    ] as const) {
      const line = dev.lines.find((each) => each.trim().startsWith(`${name} `)) ?? '';
      expect(line).toContain(`'${subscribedApps}' -H 'Authorization: Bearer ${demo.accessToken}'`);
      const headers = { authorization: `Bearer ${demo.accessToken}` };
      expect((await fetch(subscribedApps, { method, headers })).status).toBe(200);
    }
  });

  it('forwards to an app, shows its refusal and names the usual mistake once', async () => {
    const app = await listen(
      endpoint((request, response) => {
        request.resume();
        response.writeHead(401).end('bad \u001b[31msignature\n');
      }),
    );
    const dev = await startDev('--forward-to', app);
    await until(() => dev.lines.filter((line) => line.includes('next try in')).length >= 2);
    const told = dev.lines.join('\n');
    expect(told).toContain('answer: bad \\x1b[31msignature\\n');
    expect(told).toMatch(/←\s+401 in \d+ ms, next try at once/);
    expect(told).toMatch(/event 2, attempt 2 {2}messages → Lantern Desk {2}401 in \d+ ms, next try in \d+ s/);
    expect(told.split('re-serialised JSON')).toHaveLength(2);
    expect(told).not.toContain('\u001b');
  });

  it('says what is wrong with a handshake, and stays up', async () => {
    const app = await listen((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url));
    });
    const dev = await startDev('--forward-to', app);
    const told = dev.lines.join('\n');
    expect(told).toContain('Your GET returned JSON; the handshake needs the bare challenge.');
    expect(told).toContain('(#2201)');
    expect(told).not.toContain('→  POST');
    expect((await fetch(`${urlIn(dev.lines)}/readyz`)).status).toBe(200);
    expect(await dev.stop()).toBe(0);
  });
});

describe('wahook dev --json', () => {
  it('prints one line with everything a script needs', async () => {
    const dev = await startDev('--json');
    expect(dev.lines).toHaveLength(1);
    const ready = JSON.parse(dev.lines[0] ?? '');
    expect(ready).toEqual({
      url: urlIn(dev.lines),
      admin_key: demo.adminKey,
      app: { id: demo.app.graphId, secret: demo.app.secret, verify_token: demo.app.verifyToken },
      waba: { id: demo.waba.graphId },
      phone_number: {
        id: demo.phoneNumber.graphId,
        display_phone_number: demo.phoneNumber.displayPhoneNumber,
      },
      access_token: demo.accessToken,
    });
  });

  it('adds the TLS port and what to trust when there is one', async () => {
    const plain = JSON.parse((await startDev('--json', '--no-receiver')).lines[0] ?? '');
    const dev = await startDev('--json', '--no-receiver', '--tls-port', '0');
    const ready = JSON.parse(dev.lines[0] ?? '');
    expect(Object.keys(ready)).toEqual([...Object.keys(plain), 'tls_url', 'ca_file']);
    expect(ready.tls_url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await readFile(ready.ca_file, 'utf8')).toContain('BEGIN CERTIFICATE');
  });

  it('keeps stdout to that line when the handshake fails', async () => {
    const app = await listen((_request, response) => response.writeHead(404).end());
    const dev = await startDev('--json', '--forward-to', app);
    expect(dev.lines).toHaveLength(1);
    expect(dev.errors.join('\n')).toContain('Serve GET at /webhook');
  });

  it('subscribes nothing with --no-receiver', async () => {
    const dev = await startDev('--json', '--no-receiver');
    const answer = await fetch(`${urlIn(dev.lines)}/v25.0/${demo.waba.graphId}/subscribed_apps`, {
      headers: { authorization: `Bearer ${demo.accessToken}` },
    });
    expect(await answer.json()).toEqual({ data: [] });
  });
});

describe('what keeps wahook dev from starting', () => {
  it('is reported all together: a locked directory and a busy port', async () => {
    const data = await temporaryDirectory();
    const first = start(['dev', '--json', '--no-receiver', '--port', '0', '--data', data]);
    await until(() => first.lines.length > 0);
    const { port } = new URL(urlIn(first.lines));
    const { exitCode, lines, errors } = await run(['dev', '--port', port, '--data', data]);
    expect(exitCode).toBe(1);
    expect(lines).toEqual([]);
    expect(errors).toEqual([
      expect.stringMatching(
        /is in use by process \d+\. Stop that one first, or name another data directory\. \(--data\)/,
      ),
      `Port ${port} on 127.0.0.1 is in use. Stop the program that has it, or choose another with --port (0 picks a free one).`,
    ]);
  });

  it('is a busy port alone, after which the directory is free again', async () => {
    const taken = new URL(await listen(() => {})).port;
    const data = await temporaryDirectory();
    const busy = await run(['dev', '--port', taken, '--data', data]);
    expect(busy.exitCode).toBe(1);
    expect(busy.errors).toEqual([expect.stringContaining(`Port ${taken} on 127.0.0.1 is in use.`)]);
    const free = start(['dev', '--json', '--no-receiver', '--port', '0', '--data', data]);
    await until(() => free.lines.length > 0);
  });

  it('is a data directory that cannot be made, a missing certificate file, an address for all', async () => {
    const unmakeable = await run(['dev', '--port', '0', '--data', '/dev/null/data']);
    expect(unmakeable.exitCode).toBe(1);
    expect(unmakeable.errors).toEqual([expect.stringContaining('/dev/null/data cannot be made')]);
    const exposed = await run([
      'dev',
      '--port',
      '0',
      '--host',
      '0.0.0.0',
      '--egress-ca-file',
      '/nowhere.pem',
    ]);
    expect(exposed.exitCode).toBe(1);
    expect(exposed.errors).toEqual([
      expect.stringContaining('--insecure-http'),
      'The file /nowhere.pem cannot be read. Correct --egress-ca-file or leave it out.',
    ]);
  });

  it('is a busy TLS port, or one that is taken already by the other', async () => {
    const taken = new URL(await listen(() => {})).port;
    const data = await temporaryDirectory();
    const busy = await run(['dev', '--port', '0', '--tls-port', taken, '--data', data]);
    expect(busy).toMatchObject({ exitCode: 1, lines: [] });
    expect(busy.errors).toEqual([
      `Port ${taken} on 127.0.0.1 is in use. Stop the program that has it, or choose another with --tls-port (0 picks a free one).`,
    ]);
    const same = await run(['dev', '--port', '4999', '--tls-port', '4999', '--data', data]);
    expect(same.exitCode).toBe(1);
    expect(same.errors[0]).toContain('Port 4999 cannot speak HTTP and TLS at once.');
  });

  it('is a lost key beside data that it sealed', async () => {
    const data = await temporaryDirectory();
    const first = start(['dev', '--json', '--no-receiver', '--port', '0', '--data', data]);
    await until(() => first.lines.length > 0);
    await first.stop();
    await rm(path.join(data, 'master.key'));
    const second = await run(['dev', '--port', '0', '--data', data]);
    expect(second.exitCode).toBe(1);
    expect(second.errors).toEqual([expect.stringContaining('Put the file back')]);
  });
});
