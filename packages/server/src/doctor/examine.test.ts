// The battery against real endpoints: right ones pass whole, and each fault is found by its own checks alone.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WhatsAppAPI } from 'whatsapp-api-js/middleware/node-http';
import { battery } from './battery.ts';
import { Unreachable } from './run.ts';
import {
  checksNothing,
  greetsAnybody,
  greetsInJson,
  handlesTwice,
  knowsMessagesOnly,
  looksAtSha1,
  readsTheFirst,
  reserialises,
  takesHundredKilobytes,
} from './test-receivers/broken.ts';
import { type Behaviour, secret, startEndpoint, verifyToken } from './test-receivers/endpoint.ts';
import { examineTest, idsOf, rowOf } from './test-receivers/examination.ts';

const certificateChecks = ['certificate-taken', 'certificate-missing', 'certificate-stranger'];
const batchShapes = ['batch-entries', 'batch-changes', 'batch-messages', 'batch-statuses'];
const idsOfGroup = (group: string) => battery.filter((each) => each.group === group).map(({ id }) => id);

async function reportOn(behaviour: Partial<Behaviour>, { observed = true } = {}) {
  const endpoint = await startEndpoint(behaviour);
  return examineTest(
    endpoint,
    observed ? { observe: { kind: 'url', url: endpoint.handledUrl }, observeWaitMs: 120 } : {},
  );
}

describe('an endpoint that does everything right', () => {
  it('passes every check where what it did can be seen', async () => {
    const report = await reportOn({});
    expect(idsOf(report, 'failed')).toEqual([]);
    expect(idsOf(report, 'skipped')).toEqual(certificateChecks);
    expect(report.passed).toBeGreaterThan(80);
    expect(report.batching).toBe('yes');
  });

  it('is not said to handle batches or duplicates where nobody can see it', async () => {
    const report = await reportOn({ handle: () => {} }, { observed: false });
    expect(idsOf(report, 'failed')).toEqual([]);
    expect(idsOf(report, 'skipped')).toEqual(
      expect.arrayContaining(['duplicate-handled-once', ...batchShapes]),
    );
    expect(report.batching).toBe('unknown');
  });
});

