import { appendFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readsTheFirst } from '../../doctor/test-receivers/broken.ts';
import { secret, signed, startEndpoint, verifyToken } from '../../doctor/test-receivers/endpoint.ts';
import { deadUrl } from '../test-support/endpoint.ts';
import { run, temporaryDirectory } from '../test-support/recording.ts';

const environment = { WAHOOK_APP_SECRET: secret, WAHOOK_VERIFY_TOKEN: verifyToken };

describe('wahook doctor', () => {
  it('prints a scorecard, and exits with 0 when nothing failed', async () => {
    const { url } = await startEndpoint();
    const { exitCode, lines } = await run([
      'doctor',
      url,
      '--secret',
      secret,
      '--verify-token',
      verifyToken,
      '--only',
      'handshake,batch-entries',
    ]);
    expect(exitCode).toBe(0);
    expect(lines[0]).toBe(`Doctor for ${url}`);
    expect(lines).toContain('  ✓ handshake  6 of 6');
    expect(lines).toContain('7 of 7 pass.');
  });

  it('tells each failure with what was sent, found and how to mend it, and exits with 1', async () => {
    const { url } = await startEndpoint(readsTheFirst);
    const { exitCode, lines, errors } = await run(['doctor', url, '--only', 'batch-entries'], {
      environment,
    });
    expect(exitCode).toBe(1);
    const told = lines.join('\n');
    expect(told).toContain('✗ batch-entries');
    expect(told).toContain('sent    a batch of three entries');
    expect(told).toContain('It reads the first and drops the rest');
    expect(told).toContain('mend    Loop over entry');
    expect(told).toContain('Batching: do not switch it on');
    expect(errors[0]).toContain('✗ batch-entries: Alone,');
    expect(told).not.toContain(secret);
  });

  it('prints JSON and writes JUnit for CI', async () => {
    const directory = await temporaryDirectory();
    const { url, handledUrl } = await startEndpoint(readsTheFirst);
    const { exitCode, lines } = await run(
      [
        'doctor',
        url,
        '--json',
        '--junit',
        'doctor.xml',
        '--observe',
        handledUrl,
        '--observe-wait',
        '100',
        '--only',
        'batch-changes,duplicate',
      ],
      { environment, directory },
    );
    expect(exitCode).toBe(1);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      passed: 1,
      failed: 1,
      checks: [
        { id: 'batch-changes', ok: false, diagnosis: expect.stringContaining('handled 1 of 3') },
        { id: 'duplicate', ok: true },
      ],
    });
    expect(await readFile(path.join(directory, 'doctor.xml'), 'utf8')).toContain('tests="2" failures="1"');
  });

  it('sees in a log what the answers hide', async () => {
    const directory = await temporaryDirectory();
    const log = path.join(directory, 'app.log');
    await writeFile(log, 'started\n');
    const { url } = await startEndpoint({
      handle: ({ entry }) =>
        appendFileSync(log, `${entry[0]?.changes[0]?.value.messages?.[0]?.id} handled\n`),
    });
    const only = 'duplicate-handled-once,retry-after-refusal,batch-messages';
    const { lines } = await run(
      ['doctor', url, '--json', '--observe-log', 'app.log', '--observe-wait', '100', '--only', only],
      { environment, directory },
    );
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      checks: [
        { id: 'batch-messages', ok: false },
        { ok: false, diagnosis: 'A message that came twice was handled 2 times.' },
        { id: 'retry-after-refusal', ok: true },
      ],
    });
  });

  it('exits with 1 when nothing could be seen', async () => {
    const { url } = await startEndpoint();
    const { exitCode, errors } = await run(['doctor', url, '--only', 'certificate'], { environment });
    expect([exitCode, errors.at(-1)]).toEqual([1, expect.stringContaining('this is no pass')]);
  });

  it('says what is wrong when nobody answers', async () => {
    const { exitCode, errors } = await run(['doctor', `${await deadUrl()}/webhook`], { environment });
    expect(exitCode).toBe(1);
    expect(errors.join('\n')).toContain(
      'Nothing listens at the address and port. (ECONNREFUSED) Start the app first',
    );
  });

  it.each([
    [['doctor'], 'Name the callback URL'],
    [['doctor', 'localhost:3000'], 'must be like http://localhost:3000/webhook'],
    [['doctor', 'http://localhost/', '--secret', ' '], 'Give the app secret'],
    [['doctor', 'http://localhost/', '--secret', 'x'], 'Give the verify token'],
    [['doctor', 'http://localhost/', '--only', 'nothing'], 'no check or group nothing'],
    [['doctor', 'http://localhost/', '--timeout', '0'], '--timeout wants milliseconds'],
    [['doctor', 'http://localhost/', '--cert', 'a.pem'], '--cert and --key together'],
    [['doctor', 'http://localhost/', '--egress-allow', 'everything'], 'wants networks such as'],
    [['doctor', 'http://localhost/', '--observe', 'http://a/', '--observe-log', 'b'], 'not both'],
  ])('refuses %j', async (args, words) => {
    const asked = args.includes('--secret') ? {} : environment;
    const { exitCode, errors } = await run(args, { environment: asked });
    expect(exitCode).toBe(2);
    expect(errors.join('\n')).toContain(words);
  });

  it('lists its checks', async () => {
    const { lines } = await run(['doctor', '--list', '--json']);
    expect(JSON.parse(lines[0] ?? '').length).toBeGreaterThan(25);
  });
});

describe('wahook verify', () => {
  const body = String.raw`{"text":"caf\u00e9 and\/or"}`;

  async function verify(...args: string[]) {
    const directory = await temporaryDirectory();
    await writeFile(path.join(directory, 'body.json'), body);
    return run(['verify', 'body.json', ...args], { directory });
  }

  it('exits with 0 when the signature fits', async () => {
    const { exitCode, lines } = await verify('--secret', secret, '--header', signed(Buffer.from(body)));
    expect([exitCode, lines]).toEqual([0, [`The signature fits: ${body.length} bytes, the secret.`]]);
  });

  it('names the mistake when it does not, with the place where the two part', async () => {
    const header = signed(Buffer.from(JSON.stringify(JSON.parse(body))));
    const { exitCode, lines } = await verify('--secret', secret, '--header', header);
    expect(exitCode).toBe(1);
    expect(lines.join('\n')).toContain('JSON.stringify(JSON.parse(body)) does in JavaScript');
    expect(lines.join('\n')).toContain('hashed  {"text":"café and/or"}');
  });

  it('tries several secrets, and speaks JSON', async () => {
    const { lines } = await verify(
      '--secret',
      'old',
      '--secret',
      secret,
      '--json',
      '--header',
      signed(Buffer.from(body)),
    );
    expect(JSON.parse(lines[0] ?? '')).toEqual({ fits: true, secret: 2 });
  });

  it.each([
    [[], 'Give the app secret'],
    [['--secret', 'x'], 'X-Hub-Signature-256'],
  ])('refuses %j', async (args, words) => {
    const { exitCode, errors } = await verify(...args);
    expect(exitCode).toBe(2);
    expect(errors.join('\n')).toContain(words);
  });

  it('says that a file cannot be read', async () => {
    const { exitCode, errors } = await run(['verify', 'none.json', '--secret', 'x', '--header', 'sha256=00']);
    expect([exitCode, errors[0]]).toEqual([
      1,
      'The file none.json cannot be read. Name the file that holds the raw body.',
    ]);
  });
});
