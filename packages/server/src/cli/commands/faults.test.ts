// `wahook faults` against a server that delivers in a thread of its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import { type LiveServer, startServer } from '../test-support/live-server.ts';
import { run } from '../test-support/recording.ts';

let server: LiveServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const wahook = (...args: string[]) => run([...args, '--url', server.url]);
const text = async (...args: string[]) => (await wahook(...args)).lines.join('\n');

describe('wahook faults', () => {
  it('lists what there is, switches it on, shows it everywhere, and switches it off', async () => {
    const list = await text('faults');
    expect(list).toContain('No faults are on for Lantern Desk.');
    expect(list).toMatch(/^drop +The attempt never arrives; the retry does\. +probability=1 attempts=1$/m);
    const set = await wahook('faults', 'set', 'drop', 'unknown_field', 'seed=7', '--for', '10m');
    expect(set.exitCode).toBe(0);
    expect(set.lines.join('\n')).toMatch(/Faults are on for Lantern Desk.*\nseed +7\nuntil +\d{4}-/);
    expect(await text('apps')).toMatch(/FAULTS\n.* drop, unknown_field$/m);
    await wahook('trigger', 'messages.text');
    const one = await until(async () => {
      const shown = await text('deliveries', '1-1');
      return shown.includes('delivered') && shown;
    });
    expect(one).toMatch(/^1 .* - +fault_drop .* drop$/m);
    expect(one).toMatch(/^2 .* 200 +ok .* unknown_field$/m);
    expect(await text('deliveries')).toMatch(/FAULTS\n1-1 .* drop, unknown_field$/);
    expect(await text('events', '1')).toMatch(/drop, unknown_field$/);
    await until(async () => (await text('faults')).includes('SENT BESIDES'));
    expect(await text('faults')).toMatch(/ unknown_field +1-1 +\d+ +200 +ok /);
    expect(await text('faults', 'clear')).toContain('No faults are on for Lantern Desk.');
    await wahook('trigger', 'messages.text');
    expect(await text('deliveries', '--limit', '1')).toMatch(/ delivered +ok .* 1 +0 /);
  });

  it('says all that is wrong, in words of its own or of the server', async () => {
    const words = await wahook('faults', 'set', 'drop=often', 'seed=x');
    expect(words).toMatchObject({ exitCode: 2 });
    expect(words.errors).toHaveLength(2);
    const numbers = await wahook('faults', 'set', 'drop=2', 'melt');
    expect(numbers.exitCode).toBe(1);
    expect(numbers.errors.join(' ')).toMatch(/"drop.probability" must be .*"melt" is no fault/);
    const nobody = await wahook('faults', '--app', '42');
    expect(nobody.errors).toEqual(['No app "42" is known here.']);
  });
});