describe('an endpoint with a fault', () => {
  it('hashes re-serialised JSON: the escapes fail, nothing else, and the writer is named', async () => {
    const report = await reportOn(reserialises);
    expect(idsOf(report, 'failed')).toEqual([
      'signature-slash',
      'signature-accents',
      'signature-emoji',
      'signature-symbols',
    ]);
    const row = rowOf(report, 'signature-symbols');
    expect(row.diagnosis).toContain('JSON.stringify(JSON.parse(body))');
    expect(row.difference?.body).toContain('\\u0025 \\u003Cb> me\\u0040example.com');
    expect(row.difference?.hashed).toContain('% <b> me@example.com');
    expect(row.cure).toContain('raw bytes');
  });

  it('checks no signature: every forgery is let in', async () => {
    const report = await reportOn(checksNothing);
    const failures = idsOf(report, 'failed');
    expect(failures).toEqual([
      'signature-missing',
      'signature-empty',
      'signature-tampered',
      'signature-other-secret',
      'signature-truncated',
      'signature-not-hex',
      'signature-wrong-sha1',
      'signature-sha1-rescues',
    ]);
    expect(rowOf(report, 'signature-missing').diagnosis).toContain('without a signature');
  });

  it('reads the first item: found by what it did, and without that by an item it fails on', async () => {
    const observed = await reportOn(readsTheFirst);
    expect(idsOf(observed, 'failed')).toEqual([
      ...batchShapes.slice(0, 4),
      'batch-bad-status',
      'batch-mixed-fields',
    ]);
    expect(rowOf(observed, 'batch-entries').diagnosis).toContain('handled 1 of 3');
    expect(observed.batching).toBe('no');

    const blind = await reportOn(readsTheFirst, { observed: false });
    expect(idsOf(blind, 'failed')).toEqual(batchShapes.slice(0, 3));
    expect(rowOf(blind, 'batch-statuses').state).toBe('skipped');
    expect(rowOf(blind, 'batch-messages').diagnosis).toContain('behind two others it is answered 200');
  });

  it('fails on fields other than messages: each of them is named', async () => {
    const report = await reportOn(knowsMessagesOnly);
    const others = idsOfGroup('fields').filter((id) => id !== 'field-messages');
    expect(idsOf(report, 'failed')).toEqual([...others, 'unknown-field', 'batch-mixed-fields']);
    expect(rowOf(report, 'field-account-update').diagnosis).toBe('It answered 500 to account_update.');
  });

  it('takes 100 kB: the limit is measured', async () => {
    const report = await reportOn(takesHundredKilobytes);
    expect(idsOf(report, 'failed')).toEqual(['large-body']);
    expect(rowOf(report, 'large-body').diagnosis).toContain('It takes 90 kB and refuses 150 kB.');
  });

  it('greets in JSON: the handshake fails, and is told from HTML', async () => {
    const report = await reportOn(greetsInJson);
    expect(idsOf(report, 'failed')).toEqual(['handshake-challenge']);
    expect(rowOf(report, 'handshake-own-query').diagnosis).toContain('see handshake-challenge');
    expect(rowOf(report, 'handshake-challenge').diagnosis).toContain('the challenge in quotes, as JSON');
  });

  it('prints the verify token in its error page: it is not handed on', async () => {
    const report = await reportOn({
      greet: (query, response) =>
        void response.end(
          query.get('hub.mode') === 'subscribe' && query.get('hub.verify_token') === verifyToken
            ? query.get('hub.challenge')
            : `<p>hub.verify_token is ${query.get('hub.verify_token')}`,
        ),
    });
    const row = rowOf(report, 'handshake-wrong-mode');
    expect(row.diagnosis).toContain('is [verify_token]');
    // Nothing is confirmed without the challenge.
    expect(row.state).toBe('passed');
    expect(JSON.stringify(report)).not.toContain(verifyToken);
  });

  it('prints its settings in every error page, compressed: neither secret nor token is handed on', async () => {
    const token = 'a&b "token"';
    const page = gzipSync(`<p>APP_SECRET=${secret} TOKEN=a&amp;b &quot;token&quot;</p>`);
    const server = createServer((_request, response) => {
      response.writeHead(500, { 'content-encoding': 'gzip' }).end(page);
    });
    const report = await examineTest(
      { url: await urlOf(server) },
      { verifyToken: token, only: ['signature-plain', 'method-put'] },
    );
    const told = '500 "APP_SECRET=[app_secret] TOKEN=[verify_token]"';
    expect(rowOf(report, 'signature-plain').diagnosis).toContain(told);
    expect(rowOf(report, 'method-put').diagnosis).toContain(told);
  });

  it.each([
    ['verify_token', 'APP_SECRET=[app_secret] [verify_token]=[verify_token]'],
    ['secret', 'APP_SECRET=[app_secret] verify_token=[verify_token]'],
    ['ok', 'APP_SECRET=[app_secret] verify_token=ok'],
  ])('hides the verify token %s where it stands, and nothing in its place', async (token, told) => {
    const server = createServer((_request, response) => {
      response.writeHead(500).end(`APP_SECRET=${secret} verify_token=${token}`);
    });
    const report = await examineTest(
      { url: await urlOf(server) },
      { verifyToken: token, only: ['signature-plain'] },
    );
    expect(rowOf(report, 'signature-plain').diagnosis).toContain(`"${told}"`);
  });

  it('greets anybody', async () => {
    const report = await reportOn(greetsAnybody);
    expect(idsOf(report, 'failed')).toEqual([
      'handshake-wrong-token',
      'handshake-missing-token',
      'handshake-wrong-mode',
    ]);
  });

  it('handles duplicates twice, which only its own record shows', async () => {
    const report = await reportOn(handlesTwice);
    expect(idsOf(report, 'failed')).toEqual([
      'duplicate-handled-once',
      'duplicate-at-once',
      'retry-after-failure',
    ]);
  });

  it('answers late: the median is told', async () => {
    const endpoint = await startEndpoint({ pause: () => new Promise((resolve) => setTimeout(resolve, 270)) });
    const report = await examineTest(endpoint, {
      only: ['latency'],
      amounts: { largeBodyBytes: 1, latencyRequests: 2, concurrency: 1 },
    });
    expect(rowOf(report, 'latency').diagnosis).toMatch(/too slowly: median \d{3,} ms/);
  });

  it('looks at SHA-1 alone, as an older sample does', async () => {
    const report = await reportOn(looksAtSha1);
    expect(idsOf(report, 'failed')).toEqual(['signature-sha1-rescues']);
    expect(rowOf(report, 'signature-sha1-only').diagnosis).toContain('SHA-1 alone');
  });

  it('looks for messages in every change: nothing is claimed of batches of what it fails on alone', async () => {
    const report = await reportOn(
      {
        handle({ entry }) {
          for (const { value } of entry.flatMap(({ changes }) => changes))
            if (!value.messages) throw new TypeError('no messages');
        },
      },
      { observed: false },
    );
    expect(idsOf(report, 'failed')).toEqual(expect.arrayContaining(['status-plain', 'field-account-update']));
    expect(idsOf(report, 'skipped')).toEqual(
      expect.arrayContaining(['batch-statuses', 'statuses-out-of-order']),
    );
  });

  it('dies of a notification: that check fails, and the rest is not run', async () => {
    const server = createServer((request, response) => {
      if (request.method === 'GET')
        response.end(new URL(request.url ?? '', url).searchParams.get('hub.challenge'));
      else {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () =>
          String(Buffer.concat(chunks)).includes('hologram') ? die() : response.end(),
        );
      }
    });
    const die = () => {
      server.close();
      server.closeAllConnections();
    };
    const url = await urlOf(server);
    const only = ['field-messages', 'unknown-message-type', 'unknown-members', 'unknown-status'];
    const report = await examineTest({ url }, { only });
    expect(idsOf(report, 'passed')).toEqual(['field-messages']);
    expect(idsOf(report, 'failed')).toEqual(['unknown-message-type', 'unknown-members']);
    expect(rowOf(report, 'unknown-members').diagnosis).toContain('the app has died');
    expect(idsOf(report, 'skipped')).toEqual(['unknown-status']);
  });

  it('answers 204', async () => {
    const server = createServer((_request, response) => response.writeHead(204).end());
    const report = await examineTest(
      { url: await urlOf(server) },
      { only: ['answer-200', 'field-messages'] },
    );
    expect(idsOf(report, 'failed')).toEqual(['answer-200']);
  });
});

