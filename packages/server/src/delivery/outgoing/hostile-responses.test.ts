// Every row of the catalogue's `responses`, served byte for byte by a real server.
import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import catalogue from '../../../../../hostile/headers.json' with { type: 'json' };
import { parseRetryAfter } from '../retry/retry-after.ts';
import type { Outcome, Outgoing } from './client.ts';
import { outgoingFor } from './test-support/outgoing.ts';
import {
  type RawServer,
  type RawServerOptions,
  serverIdentity,
  startRawServer,
} from './test-support/raw-server.ts';

interface Row {
  server: RawServerOptions;
  /** For what never ends; the ordinary deadline is too long to wait for. */
  endless?: true;
  expected: Record<string, unknown>;
  further?: (context: Context) => void | Promise<void>;
}

interface Context {
  outcome: Outcome;
  again: () => Promise<Outcome>;
  server: RawServer;
}

const week = 7 * 86_400_000;
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

function served(id: string): string {
  return catalogue.responses.find((row) => row.id === id)?.response ?? '';
}

function answer(bytes: string | Uint8Array): RawServerOptions {
  return { onRequest: (socket) => socket.write(bytes) };
}

function answerAndClose(text: string): RawServerOptions {
  return { onRequest: (socket) => socket.end(text) };
}

function body(text: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** Repeats until the connection is gone. */
function every(ms: number, write: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    const timer = setInterval(() => write(socket), ms);
    socket.on('close', () => clearInterval(timer));
  };
}

function respondedWith(status: number): Record<string, unknown> {
  return { kind: 'response', status };
}

function failedWith(reason: string): Record<string, unknown> {
  return { kind: 'failed', reason };
}

/** By an answer of its own, on a new connection. */
async function nextIsAnswered({ again, server }: Pick<Context, 'again' | 'server'>): Promise<void> {
  const next = await again();
  expect(next).toMatchObject({ status: 200 });
  expect(text(next)).toBe('mine');
  expect(server.connections()).toBe(2);
}

function text(outcome: Outcome): string {
  return outcome.kind === 'response' ? Buffer.from(outcome.excerpt).toString() : '';
}

function endlessBody(head: string): RawServerOptions {
  const chunk = Buffer.alloc(16_384, 'x');
  return {
    onRequest(socket) {
      socket.write(head);
      const pour = () => {
        while (socket.writable && socket.write(chunk));
      };
      socket.on('drain', pour);
      pour();
    },
  };
}

const cutAtTheCap: Pick<Row, 'expected' | 'further'> = {
  expected: { ...respondedWith(200), excerptTruncated: true },
  async further({ outcome, again, server }) {
    expect(outcome).toMatchObject({ excerpt: { length: 4096 } });
    await again();
    expect(server.connections()).toBe(2);
  },
};

function lateResponse(): Row {
  let hasWritten = () => {};
  const written = new Promise<void>((resolve) => {
    hasWritten = resolve;
  });
  return {
    server: {
      onRequest(socket, no) {
        socket.write(no === 1 ? ok : body('mine'));
        if (no === 1) setTimeout(() => socket.write(body('not mine'), hasWritten), 50);
      },
    },
    expected: respondedWith(200),
    async further(context) {
      await written;
      await nextIsAnswered(context);
    },
  };
}

function retryAfter(id: string, pause: number | null): Row {
  return {
    server: answer(`HTTP/1.1 ${served(id).replace(', ', ' Busy\r\n')}\r\nContent-Length: 0\r\n\r\n`),
    expected: respondedWith(503),
    further({ outcome }) {
      const header = outcome.kind === 'response' ? outcome.retryAfter : null;
      expect(served(id)).toContain(header);
      expect(parseRetryAfter(header ?? '', Date.UTC(2026, 0), week)).toBe(pause);
    },
  };
}

/** The handshake compares the excerpt itself; what matters here is that it gets every byte, and no more. */
function challenge(received: string): Row {
  return {
    server: answer(body(received)),
    expected: { ...respondedWith(200), excerptTruncated: false },
    further: ({ outcome }) => expect(text(outcome)).toBe(received),
  };
}

function withTls(tls: TlsOptions, reason: string): Row {
  return { server: { ...answer(ok), tls }, expected: failedWith(reason) };
}

