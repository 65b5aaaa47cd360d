import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import type { Accepted, DeliveryInFull } from '../client/api-shapes.ts';
import { endpoint, listen } from '../test-support/endpoint.ts';
import { type LiveServer, startServer } from '../test-support/live-server.ts';
import { run, start, until } from '../test-support/recording.ts';

let server: LiveServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const trigger = (...args: string[]) => run(['trigger', ...args, '--url', server.url]);

describe('wahook trigger', () => {
  it('makes an event happen and says what came of it', async () => {
    const { exitCode, lines } = await trigger('messages.text', '--set', 'text.body=héllo = a@b.c /');
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatch(/^Accepted as event \d+\.$/);
    expect(lines[1]).toMatch(/: delivered, 200 in \d+ ms$/);
    const seq = /\d+/.exec(lines[0] ?? '')?.[0] ?? '';
    const shown = await run(['events', seq, '--url', server.url]);
    expect(shown.lines.join('\n')).toContain(String.raw`"body":"h\u00e9llo = a\u0040b.c \/"`);
  });

  it('takes a field alone for its plainest variant, and more than one change of the value', async () => {
    const { lines } = await trigger(
      'messages',
      '--set',
      'from=15550001111',
      '--set',
      'text.body="quoted"',
      '--json',
    );
    const answer: Accepted & { deliveries: DeliveryInFull[] } = JSON.parse(lines.join(''));
    expect(answer).toMatchObject({ accepted: 1, deliveries: [{ state: 'delivered', last_status: 200 }] });
    const shown = await run(['events', String(answer.first_seq), '--json', '--url', server.url]);
    const change = JSON.parse(JSON.parse(shown.lines.join('')).change);
    expect(change.value.messages[0]).toMatchObject({ from: '15550001111', text: { body: 'quoted' } });
  });

  it('follows a notification of several events', async () => {
    const { lines } = await trigger('_envelope.several_changes_one_entry');
    expect(lines[0]).toMatch(/^Accepted as events \d+ to \d+\.$/);
    expect(lines[1]).toMatch(/: delivered, 200/);
  });

  it('does not wait when told not to', async () => {
    const { lines } = await trigger('account_update', '--no-wait');
    expect(lines).toEqual([expect.stringMatching(/^Accepted as event \d+\.$/)]);
  });

  it('says that nobody gets an event of an account without subscribed app', async () => {
    const { exitCode, lines } = await trigger('account_review_update', '--waba', demo.stranger.waba.graphId);
    expect(exitCode).toBe(0);
    expect(lines[1]).toContain('Nobody gets it: no app is subscribed to this account with this field.');
    expect(lines.at(-1)).toContain('wahook why --waba 300000000000002 --field account_review_update');
  });

  it('lists every sample under its field', async () => {
    const { lines } = await trigger('--list');
    expect(lines).toContain('messages');
    expect(lines).toContain('  messages.text');
    expect(lines).toContain('  phone_number_name_update.approved');
    const json = await trigger('--list', '--json');
    expect(JSON.parse(json.lines.join('')).data.length).toBe(
      lines.filter((line) => line.startsWith('  ')).length,
    );
  });

  it('lists just the ids that contain a filter, one a line', async () => {
    const { lines } = await trigger('--list', 'security.');
    expect(lines).toEqual([
      'security.pin_changed',
      'security.pin_request_success',
      'security.pin_reset_request',
      'security.pin_reset_success_legacy',
    ]);
  });

  it('makes it happen many times, at a rate, and sums it up', async () => {
    const { exitCode, lines } = await trigger(
      'messages',
      '--count',
      '12',
      '--rate',
      '600/s',
      '--seed',
      'friday',
    );
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatch(/^Run [a-z]{4}-\d+ is done: 12 times messages\.text in 1 s\.$/);
    expect(lines[1]).toMatch(/^12 events, from \d+ to \d+\. See: wahook deliveries$/);
    expect(lines[2]).toBe('The same ids again: --seed friday');
    expect((await trigger('--runs')).lines.join('\n')).toMatch(/done +messages\.text +12 of 12 +600\/s/);
  });

  it('stops a long run when it is interrupted, and says how far it came', async () => {
    const running = start(['trigger', 'flows', '--count', '9000', '--rate', '60/m', '--url', server.url]);
    await until(() => running.errors.some((line) => line.includes('of 9000 made')));
    expect(await running.stop()).toBe(130);
    expect(running.lines[0]).toMatch(
      /^Run [a-z]{4}-\d+ is stopped: \d+ of 9000 times flows\.status_change_published in \d+ s\.$/,
    );
    const detached = await trigger('flows', '--count', '9000', '--rate', '1/h', '--no-wait');
    expect(detached.lines[0]).toMatch(/ is running: \d of 9000 times /);
    const id = /[a-z]{4}-\d+/.exec(detached.lines[0] ?? '')?.[0] ?? '';
    expect((await trigger('--stop', id)).lines[0]).toContain('is stopped: 1 of 9000');
  });

  it('puts in JSON as it is, and takes members out', async () => {
    const { lines } = await trigger(
      'messages',
      '--set',
      'timestamp:=1',
      '--unset',
      'contacts[0].profile',
      '--json',
    );
    const { first_seq }: Accepted = JSON.parse(lines.join(''));
    const shown = await run(['events', String(first_seq), '--json', '--url', server.url]);
    const { value } = JSON.parse(JSON.parse(shown.lines.join('')).change);
    expect(value.messages[0].timestamp).toBe(1);
    expect(value.contacts).toEqual([{ wa_id: '12025550147' }]);
  });

  it('warns of what does not fit its schema, with the place in the body', async () => {
    const { exitCode, errors } = await trigger('messages', '--set', 'type=txet');
    expect(exitCode).toBe(0);
    expect(errors).toEqual([
      expect.stringMatching(
        /^Warning: messages\[0\]\.type is "txet", which is not listed: .* \(\/entry\/0\/changes\/0\/value\/messages\/0\/type\)$/,
      ),
    ]);
    const burst = await trigger('messages', '--set', 'timestamp:=1', '--count', '2');
    expect(burst.errors.at(-1)).toMatch(/^Warning: messages\[0\]\.timestamp must be a string of digits; /);
  });

  it('refuses it where strict, and says how to have it accepted', async () => {
    const { exitCode, lines, errors } = await trigger('messages', '--set', 'timestamp:=1', '--strict');
    expect([exitCode, lines]).toEqual([1, []]);
    expect(errors).toEqual([
      'messages[0].timestamp must be a string of digits; it is the number 1 (/entry/0/changes/0/value/messages/0/timestamp)',
      'Refused, as this is strict. Mend it, or have it accepted with --no-strict.',
    ]);
    // A run of many is not begun.
    const burst = await trigger('messages', '--set', 'timestamp:=1', '--count', '2', '--strict');
    expect([burst.exitCode, burst.lines, burst.errors]).toEqual([1, [], errors]);
    expect((await trigger('messages', '--set', 'timestamp:=1', '--no-strict', '--no-wait')).exitCode).toBe(0);
  });

  it.each([
    [['messages', '--set', 'a:=['], 'is not JSON'],
    [['messages', '--set', 'a:=9007199254740993'], 'would be rounded'],
    [['messages', '--count', 'many'], '--count must be a whole number'],
    [['messages', '--count', '2', '--rate', 'fast'], '--rate must be like 50'],
    [['messages', '--count', 'x', '--rate', 'y', '--customers', 'z'], '"x".\n--customers must be'],
    [['messages', '--rate', '2'], 'need a --count'],
  ])('refuses %j before it asks the server', async (args, reason) => {
    const { exitCode, errors } = await trigger(...args);
    expect([exitCode, errors.join('\n')]).toEqual([2, expect.stringContaining(reason)]);
  });

  it.each([
    [['no_such_field'], 'There is no sample of field "no_such_field".'],
    [['messages.no_such_variant'], 'There is no sample messages.no_such_variant. `wahook'],
    [['mesages.text'], 'There is no sample mesages.text. Perhaps messages.text is meant.'],
    [['account_updte'], 'There is no sample of field "account_updte". Perhaps account_update is meant.'],
    [['messages', '--waba', '1'], 'No WhatsApp Business Account 1 is known here.'],
    [['messages', '--phone-number', '1'], 'has no phone number 1.'],
    [['messages', '--set', 'no.such.path=1'], 'Cannot set no.such.path'],
    [['messages', '--unset', 'nothing'], 'Cannot take out nothing'],
    [
      ['messages', '--count', '1000000', '--rate', '0'],
      '"count" must be a whole number from 1 to 100000. "rate_per_second" must be a number from 0.0001 to 1000.',
    ],
    [['messages', '--count', '0'], '"count" must be a whole number from 1 to 100000'],
  ])('repeats why the server refuses %j', async (args, reason) => {
    const { exitCode, lines, errors } = await trigger(...args);
    expect(exitCode).toBe(1);
    expect(lines).toEqual([]);
    expect(errors.join('\n')).toContain(reason);
  });

  it('refuses the paths of the hostile row set-path and names them', async () => {
    const catalogue: { cases: { id: string; construct?: string }[] } = JSON.parse(
      readFileSync(new URL('../../../../../hostile/json-bodies.json', import.meta.url), 'utf8'),
    );
    const { construct = '' } = catalogue.cases.find((row) => row.id === 'set-path') ?? {};
    const sets = construct.match(/--set \S+?(?=,|$)/g)?.map((set) => set.slice('--set '.length)) ?? [];
    expect(sets).toHaveLength(3);
    for (const set of sets) {
      const { exitCode, errors } = await trigger('messages.text', '--set', set);
      expect(exitCode).toBe(1);
      expect(errors.join('\n')).toContain(`Cannot set ${set.split('=', 1)[0]}`);
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('says how to authenticate when the key is wrong', async () => {
    const { exitCode, errors } = await trigger('messages', '--admin-key', 'wrong');
    expect(exitCode).toBe(1);
    expect(errors.join('\n')).toMatch(/Authorization: Bearer.*--admin-key or WAHOOK_ADMIN_KEY/);
  });
});

describe('wahook trigger against an app that refuses the signature', () => {
  it('names the usual mistake and the next try', async () => {
    const app = await listen(
      endpoint((request, response) => {
        request.resume();
        response.writeHead(401).end('invalid signature');
      }),
    );
    const refusing = await startServer('--forward-to', app);
    try {
      const { exitCode, lines } = await run(['trigger', 'messages.text', '--url', refusing.url]);
      expect(exitCode).toBe(0);
      expect(lines[1]).toMatch(/: retrying \(http_401\) after 2 attempts, 401 in \d+ ms, next try in \d+ s$/);
      expect(lines[2]).toBe('   answer: invalid signature');
      expect(lines[3]).toContain('HMAC over re-serialised JSON');
    } finally {
      await refusing.stop();
    }
  });
});
