import { beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type TestPlatform } from '../../test/support/platform.ts';
import { run, temporaryDirectory } from '../test-support/recording.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
  return () => platform.stop();
});

const certs = (...args: string[]) => run(['certs', 'client', ...args, '--url', platform.url]);
const countRoots = (lines: string[]) => lines.filter((line) => line === '-----BEGIN CERTIFICATE-----').length;

describe('wahook certs client', () => {
  it('shows the certificate with the name that receivers compare, and its root', async () => {
    const { exitCode, lines, errors } = await certs();
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
    const told = lines.join('\n');
    expect(told).toMatch(/common name +client\.webhooks\.wahook\.local/);
    expect(told).toMatch(/root fingerprint +([0-9A-F]{2}:){31}/);
    expect((await certs('show')).lines).toEqual(lines);
  });

  it('prints JSON of its own, whatever the command around it does with that flag', async () => {
    const { lines } = await certs('show', '--json');
    expect(JSON.parse(lines.join(''))).toMatchObject({ source: 'wahook', data: [{ role: 'current' }] });
  });

  it('exports one root, and two from the first step of a rotation on', async () => {
    expect(countRoots((await certs('export')).lines)).toBe(1);
    const early = await certs('rotate', '--switch');
    expect(early).toMatchObject({ exitCode: 1, errors: [expect.stringContaining('no next certificate')] });

    const prepared = await certs('rotate');
    expect(prepared.lines.join('\n')).toMatch(/certificate +next/);
    expect(prepared.lines.at(-1)).toContain('wahook certs client rotate --switch');
    expect(countRoots((await certs('export')).lines)).toBe(2);

    const switched = await certs('rotate', '--switch');
    expect(switched.lines.join('\n')).toMatch(/certificate +previous/);
    expect(countRoots((await certs('export')).lines)).toBe(2);
  });

  it('leaves the authority of the TLS port to the command around it', async () => {
    const data = await temporaryDirectory();
    expect((await run(['certs', '--json', '--data', data])).lines.join('')).toContain('ca_file');
    expect((await run(['certs', 'remove', '--json', '--data', data])).lines).toEqual(['{"removed":true}']);
    expect((await run(['certs', 'install'])).exitCode).toBe(2);
  });
});

describe('wahook start with half of a certificate', () => {
  it.each([
    [['--client-certificate-file', 'client.pem'], /--client-certificate-file needs --client-key-file/],
    [['--client-key-file', 'key.pem'], /--client-key-file needs --client-certificate-file/],
    [
      ['--client-certificate-file', 'client.pem', '--client-key-file', 'key.pem'],
      /client\.pem cannot be read/,
    ],
    [['--client-certificate-name', 'two words'], /--client-certificate-name must be a name like/],
  ])('says what is missing: %j', async (flags, message) => {
    const directory = await temporaryDirectory();
    const { exitCode, errors } = await run(['dev', '--port', '0', '--data', 'data', ...flags], { directory });
    expect([exitCode, errors.join('\n')]).toEqual([1, expect.stringMatching(message)]);
  });
});
