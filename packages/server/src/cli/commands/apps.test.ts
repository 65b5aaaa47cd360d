// The commands that manage actors, as a person sees them; what the server refuses is tested beside its routes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { endpoint, listen } from '../test-support/endpoint.ts';
import { type LiveServer, startServer } from '../test-support/live-server.ts';
import { run } from '../test-support/recording.ts';

let server: LiveServer;
beforeAll(async () => {
  server = await startServer('--no-receiver');
});
afterAll(() => server.stop());

const wahook = (...args: string[]) => run([...args, '--url', server.url]);
const text = async (...args: string[]) => {
  const { exitCode, lines, errors } = await wahook(...args);
  expect({ args, exitCode, errors }).toEqual({ args, exitCode: 0, errors: [] });
  return lines.join('\n');
};
const { business, app, waba, phoneNumber, stranger } = demo;

describe('wahook apps', () => {
  it('lists all, and shows one with everything about it', async () => {
    expect(await text('apps')).toMatch(/^APP +NAME +MODE +BUSINESS\n200000000000001 +Lantern Desk +live/);
    expect(await text('apps', 'list')).toBe(await text('apps'));
    const shown = await text('apps', 'show', app.graphId);
    expect(shown).toMatch(/^business +Lantern Books \(100000000000001\)$/m);
    expect(shown).toMatch(/^PERMISSION +STATE +ACCESS/m);
    expect(shown).not.toContain(app.secret);
  });

  it('creates one with its secret, and edits it', async () => {
    const made = await text('apps', 'create', '--name', 'New', '--business', business.graphId);
    expect(made).toMatch(/^mode +development$/m);
    expect(made).toMatch(/^secret +[0-9a-f]{32}$/m);
    expect(made).toContain('not shown again');
    const id = /^app +(\d+)$/m.exec(made)?.[1] ?? '';
    const changes = ['--mode', 'live', '--link', 'https://a.example/', '--require-app-secret', 'yes'];
    const edited = await text('apps', 'edit', id, ...changes);
    expect(edited).toMatch(/^mode +live$/m);
    expect(edited).toMatch(/^requires app secret +yes$/m);
    expect(await text('apps', 'edit', id, '--link', '')).toMatch(/^link +-$/m);
    const ordered = await text('apps', 'edit', id, '--order', 'conversation', '--coalesce', 'yes');
    expect(ordered).toMatch(/^order +conversation$/m);
    expect(await text('apps', 'show', id)).toMatch(/^coalesces a backlog +yes$/m);
  });

  it('takes several steps of a review in one go, and stops at the first that is refused', async () => {
    const permission = 'whatsapp_business_messaging';
    const id = stranger.app.graphId;
    await wahook('apps', 'review', id, permission, 'revoke', '--reason', 'Start afresh.');
    const steps = ['request', 'submit', 'approve', '--access', 'advanced'];
    expect(await text('apps', 'review', id, permission, ...steps)).toMatch(/approved +advanced/);
    const refused = await wahook('apps', 'review', id, permission, 'submit');
    expect(refused).toMatchObject({ exitCode: 1, lines: [] });
    expect(refused.errors.join('')).toContain('cannot submit a permission that is approved');
  });

  it('shares an app and takes it back', async () => {
    const pair = [app.graphId, stranger.business.graphId];
    expect(await text('apps', 'share', ...pair)).toMatch(/100000000000002 +Harbour Tea$/);
    expect(await text('apps', 'unshare', ...pair)).toBe('The app is shared with nobody.');
  });

  it('does not attach a certificate before the callback is verified', async () => {
    const { exitCode, errors } = await wahook('apps', 'client-certificate', stranger.app.graphId, 'on');
    expect(exitCode).toBe(1);
    expect(errors.join('')).toContain('has no verified callback');
  });

  it.each([
    [['apps', 'edit', '1']],
    [['apps', 'edit', '1', '--require-app-secret', 'maybe']],
    [['apps', 'client-certificate', '1', 'maybe']],
    [['apps', 'show']],
    [['apps', 'fly']],
    [['apps', 'review', '1', 'whatsapp_business_messaging']],
    [['wabas', 'partner', '1', '2']],
    [['wabas', 'partner', '1', '2', '--tasks', 'MANAGE', '--remove']],
    [['wabas', 'number', '1']],
    [['why', '--waba', '1']],
    [['subscribe']],
    [['subscribe', '--waba', '../me']],
    [['override', '--waba', '1']],
    [['override', '--waba', '1', '--phone-number', '2', '--remove']],
    [['override', '--waba', '1', '--uri', 'https://a.example/']],
    [['subscriptions']],
    [['subscriptions', '--waba', '1', '--app', '2']],
    [['subscribe', '--waba', '1', '--graph-url', 'https://graph.facebook.com']],
  ])('answers the wrong command line %j with exit code 2', async (args) => {
    const { exitCode, lines, errors } = await run(args);
    expect([exitCode, lines]).toEqual([2, []]);
    expect(errors.join('')).not.toBe('');
  });

  it('repeats the words of the server, whatever is in them', async () => {
    const { exitCode, errors } = await wahook('apps', 'show', '\u001b[31m/../x');
    expect(exitCode).toBe(1);
    expect(errors.join('')).toContain('No app');
    expect(errors.join('')).not.toContain('\u001b');
  });
});

