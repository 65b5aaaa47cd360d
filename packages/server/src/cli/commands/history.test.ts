// `wahook events`, `wahook deliveries` and `wahook endpoints` against a server with a little history.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { type LiveServer, startServer } from '../test-support/live-server.ts';
import { run } from '../test-support/recording.ts';

let server: LiveServer;
beforeAll(async () => {
  server = await startServer();
  for (const sample of ['messages.text', 'account_update', 'messages.image_caption']) {
    await run(['trigger', sample, '--url', server.url]);
  }
  await run(['trigger', 'flows', '--waba', demo.stranger.waba.graphId, '--url', server.url]);
});
afterAll(() => server.stop());

const show = (...args: string[]) => run([...args, '--url', server.url]);

describe('wahook events', () => {
  it('lists the newest first', async () => {
    const { exitCode, lines } = await show('events');
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatch(/^SEQ +ACCEPTED +FIELD +WABA/);
    expect(lines.slice(1).map((line) => line.split(/ +/)[0])).toEqual(['4', '3', '2', '1']);
  });

  it('narrows down by field and account, and pages', async () => {
    const byField = await show('events', '--field', 'messages', '--limit', '1');
    expect(byField.lines.slice(1)).toEqual([expect.stringMatching(/^3 .* messages /), 'More: --before 3']);
    const older = await show('events', '--field', 'messages', '--before', '3');
    expect(older.lines.slice(1)).toEqual([expect.stringMatching(/^1 /)]);
    const byAccount = await show('events', '--waba', demo.stranger.waba.graphId);
    expect(byAccount.lines.slice(1)).toEqual([expect.stringMatching(/^4 .* flows /)]);
  });

  it('shows one in full with its deliveries, or says why there are none', async () => {
    const delivered = await show('events', '1');
    expect(delivered.lines.join('\n')).toMatch(/^field +messages$/m);
    expect(delivered.lines.join('\n')).toMatch(/^change +\{"value":\{/m);
    expect(delivered.lines.at(-1)).toMatch(/^1-1 +delivered +ok /);
    const unwanted = await show('events', '4');
    expect(unwanted.lines.at(-2)).toContain('No delivery');
    expect(unwanted.lines.at(-1)).toContain('wahook why --waba 300000000000002 --field flows');
  });

  it('teaches the next step when there are none', async () => {
    const { lines } = await show('events', '--field', 'security');
    expect(lines).toEqual(['No events. Make one with: wahook trigger messages.text']);
  });

  it("gives the server's answer as one line of JSON", async () => {
    const list = await show('events', '--limit', '2', '--json');
    expect(list.lines).toHaveLength(1);
    expect(JSON.parse(list.lines[0] ?? '')).toMatchObject({
      data: [{ seq: 4 }, { seq: 3 }],
      paging: { before: 3 },
    });
    const one = await show('events', '1', '--json');
    expect(JSON.parse(one.lines.join(''))).toMatchObject({ seq: 1, deliveries: [{ id: '1-1' }] });
  });

  it('repeats what the server says of an event that is not there, and of a bad limit', async () => {
    expect(await show('events', '99')).toMatchObject({
      exitCode: 1,
      errors: ['There is no event with this seq.'],
    });
    expect(await show('events', '--limit', '0')).toMatchObject({
      exitCode: 1,
      errors: ['limit must be from 1 to 1000'],
    });
  });
});

describe('wahook deliveries', () => {
  it('lists the newest first', async () => {
    const { lines } = await show('deliveries');
    expect(lines[0]).toMatch(/^DELIVERY +STATE +REASON +APP/);
    expect(lines.slice(1).map((line) => line.split(/ +/).slice(0, 3))).toEqual([
      ['1-3', 'delivered', 'ok'],
      ['1-2', 'delivered', 'ok'],
      ['1-1', 'delivered', 'ok'],
    ]);
  });

  it('narrows down by app, state and event', async () => {
    expect((await show('deliveries', '--app', demo.app.graphId, '--event', '2')).lines.slice(1)).toEqual([
      expect.stringMatching(/^1-2 /),
    ]);
    expect((await show('deliveries', '--state', 'dead')).lines).toEqual([
      expect.stringContaining('No deliveries.'),
    ]);
  });

  it('shows one with every attempt', async () => {
    const { lines } = await show('deliveries', '1-2');
    expect(lines.join('\n')).toMatch(/^state +delivered \(ok\)$/m);
    expect(lines.at(-1)).toMatch(/^1 +\S+ +\d+ ms +200 +ok$/);
    const json = await show('deliveries', '1-2', '--json');
    expect(JSON.parse(json.lines.join(''))).toMatchObject({
      id: '1-2',
      seqs: [2],
      attempt_list: [{ no: 1, status: 200 }],
    });
  });

  it('repeats what the server says of one that is not there', async () => {
    expect(await show('deliveries', '9-9')).toMatchObject({
      exitCode: 1,
      errors: ['There is no delivery with this id.'],
    });
  });
});

describe('wahook endpoints', () => {
  it('lists where notifications go, and how each endpoint is doing', async () => {
    const { exitCode, lines } = await show('endpoints');
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatch(/^ENDPOINT +APP +LEVEL +OF +CALLBACK +BREAKER +FAILING SINCE/);
    expect(lines[1]).toMatch(/^1 +Lantern Desk +app +- +http\S+ +closed +- +- /);
    const json = await show('endpoints', '--json');
    expect(JSON.parse(json.lines.join(''))).toMatchObject({
      data: [{ queue_id: 1, app_id: demo.app.graphId, state: 'open', breaker: 'closed', failures: 0 }],
    });
  });
});
