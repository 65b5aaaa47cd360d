import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, start, temporaryDirectory, until } from '../test-support/recording.ts';

describe('wahook certs', () => {
  it('makes an authority and says how each client is told of it', async () => {
    const data = await temporaryDirectory();
    const { exitCode, lines, errors } = await run(['certs', '--data', data]);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
    const told = lines.join('\n');
    const file = path.join(data, 'certificates', 'ca.pem');
    const { fingerprint256 } = new X509Certificate(await readFile(file));
    expect(told).toContain(`fingerprint  SHA-256 ${fingerprint256}`);
    expect(told).toContain(`NODE_EXTRA_CA_CERTS=${file} node`);
    expect(told).toContain(`REQUESTS_CA_BUNDLE=${file} python`);
    expect(told).toContain(
      `curl --cacert ${file} --connect-to graph.facebook.com:443:127.0.0.1:4443 https://graph.facebook.com/`,
    );
    expect(told).toContain('127.0.0.1 graph.facebook.com');
  });

  it('says the same of the same authority the next time', async () => {
    const data = await temporaryDirectory();
    const show = async () => JSON.parse((await run(['certs', '--json', '--data', data])).lines.join(''));
    const first = await show();
    expect(first).toEqual({
      ca_file: path.join(data, 'certificates', 'ca.pem'),
      ca_fingerprint_sha256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      ca_expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      ca_is_new: true,
    });
    expect(await show()).toEqual({ ...first, ca_is_new: false });
  });

  it('shows the authority of a server that runs, and the port of the settings', async () => {
    const data = await temporaryDirectory();
    const dev = start(['dev', '--json', '--no-receiver', '--port', '0', '--tls-port', '0', '--data', data]);
    await until(() => dev.lines.length > 0);
    const environment = { WAHOOK_DATA: data, WAHOOK_TLS_PORT: '9443' };
    const { lines } = await run(['certs'], { environment });
    expect(lines.join('\n')).toContain(JSON.parse(dev.lines[0] ?? '').ca_file);
    expect(lines[0]).toMatch(/^The local certificate authority,/);
    expect(lines).toContain('   wahook dev --tls-port 9443');
  });

  it('quotes a path that a shell would take apart', async () => {
    const data = path.join(await temporaryDirectory(), "it's here");
    const { lines } = await run(['certs', '--data', data]);
    expect(lines.join('\n')).toContain(String.raw`it'\''s here/certificates/ca.pem' node app.js`);
  });

  it('removes all of it, once', async () => {
    const data = await temporaryDirectory();
    await run(['certs', '--data', data]);
    const removed = await run(['certs', 'remove', '--data', data]);
    expect(removed.lines[0]).toContain('Removed the certificate authority');
    expect(await readdir(data)).toEqual([]);
    const again = await run(['certs', 'remove', '--json', '--data', data]);
    expect(again).toEqual({ exitCode: 0, lines: ['{"removed":false}'], errors: [] });
  });

  it('says what is wrong with the directory, or with the command line', async () => {
    const unusable = await run(['certs', '--data', '/dev/null/data']);
    expect(unusable.exitCode).toBe(1);
    expect(unusable.errors).toEqual([
      expect.stringMatching(/^The certificates in \/dev\/null\/data\/certificates/),
    ]);
    expect((await run(['certs', 'install'])).exitCode).toBe(2);
  });
});
