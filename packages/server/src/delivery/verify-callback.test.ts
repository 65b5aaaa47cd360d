// The handshake against real endpoints: what they answer, what the app's owner is told, and what is kept back.
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestClock } from '../test/support/test-clock.ts';
import { until } from '../test/support/until.ts';
import type { OutgoingOptions } from './outgoing/client.ts';
import { outgoingFor, recordingConnector } from './outgoing/test-support/outgoing.ts';
import { type RawServer, serverIdentity, startRawServer } from './outgoing/test-support/raw-server.ts';
import { createVerifyCallback } from './verify-callback.ts';

const verifyToken = 'a secret/+&token';
const challenge = '5500000000';

interface Answer {
  status?: string;
  body?: string;
}

function verifier({ perMinute = 100, ...options }: Partial<OutgoingOptions> & { perMinute?: number } = {}) {
  const policy = options.policy ?? { mode: 'dev', allow: [], ports: [443, 8443] };
  const outgoing = outgoingFor({ deadlineMs: 300, ...options });
  const clock = createTestClock();
  const verify = createVerifyCallback({ outgoing, policy, clock, random: () => 0.5, perMinute });
  return (url: string, appId = 1) => verify({ appId, url, verifyToken });
}

async function endpoint(answer: (request: string) => Answer | null): Promise<RawServer & { url: string }> {
  const server = await startRawServer({
    onRequest(socket) {
      const given = answer(server.requests.at(-1) ?? '');
      if (given === null) return;
      const { status = '200 OK', body = challenge } = given;
      socket.write(`HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    },
  });
  onTestFinished(() => server.close());
  return { ...server, url: `http://127.0.0.1:${server.port}/hook` };
}

const failed = (code: number, message: string) => ({ ok: false, code, message });
const failed2200 = (errors: string) =>
  failed(2200, `(#2200) Callback verification failed with the following errors: ${errors}`);
const mismatch = (received: string) =>
  failed(
    2201,
    `(#2201) response does not match challenge, expected value="${challenge}", received="${received}"`,
  );

describe('the request', () => {
  it('is Meta’s: a GET with three parameters after those of the callback, and its own User-Agent', async () => {
    const { url, requests } = await endpoint(() => ({}));
    expect(await verifier()(`${url}?tenant=7`)).toEqual({ ok: true });
    const [line, ...headers] = requests[0]?.split('\r\n') ?? [];
    expect(line).toBe(
      `GET /hook?tenant=7&hub.mode=subscribe&hub.challenge=${challenge}&hub.verify_token=a%20secret%2F%2B%26token HTTP/1.1`,
    );
    expect(headers.map((header) => header.toLowerCase())).toContain(
      'user-agent: facebookplatform/1.0 (+http://developers.facebook.com)',
    );
  });
});

describe('the verdict', () => {
  it.each<[string, Answer, object]>([
    ['another text', { body: 'no' }, mismatch('no')],
    ['the challenge and a line break', { body: `${challenge}\n` }, mismatch(`${challenge}\\u000a`)],
    ['the challenge as JSON text', { body: `"${challenge}"` }, mismatch(`\\u0022${challenge}\\u0022`)],
    ['JSON', { body: '{"a":1}' }, mismatch('{\\u0022a\\u0022:1}')],
    ['HTML', { body: '<!DOCTYPE html>' }, mismatch('\\u003C!DOCTYPE html\\u003e')],
    ['nothing', { body: '' }, mismatch('')],
    ['404', { status: '404 Not Found' }, failed2200('HTTP Status Code = 404; HTTP Message = Not Found')],
    ['201', { status: '201 Created' }, failed2200('HTTP Status Code = 201; HTTP Message = Created')],
  ])('on %s', async (_name, answer, expected) => {
    const { url } = await endpoint(() => answer);
    expect(await verifier()(url)).toEqual(expected);
  });

  it('on a redirect, which is not followed', async () => {
    const { url, requests } = await endpoint(() => ({ status: '302 Found\r\nlocation: /elsewhere' }));
    expect(await verifier()(url)).toEqual(failed2200('HTTP Status Code = 302; HTTP Message = Found'));
    expect(requests).toHaveLength(1);
  });

  it('on silence', async () => {
    const { url } = await endpoint(() => null);
    expect(await verifier()(url)).toEqual(
      failed2200(
        'curl_errno = 28; curl_error = Operation timed out; HTTP Status Code = 0. The answer was not complete when the time for one attempt was over.',
      ),
    );
  });

  it('on a refused connection', async () => {
    const { port, close } = await startRawServer({});
    await close();
    expect(await verifier()(`http://127.0.0.1:${port}/`)).toEqual(
      failed2200(
        'curl_errno = 7; curl_error = Failed to connect to host; HTTP Status Code = 0. Nothing listens at the address and port.',
      ),
    );
  });

  it.each([
    ['self-signed.pem', 'The certificate is signed by itself or by an authority nobody vouches for.'],
    ['expired.pem', 'The certificate has expired or is not valid yet.'],
    ['other-name.pem', 'The certificate is for another name.'],
  ])('on the certificate %s', async (file, sentence) => {
    const server = await startRawServer({ tls: serverIdentity(file) });
    onTestFinished(() => server.close());
    expect(await verifier()(`https://127.0.0.1:${server.port}/`)).toEqual(
      failed2200(
        `curl_errno = 60; curl_error = SSL peer certificate was not OK; HTTP Status Code = 0. ${sentence}`,
      ),
    );
  });

  it('on a URL that may not be called: told before anything is sent', async () => {
    const { connect, calls } = recordingConnector();
    const policy = { mode: 'start', allow: [], ports: [443] } as const;
    const verify = verifier({ policy, connect });
    expect(await verify('http://hooks.example.com/')).toEqual(
      failed(100, '(#100) callback_url: The URL must begin with https://.'),
    );
    expect(await verify('https://10.0.0.1/')).toMatchObject({ ok: false, code: 100 });
    expect(calls).toEqual([]);
  });
});

describe('what is kept back', () => {
  it('whether a name does not exist or leads to a forbidden address', async () => {
    const { connect, calls } = recordingConnector();
    const answers: Record<string, string[]> = {
      'inner.example.com': ['10.0.0.1'],
      'mixed.example.com': ['8.8.8.8', '10.0.0.1'],
    };
    const resolve = async (name: string) => answers[name] ?? [];
    const verify = verifier({ connect, resolve });
    const verdicts = await Promise.all(
      ['nowhere.example.com', 'inner.example.com', 'mixed.example.com'].map((name) =>
        verify(`https://${name}/`),
      ),
    );
    const expected = failed2200(
      'curl_errno = 6; curl_error = Could not resolve host; HTTP Status Code = 0. The host name leads to no address that may be called.',
    );
    expect(verdicts).toEqual([expected, expected, expected]);
    expect(calls).toEqual([]);
  });

  it('how long the answer took: verdicts come on the tenth of a second', async () => {
    const { url } = await endpoint(() => ({}));
    const startedAt = performance.now();
    await verifier()(url);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(99);
  });

  it('the verify token, when an error page repeats the address it was asked for', async () => {
    const repeating = await endpoint((request) => ({ body: request.split(' ')[1] ?? '' }));
    expect(await verifier()(repeating.url)).toEqual(
      mismatch(
        `/hook?hub.mode=subscribe\\u0026hub.challenge=${challenge}\\u0026hub.verify_token=[verify_token]`,
      ),
    );
    const plain = await endpoint(() => ({ status: `403 ${verifyToken} is wrong` }));
    expect(await verifier()(plain.url)).toEqual(
      failed2200('HTTP Status Code = 403; HTTP Message = [verify_token] is wrong'),
    );
  });
});

describe('rations', () => {
  const limited = (why: string) => failed(4, `(#4) Application request limit reached: ${why}`);

  it('so many a minute for each app; a refused URL costs nothing', async () => {
    const { url, requests } = await endpoint(() => ({}));
    const verify = verifier({ perMinute: 1 });
    await verify('not a url');
    expect(await verify(url)).toEqual({ ok: true });
    expect(await verify(url)).toEqual(limited('at most 1 callback verifications a minute'));
    expect(await verify(url, 2)).toEqual({ ok: true });
    expect(requests).toHaveLength(2);
  });

  it('one at a time for each host, and only few may wait', async () => {
    const server = await startRawServer({});
    onTestFinished(() => server.close());
    const verify = verifier({ deadlineMs: 10_000 });
    const verdicts = Array.from({ length: 8 }, () => verify(`http://127.0.0.1:${server.port}/`));
    const refused = await Promise.all(verdicts.slice(6));
    expect(refused).toEqual([1, 2].map(() => limited('5 callback verifications wait for this host')));
    await until(() => server.requests.length === 1);
    expect(server.connections()).toBe(1);
    // Closing the server ends the others quickly: nobody listens any more.
    await server.close();
    for (const verdict of await Promise.all(verdicts.slice(0, 6)))
      expect(verdict).toMatchObject({ code: 2200 });
  });
});
