// `wahook replay` and `wahook dead-letters` against a server with a little history.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startReceiver, type TestReceiver } from '../../test/support/receiver.ts';
import { type LiveServer, startServer } from '../test-support/live-server.ts';
import { run } from '../test-support/recording.ts';

let server: LiveServer;
let receiver: TestReceiver;

beforeAll(async () => {
  receiver = await startReceiver();
  server = await startServer('--forward-to', receiver.url);
  for (const sample of ['account_update', 'flows', 'account_update']) {
    await run(['trigger', sample, '--url', server.url]);
  }
});
afterAll(async () => {
  await server.stop();
  await receiver.close();
});

const show = (...args: string[]) => run([...args, '--url', server.url]);
const history = ['replay', 'start', '--events', '--to', demo.app.graphId];

describe('wahook dead-letters', () => {
  it('says so when there are none', async () => {
    expect((await show('dead-letters')).lines).toEqual([expect.stringContaining('No dead letters.')]);
    const json = await show('dead-letters', '--app', demo.app.graphId, '--json');
    expect(JSON.parse(json.lines.join(''))).toEqual({ data: [], complete: true });
  });
});

describe('wahook replay', () => {
  it('counts first and sends nothing', async () => {
    const sent = receiver.posts.length;
    const { exitCode, lines } = await show(...history, '--field', 'account_update');
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatch(/^events +2, in about 2 notifications$/);
    expect(lines.join('\n')).toMatch(/^to +Lantern Desk, endpoint 1: http/m);
    expect(lines.at(-1)).toBe('Nothing was sent. The same with --yes sends it.');
    const dry = await show(...history, '--dry-run', '--yes', '--json');
    expect(JSON.parse(dry.lines.join(''))).toMatchObject({ events: 3, sendable: 3 });
    expect((await show('replay')).lines).toEqual([expect.stringContaining('No replays.')]);
    expect(receiver.posts.length).toBe(sent);
  });

  it('sends with --yes, follows it to its end, and shows it afterwards', async () => {
    const sent = receiver.posts.length;
    const { exitCode, lines, errors } = await show(...history, '--since', '1h', '--rate', '100', '--yes');
    expect(exitCode).toBe(0);
    expect(lines.at(-1)).toBe('Replay 1: 3 of 3 delivered.');
    expect(errors[0]).toContain('wahook replay cancel 1');
    expect(receiver.posts.slice(sent).map(({ headers }) => headers['x-wahook-replay'])).toEqual([
      '1',
      '1',
      '1',
    ]);
    expect((await show('replay', 'show', '1')).lines.join('\n')).toMatch(/^rate +100 per second$/m);
    const list = (await show('replay')).lines;
    expect(list[0]).toMatch(/^ID +STATE +OF +TO +DELIVERED/);
    expect(list[1]).toMatch(/^1 +(done|running) +events +Lantern Desk +3 of 3 /);
    const deliveries = (await show('deliveries', '--replay', '1')).lines;
    expect(deliveries).toHaveLength(4);
    const one = await show('deliveries', deliveries[1]?.split(' ')[0] ?? '');
    expect(one.lines.join('\n')).toMatch(/^replay +1$/m);
  });

  it('is cancelled by its number', async () => {
    const started = await show(...history, '--rate', '1', '--yes', '--detach', '--json');
    const { id } = JSON.parse(started.lines.join(''));
    const { lines } = await show('replay', 'cancel', String(id));
    expect(lines.join('\n')).toMatch(/^state +cancelled \(asked\)$/m);
  });

  it('repeats what the server says of a replay that cannot be, and refuses what is no number', async () => {
    expect(await show('replay', 'start', '--yes')).toMatchObject({
      exitCode: 1,
      errors: [expect.stringContaining('"app_id" must name the app')],
    });
    expect(await show('replay', 'start', '--app', demo.app.graphId, '--yes')).toMatchObject({
      exitCode: 1,
      errors: ['Nothing here fits the selection.'],
    });
    expect(await show('replay', 'start', '--rate', 'fast')).toMatchObject({ exitCode: 2 });
    expect(await show('replay', 'show', '99')).toMatchObject({ exitCode: 1 });
  });
});
