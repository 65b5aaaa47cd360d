// The raw requests and the browser's headers of hostile/headers.json, written to a socket of a running server.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { repositoryRoot } from '../support/source-files.ts';

interface RawCase {
  id: string;
  raw: string;
  required: number | 'closed';
}

interface ProxyCase {
  id: string;
  headers: Record<string, string>;
  expect: { status?: number };
}

const catalogue: { raw: RawCase[]; proxy: ProxyCase[] } = JSON.parse(
  readFileSync(path.join(repositoryRoot, 'hostile/headers.json'), 'utf8'),
);

/** The catalogue was observed on a server that answers every path; here these paths lead nowhere. */
const nowhere = /^(GET|POST) \/(a|webhooks\/x)[ ?]/;

let platform: TestPlatform;
let port: number;

beforeAll(async () => {
  platform = await startPlatform();
  port = Number(new URL(platform.url).port);
});

afterAll(async () => {
  await platform.stop();
});

describe('raw requests', () => {
  it.each(catalogue.raw)('$id', async ({ raw, required }) => {
    const request = localized(constructed(raw));
    const answered = await answersOf(request);
    const reached = required === 200 || required === 401;
    expect(answered[0] ?? 'closed').toBe(reached && nowhere.test(request) ? 404 : required);
    // Whatever came after a refused request on its connection was not read.
    if (required === 400) expect(answered).toHaveLength(1);
  });
});

describe('headers of proxies and browsers', () => {
  const judged = catalogue.proxy.filter((each) => each.expect.status !== undefined);
  const forwarded = catalogue.proxy.filter((each) => each.expect.status === undefined);

  it.each(judged)('$id', async ({ headers, expect: expected }) => {
    const lines = Object.entries({ host: `localhost:${port}`, ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const key = `Authorization: Bearer ${demo.adminKey}`;
    const request = `POST /api/v1/events HTTP/1.1\r\n${lines.join('\r\n')}\r\n${key}\r\nContent-Length: 2\r\n\r\n{}`;
    expect((await answersOf(request))[0]).toBe(expected.status);
  });

  // No proxy is trusted and no certificate is taken from a header: they change nothing, whoever sends them.
  it.each(forwarded)('$id: has no effect', async ({ headers }) => {
    const plain = await platform.call('GET', '/api/v1/events', { token: demo.adminKey });
    const dressed = await platform.call('GET', '/api/v1/events', { token: demo.adminKey, headers });
    expect([dressed.status, dressed.text]).toEqual([plain.status, plain.text]);
    const anonymous = await platform.call('GET', '/api/v1/events', { headers });
    expect(anonymous.status).toBe(401);
  });
});

/** `{"repeat":"a","times":20000}` and the two notes in words stand for text that would not fit the catalogue. */
function constructed(raw: string): string {
  return raw
    .replaceAll(/\{"repeat":"(.)","times":(\d+)\}/g, (_all, character: string, times: string) =>
      character.repeat(Number(times)),
    )
    .replace('{3000 short headers}', Array.from({ length: 3000 }, (_, n) => `X-${n}: 1`).join('\r\n'))
    .replace('{12000 x a}', 'a'.repeat(12_000));
}

/** A development server answers to loopback names; what is tested here is everything else. */
function localized(request: string): string {
  return request
    .replace('Host: h\r\n', `Host: localhost:${port}\r\n`)
    .replace('Host: h\n', `Host: localhost:${port}\n`);
}

/** Status of each answer that comes before the server closes, or before it has answered and is silent. */
function answersOf(request: string): Promise<number[]> {
  return new Promise((resolve, reject) => {
    let received = '';
    const statuses = () =>
      [...received.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map((match) => Number(match[1]));
    const socket = connect(port, '127.0.0.1', () => socket.write(request, 'latin1'));
    socket.on('data', (data) => {
      received += data.toString('latin1');
      // An answer that keeps the connection has its whole length announced; nothing else was asked.
      if (/\r\n\r\n/.test(received) && !/^connection: close/im.test(received)) socket.end();
    });
    socket.on('close', () => resolve(statuses()));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(statuses()) : reject(error),
    );
  });
}