describe('wahook businesses, wabas, users', () => {
  it('create, list and connect', async () => {
    const made = await text('businesses', 'create', '--name', 'Third', '--id', '100000000000003');
    expect(made).toMatch(/^business +100000000000003$/m);
    expect(await text('businesses')).toMatch(/^100000000000003 +Third$/m);
    await text(
      'wabas',
      'create',
      '--name',
      'Third',
      '--business',
      '100000000000003',
      '--id',
      '300000000000003',
    );
    expect(await text('wabas')).toMatch(/^300000000000003 +Third +Third$/m);
    const number = ['--display', '12025550166', '--id', '400000000000003', '--registered', 'no'];
    expect(await text('wabas', 'number', '300000000000003', ...number)).toMatch(/12025550166 +Third +no$/);
    expect(await text('wabas', 'number', '400000000000003', '--registered', 'yes')).toMatch(/ yes$/);
    await text(
      'users',
      'create',
      '--name',
      'Ada',
      '--business',
      '100000000000003',
      '--id',
      '500000000000003',
    );
    expect(await text('users')).toMatch(/^500000000000003 +Ada +system_user +employee +Third$/m);
    await text('wabas', 'assign', '300000000000003', '500000000000003', '--tasks', 'DEVELOP,MESSAGING');
    await text('wabas', 'partner', '300000000000003', business.graphId, '--tasks', 'MANAGE');
    const shown = await text('wabas', 'show', '300000000000003');
    expect(shown).toMatch(/^100000000000001 +Lantern Books +MANAGE$/m);
    expect(shown).toMatch(/^500000000000003 +Ada +DEVELOP, MESSAGING$/m);
    expect(await text('wabas', 'partner', '300000000000003', business.graphId, '--remove')).toMatch(
      /tasks +-$/m,
    );
  });
});

describe('wahook tokens and keys', () => {
  it('show what they make once, and revoke it', async () => {
    await text('users', 'create', '--name', 'Eve', '--business', business.graphId, '--id', '500000000000004');
    const made = await text(
      'tokens',
      'create',
      '--app',
      app.graphId,
      '--user',
      '500000000000004',
      '--wabas',
      waba.graphId,
    );
    const token = /^token +(\S+)$/m.exec(made)?.[1] ?? '';
    expect(token).toMatch(/^EAA/);
    expect(made).toContain(`whatsapp_business_management (${waba.graphId})`);
    const listed = await text('tokens', 'list', '--app', app.graphId);
    expect(listed).not.toContain(token);
    const id = /^(\d+) +\S+ +active +\d+ +Eve/m.exec(listed)?.[1] ?? '';
    expect(await text('tokens', 'revoke', id)).toMatch(/ revoked /);

    const key = await text('keys', 'create', '--label', 'shop', '--scopes', 'publish,read');
    const value = /^key +(\S+)$/m.exec(key)?.[1] ?? '';
    expect((await run(['apps', '--url', server.url, '--admin-key', value])).exitCode).toBe(0);
    const refused = await run(['keys', 'revoke', '1', '--url', server.url, '--admin-key', value]);
    expect(refused.errors.join('')).toContain('needs an admin key with the scope admin');
    const keyId = /^(\d+) +shop/m.exec(await text('keys'))?.[1] ?? '';
    expect(await text('keys', 'revoke', keyId)).not.toMatch(/ -$/m);
    expect((await run(['apps', '--url', server.url, '--admin-key', value])).exitCode).toBe(1);
  });
});

