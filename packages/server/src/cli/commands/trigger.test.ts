import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import type { Accepted, DeliveryInFull } from '../client/api-shapes.ts';
import { endpoint, listen } from '../test-support/endpoint.ts';
import { type LiveServer, startServer } from '../test-support/live-server.ts';
import { run } from '../test-support/recording.ts';

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

  it.each([
    [['no_such_field'], 'There is no sample of field "no_such_field".'],
    [['messages.no_such_variant'], 'There is no sample messages.no_such_variant.'],
    [['messages', '--waba', '1'], 'No WhatsApp Business Account 1 is known here.'],
    [['messages', '--phone-number', '1'], 'has no phone number 1.'],
    [['messages', '--set', 'no.such.path=1'], 'Cannot set no.such.path'],
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