async function urlOf(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
}

describe('whatsapp-api-js 6.3.0, unmodified', () => {
  it('drops what stands behind the first item, and fails on account_update', async () => {
    const whatsapp = new WhatsAppAPI({
      token: 'token',
      appSecret: secret,
      webhookVerifyToken: verifyToken,
      v: 'v25.0',
    });
    whatsapp.on.message = () => {};
    const server = createServer(async (request, response) => {
      try {
        if (request.method === 'GET') response.end(whatsapp.handle_get(request));
        else response.writeHead(await whatsapp.handle_post(request)).end();
      } catch (error) {
        response.writeHead(typeof error === 'number' ? error : 500).end();
      }
    });
    const report = await examineTest({ url: await urlOf(server) });
    expect(idsOf(report, 'failed')).toEqual(expect.arrayContaining([...batchShapes, 'field-account-update']));
    expect(idsOf(report, 'passed')).toEqual(
      expect.arrayContaining([
        ...idsOfGroup('handshake'),
        'signature-emoji',
        'signature-slash',
        'field-messages',
      ]),
    );
    expect(rowOf(report, 'batch-entries').diagnosis).toContain('It reads the first and drops the rest');
    expect(rowOf(report, 'signature-utf8').diagnosis).toContain('non-ASCII character turned into');
  });
});

