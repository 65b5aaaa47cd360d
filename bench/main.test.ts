// The bench runs as people run it, in sizes that say nothing about speed: it must not rot between two measurements.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const main = path.join(import.meta.dirname, 'main.ts');
const small = ['--events', '200', '--rounds', '1', '--seconds', '1', '--connections', '8'];

async function bench(...args: string[]): Promise<string> {
  const command = ['--conditions=source', '--import', 'tsx', main, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command);
  return stdout;
}

describe('the bench', () => {
  it('measures wahook beside the forwarder, with certificates on both sides', async () => {
    const result = JSON.parse(await bench('mtls', '--json', ...small));
    expect(result).toMatchObject({ scenario: 'mtls', machine: { node: process.version } });
    for (const figure of ['rate_per_s', 'baseline_per_s', 'ratio', 'p50_ms', 'p99_ms'])
      expect(result[figure], figure).toBeGreaterThan(0);
  }, 60_000);

  it('sees an endpoint die and get everything afterwards, once', async () => {
    const result = JSON.parse(await bench('dead-endpoint', '--json', ...small));
    expect(result).toMatchObject({ scenario: 'dead-endpoint', delivered_twice: 0 });
    expect(result.missed_events).toBeGreaterThan(0);
    expect(result.requests_while_dead).toBeGreaterThan(0);
    expect(result.drained_ms).toBeGreaterThan(0);
  }, 60_000);

  it('has a line for every scenario in its README', async () => {
    const names = (await bench('--list')).split('\n').flatMap((line) => line.split(' ')[0] || []);
    expect(names).toContain('e2e');
    const readme = readFileSync(path.join(import.meta.dirname, 'README.md'), 'utf8');
    const rows = readme.split('\n').filter((line) => line.startsWith('| '));
    expect(names.filter((name) => !rows.some((row) => row.includes(`\`${name}\``)))).toEqual([]);
  });
});