const rows: Record<string, Row> = {
  ok: { server: answer(served('ok')), expected: respondedWith(200) },
  '204': { server: answer(served('204')), expected: respondedWith(204) },
  '302-meta': {
    server: answer(served('302-meta')),
    expected: respondedWith(302),
    further: ({ server }) => expect(server.connections()).toBe(1),
  },
  '307': {
    server: answer(served('307')),
    expected: respondedWith(307),
    further: ({ server }) => expect(server.requests).toHaveLength(1),
  },
  '103-flood': {
    server: {
      onRequest: every(10, (socket) => socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n')),
    },
    endless: true,
    expected: failedWith('timeout'),
  },
  drip: {
    server: {
      onRequest(socket) {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n');
        every(20, () => socket.write('x'))(socket);
      },
    },
    endless: true,
    expected: failedWith('timeout'),
  },
  'drip-headers': {
    server: {
      onRequest(socket) {
        let sent = 0;
        every(50, () => socket.write(`${ok.slice(0, 20)}X-Slow: yyyyyyyyyy`.charAt(sent++)))(socket);
      },
    },
    endless: true,
    expected: failedWith('timeout'),
  },
  silent: { server: {}, endless: true, expected: failedWith('timeout') },
  'accept-close': {
    server: { onConnection: (socket) => socket.end() },
    expected: failedWith('connection_closed'),
  },
  'rst-mid': {
    server: {
      onRequest: (socket) =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.', () => socket.resetAndDestroy()),
    },
    // Node ends the connection properly before it resets it, so either may be seen first.
    expected: { kind: 'failed', reason: expect.stringMatching(/^connection_(reset|closed)$/) },
  },
  huge: { server: endlessBody('HTTP/1.1 200 OK\r\n\r\n'), ...cutAtTheCap },
  'huge-cl': {
    server: endlessBody('HTTP/1.1 200 OK\r\nContent-Length: 9007199254740993\r\n\r\n'),
    ...cutAtTheCap,
  },
  'gzip-bomb': {
    server: {
      onRequest(socket) {
        const packed = gzipSync(Buffer.alloc(10_000_000));
        socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`);
        socket.write(packed);
      },
    },
    expected: { ...respondedWith(200), contentEncoding: 'gzip' },
    // Still packed: the two bytes every gzip file begins with.
    further: ({ outcome }) => expect(outcome).toMatchObject({ excerpt: { 0: 0x1f, 1: 0x8b, length: 4096 } }),
  },
  'encoding-chain': {
    server: answer(
      `HTTP/1.1 200 OK\r\n${'Content-Encoding: gzip\r\n'.repeat(5000)}Content-Length: 0\r\n\r\n`,
    ),
    expected: failedWith('headers_too_large'),
  },
  'set-cookie': {
    server: answer('HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n'),
    expected: respondedWith(200),
    async further({ again, server }) {
      await again();
      expect(server.requests).toHaveLength(2);
      expect(server.requests.join()).not.toMatch(/cookie/i);
    },
  },
  'hdr-17k': {
    server: answer(`HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(17_000)}\r\nContent-Length: 0\r\n\r\n`),
    expected: failedWith('headers_too_large'),
  },
  'hdr-injection': {
    server: answerAndClose('HTTP/1.1 200 OK\r\nX-A: a\r\n\r\n<script>'),
    expected: respondedWith(200),
    further: ({ outcome }) => expect(text(outcome)).toBe('<script>'),
  },
  'extra-response': {
    server: {
      onRequest: (socket, no) => socket.write(no === 1 ? `${ok}${body('not mine')}` : body('mine')),
    },
    expected: respondedWith(200),
    further: nextIsAnswered,
  },
  'late-response': lateResponse(),
  'cl-te': {
    server: answer('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
    expected: failedWith('bad_response'),
  },
  http09: { server: answerAndClose('<html>hello</html>'), expected: failedWith('bad_response') },
  'bad-status': {
    server: answer(`${served('bad-status')}\r\nContent-Length: 0\r\n\r\n`),
    expected: respondedWith(999),
  },
  '100-then-200': {
    server: answer(`HTTP/1.1 100 Continue\r\n\r\n${ok}`),
    expected: failedWith('bad_response'),
  },
  upgrade: {
    server: answer(`${served('upgrade')}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`),
    expected: failedWith('bad_response'),
  },
  'retry-after-huge': retryAfter('retry-after-huge', week),
  'retry-after-neg': retryAfter('retry-after-neg', null),
  'retry-after-date': retryAfter('retry-after-date', week),
  'reason-ansi': {
    server: answer(`${served('reason-ansi').replace('\\u001b', '\u001b')}\r\nContent-Length: 0\r\n\r\n`),
    // As received: whoever shows it quotes it.
    expected: { ...respondedWith(500), statusText: '\u001b[2Jcleared' },
  },
  html: {
    server: answer(body('<!DOCTYPE html><script>')),
    expected: respondedWith(200),
    further: ({ outcome }) => expect(text(outcome)).toBe('<!DOCTYPE html><script>'),
  },
  'challenge-html': challenge('<!DOCTYPE html><title>Hello</title>'),
  'challenge-echo': challenge('hub.mode=subscribe&hub.challenge=1234567890&hub.verify_token=t'),
  'challenge-plus-nl': challenge('1234567890\n'),
  'tls-selfsigned': withTls(serverIdentity('self-signed.pem'), 'tls_self_signed'),
  'tls-expired': withTls(serverIdentity('expired.pem'), 'tls_expired'),
  'tls-wrong-name': withTls(serverIdentity('other-name.pem'), 'tls_wrong_name'),
  'tls-1.1': withTls(
    { ...serverIdentity(), minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    'tls_protocol',
  ),
  'tls-slow': { server: {}, endless: true, expected: failedWith('timeout') },
  'tls-needs-cert': withTls(
    { ...serverIdentity(), requestCert: true, rejectUnauthorized: true },
    'tls_client_certificate_required',
  ),
};

describe('a hostile answer', () => {
  it('has a test for every row of the catalogue', () => {
    expect(Object.keys(rows).sort()).toEqual(catalogue.responses.map((row) => row.id).sort());
  });

  it.each(catalogue.responses)('$id: $expect', async ({ id }) => {
    const row = rows[id];
    if (!row) throw new Error(`no test for ${id}`);
    const server = await startRawServer(row.server);
    onTestFinished(() => server.close());
    const deadlineMs = row.endless ? 300 : 5_000;
    const outgoing = outgoingFor({ deadlineMs });
    const scheme = id.startsWith('tls-') ? 'https' : 'http';
    const again = () => post(outgoing, `${scheme}://localhost:${server.port}/hook`);
    const outcome = await again();
    expect(outcome).toMatchObject(row.expected);
    if (row.endless) expect(outcome.durationMs).toBeGreaterThanOrEqual(deadlineMs);
    await row.further?.({ outcome, again, server });
  });
});

function post(outgoing: Outgoing, url: string): Promise<Outcome> {
  const headers = { 'content-type': 'application/json', 'user-agent': 'facebookexternalua' };
  return outgoing.post({ poolKey: 'endpoint-1', url, headers, body: Buffer.from('{}') });
}
