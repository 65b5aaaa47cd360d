import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { settings } from '../../settings.ts';
import { run, temporaryDirectory } from '../test-support/recording.ts';

describe('wahook config', () => {
  it('shows every setting once, with its flag and environment name', async () => {
    const { exitCode, lines } = await run(['config']);
    expect(exitCode).toBe(0);
    expect(lines.slice(1).map((line) => line.split(' ', 1)[0])).toEqual(settings.map((each) => each.name));
    expect(lines.find((line) => line.startsWith('port '))).toMatch(
      /^port +4000 +default +--port +WAHOOK_PORT$/,
    );
  });

  it('says where each value came from: flag before environment before file', async () => {
    const directory = await temporaryDirectory();
    const file = { port: 4101, host: '::1', egress_ports: [443] };
    await writeFile(path.join(directory, 'wahook.config.json'), JSON.stringify(file));
    const { lines } = await run(['config', '--json', '--data', 'here'], {
      directory,
      environment: { WAHOOK_PORT: '4102' },
    });
    const shown = JSON.parse(lines.join(''));
    expect(shown.data).toEqual({ value: path.join(directory, 'here'), source: 'flag' });
    expect(shown.port).toEqual({ value: 4102, source: 'environment' });
    expect(shown.host).toEqual({ value: '::1', source: 'file' });
    expect(shown.egress_ports).toEqual({ value: [443], source: 'file' });
    expect(shown.retry_profile).toEqual({ value: 'meta', source: 'default' });
  });

  it('masks secrets and takes the defaults of the mode', async () => {
    const environment = {
      WAHOOK_ADMIN_KEY: 'a-key-that-nobody-may-see',
      WAHOOK_EGRESS_PROXY: 'http://lantern:nobody-may-see@proxy.example:3128',
    };
    for (const format of [[], ['--json']]) {
      const { lines } = await run(['config', '--mode', 'start', ...format], { environment });
      expect(lines.join('\n')).not.toContain('nobody-may-see');
      expect(lines.join('\n')).toContain('********');
      expect(lines.join('\n')).toContain(path.join('.wahook', 'data'));
    }
  });

  it('names every problem at once', async () => {
    const { exitCode, errors } = await run(['config', '--port', '99999', '--delivery-window', 'many'], {
      environment: { WAHOOK_LOG_LEVEL: 'loud' },
    });
    expect(exitCode).toBe(1);
    expect(errors).toEqual([
      '--port must be a whole number from 0 to 65535, not "99999".',
      'WAHOOK_LOG_LEVEL must be one of silent, error, warn, info, debug, not "loud".',
      '--delivery-window must be a whole number from 1 to 1000, not "many".',
    ]);
  });

  it('refuses a proxy or a prefix that cannot be one, without repeating a password', async () => {
    for (const url of [
      'socks5://x:sesame@proxy.example',
      'http://x:sesame%ff@proxy.example',
      'http://p.example/x',
    ]) {
      const { errors } = await run(['config', '--egress-proxy', url]);
      expect(errors).toEqual([expect.stringMatching(/^--egress-proxy must be an address like http/)]);
      expect(errors.join('')).not.toMatch(/x:sesame/);
    }
    const { errors } = await run(['config', '--egress-nat-64', '64:ff9b:1::/96,64:ff9b:1::/80']);
    expect(errors).toEqual([expect.stringContaining('NAT64 prefixes of 32, 40, 48, 56, 64 or 96 bits')]);
  });
});