describe('the run', () => {
  it('passes no refusal of an endpoint that refuses everything, and calls no dropped connection a way in', async () => {
    const refuses = createServer((_request, response) => response.writeHead(403).end());
    const drops = createServer((request) => request.socket.destroy());
    for (const server of [refuses, drops]) {
      const report = await examineTest({ url: await urlOf(server) }, { only: ['handshake', 'signature'] });
      const refusals = report.rows.filter(({ harm }) => harm === 'forged');
      expect(refusals.map(({ state }) => state)).not.toContain('passed');
      expect(refusals.map(({ state }) => state)).not.toContain('failed');
      expect(report.failed).toBeGreaterThan(0);
    }
  });

  it('asks about the verify token where the right handshake is forbidden', async () => {
    const report = await examineTest(await startEndpoint(), { only: ['handshake'], verifyToken: 'other' });
    expect(idsOf(report, 'failed')).toEqual(['handshake-challenge']);
    expect(rowOf(report, 'handshake-challenge').cure).toContain('--verify-token');
  });

  it('ends at a rate limit, and takes no 429 for a refusal', async () => {
    let count = 0;
    const server = createServer((_request, response) => {
      response.writeHead(++count > 2 ? 429 : 200).end();
    });
    const only = ['field-messages', 'signature-missing', 'field-calls'];
    const report = await examineTest({ url: await urlOf(server) }, { only });
    expect(idsOf(report, 'passed')).toEqual([]);
    const row = rowOf(report, 'signature-missing');
    expect([row.state, row.harm]).toEqual(['failed', 'loses']);
    expect(row.diagnosis).toContain('429');
    expect(row.cure).toContain('rate limits');
    expect(idsOf(report, 'skipped')).toEqual(['field-calls', 'field-messages']);
  });

  it('says that nobody listens, instead of failing every check', async () => {
    const server = createServer();
    const url = await urlOf(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(examineTest({ url })).rejects.toThrow(Unreachable);
    await expect(examineTest({ url })).rejects.toThrow('Start the app first');
  });

  it('refuses addresses that the guard refuses, and says what opens them', async () => {
    await expect(examineTest({ url: 'http://10.0.0.1/webhook' })).rejects.toThrow('--egress-allow');
  });

  it('gives an endpoint up that hangs, and calls nothing passed that was not run', async () => {
    const report = await examineTest({ url: await urlOf(createServer(() => {})) }, { timeoutMs: 60 });
    expect(report.passed).toBe(0);
    expect(report.rows).toHaveLength(battery.length);
    expect(report.rows.at(-1)?.diagnosis).toContain('found no answer in time');
  });

  it('ends at its time limit in the middle of a check, and when it is stopped', async () => {
    let count = 0;
    const stop = new AbortController();
    const server = createServer((_request, response) => {
      if (++count === 10) stop.abort();
      setTimeout(() => response.writeHead(401).end(), 20);
    });
    const url = await urlOf(server);
    const late = await examineTest({ url }, { timeLimitMs: 100, only: ['signature-plain'] });
    expect(rowOf(late, 'signature-plain').diagnosis).toContain('were over');
    expect(late.complete).toBe(false);
    count = 0;
    const stopped = await examineTest({ url }, { stop: stop.signal, only: ['signature-plain'] });
    expect([stopped.complete, stopped.rows, count]).toEqual([false, [], 10]);
  });

  it('finishes without an observation that goes away, and begins with none that is not there', async () => {
    const endpoint = await startEndpoint();
    let looks = 0;
    const page = createServer((_request, response) => response.writeHead(++looks > 1 ? 500 : 200).end());
    const observe = { kind: 'url', url: await urlOf(page) } as const;
    const only = ['duplicate-handled-once', 'unknown-field'];
    const report = await examineTest(endpoint, { observe, only });
    expect(rowOf(report, 'duplicate-handled-once').diagnosis).toContain('answers 500');
    expect(idsOf(report, 'passed')).toEqual(['unknown-field']);
    await expect(examineTest(endpoint, { observe, only: ['unknown-field'] })).rejects.toThrow('answers 500');
  });

  it('ends at its time limit', async () => {
    const endpoint = await startEndpoint({ pause: () => new Promise((resolve) => setTimeout(resolve, 30)) });
    const report = await examineTest(endpoint, { timeLimitMs: 100, only: ['fields'] });
    expect(report.passed).toBeLessThan(10);
    expect(report.rows.at(-1)?.diagnosis).toContain('were over');
  });

  it('skips what depends on a notification being taken, when none is', async () => {
    const report = await examineTest(await startEndpoint(), { secret: 'another-secret-than-it-has' });
    const row = rowOf(report, 'signature-plain');
    expect(row.diagnosis).toContain('Most likely the secret');
    expect(row.cure).toContain('Compare the app secret');
    expect(idsOf(report, 'failed')).toEqual(['signature-plain']);
    expect(rowOf(report, 'field-messages').state).toBe('skipped');
  });

  it('hands on each row as it is found', async () => {
    const rows: string[] = [];
    const report = await examineTest(await startEndpoint(), {
      only: ['handshake'],
      onRow: ({ id }) => void rows.push(id),
    });
    expect(rows).toEqual(report.rows.map(({ id }) => id));
  });
});