describe('wahook audit', () => {
  it('tells who changed what, page by page', async () => {
    await text('apps', 'edit', app.graphId, '--name', 'Lantern Desk 2');
    await text('apps', 'edit', app.graphId, '--name', app.name);
    const page = await text('audit', '--subject', app.graphId, '--limit', '1');
    expect(page).toMatch(
      /key:root +app\.edited +200000000000001 +name_before=Lantern Desk 2 name=Lantern Desk$/m,
    );
    const before = /^More: --before (\d+)$/m.exec(page)?.[1] ?? '';
    expect(await text('audit', '--subject', app.graphId, '--limit', '1', '--before', before)).toMatch(
      /name_before=Lantern Desk name=Lantern Desk 2$/m,
    );
    expect(await text('audit', '--subject', '12345')).toBe('No changes have been recorded.');
  });
});

describe('wahook subscribe, override, subscriptions and why', () => {
  const graph = async (...args: string[]) => {
    const { exitCode, lines, errors } = await run([...args, '--graph-url', server.url]);
    expect({ args, exitCode, errors }).toEqual({ args, exitCode: 0, errors: [] });
    return lines.join('\n');
  };

  it('make the Graph calls', async () => {
    expect(await graph('subscriptions', '--waba', waba.graphId)).toMatch(/^No app is subscribed\./);
    expect(await graph('subscribe', '--waba', waba.graphId)).toMatch(
      /is subscribed to account 300000000000001/,
    );
    expect(await graph('subscriptions', '--waba', waba.graphId)).toMatch(
      /^200000000000001 +Lantern Desk +-$/m,
    );
    const appToken = `${app.graphId}|${app.secret}`;
    expect(await graph('subscriptions', '--app', app.graphId, '--token', appToken)).toMatch(
      /no subscription/,
    );
    for (const place of [
      ['--waba', waba.graphId],
      ['--phone-number', phoneNumber.graphId],
    ])
      expect(await graph('override', ...place, '--remove')).toBe('The override is removed.');
    const answer = await graph('subscribe', '--waba', waba.graphId, '--json');
    expect(JSON.parse(answer)).toEqual({ success: true });
  });

  it('set an override for the account and for a number, and show it', async () => {
    const callback = await listen(endpoint((_request, response) => response.end()));
    const override = ['--uri', callback, '--verify-token', 'verify'];
    for (const place of [
      ['--waba', waba.graphId],
      ['--phone-number', phoneNumber.graphId],
    ])
      expect(await graph('override', ...place, ...override)).toBe('The override is set.');
    expect(await graph('subscriptions', '--waba', waba.graphId)).toContain(callback);
    expect(await text('wabas', 'show', waba.graphId)).toContain(`number ${phoneNumber.graphId}  ${callback}`);
  });

  it('repeat what Graph refuses, with its code', async () => {
    const { exitCode, errors } = await run([
      'subscribe',
      '--waba',
      stranger.waba.graphId,
      '--graph-url',
      server.url,
    ]);
    expect(exitCode).toBe(1);
    expect(errors.join('')).toMatch(/^Graph refused with code 100: Unsupported post request\./);
  });

  it('say which conditions are met, and the call that mends the others', async () => {
    const ask = ['why', '--waba', waba.graphId, '--field', 'messages'];
    const one = await text(...ask, '--app', app.graphId);
    expect(one).toMatch(
      /^Lantern Desk \(200000000000001\) does not get messages of account 300000000000001\./,
    );
    expect(one).toMatch(
      /^✗ The app has no verified callback\.\n {4}to mend: POST \/200000000000001\/subscriptions/m,
    );
    expect(one).toMatch(/^✓ The app is subscribed to account 300000000000001\.$/m);
    const all = await text(...ask, '--phone-number', phoneNumber.graphId);
    expect(all).toMatch(/^APP +NAME +GETS IT +WHERE, OR WHY NOT$/m);
    expect(all).toMatch(/^200000000000002 +Harbour Orders +no /m);
    const unknown = await wahook('why', '--waba', waba.graphId, '--field', 'nonsense');
    expect(unknown.errors.join('')).toContain('is not a field that wahook knows');
  });
});
