import { describe, expect, it } from 'vitest';
import { deadUrl, listen } from './test-support/endpoint.ts';
import { run, start } from './test-support/recording.ts';

const commands = [
  'dev',
  'start',
  'trigger',
  'scenario',
  'events',
  'deliveries',
  'faults',
  'why',
  'subscribe',
  'override',
  'subscriptions',
  'businesses',
  'apps',
  'wabas',
  'users',
  'tokens',
  'keys',
  'audit',
  'config',
  'certs',
];

describe('the command line', () => {
  it('lists its commands, with an example', async () => {
    const { exitCode, lines } = await run(['--help']);
    expect(exitCode).toBe(0);
    for (const command of commands) expect(lines.join('\n')).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect(lines.join('\n')).toContain('$ wahook dev');
  });

  it.each(commands)('explains %s', async (command) => {
    const { exitCode, lines, errors } = await run([command, '--help']);
    expect(exitCode).toBe(0);
    expect(errors).toEqual([]);
    expect(lines.join('\n')).toMatch(/Examples?:\n {2}\$ /);
  });

  it.each([
    [[]],
    [['triger']],
    [['trigger']],
    [['trigger', 'messages', '--sets', 'a=b']],
    [['trigger', 'messages', '--set', 'text.body']],
    [['trigger', 'messages', '--set', '=x']],
    [['trigger', 'messages', '--url', 'not a url']],
    [['trigger', 'messages', '--url', 'ftp://localhost']],
    [['trigger', 'messages', '--url', 'http://user:pass@localhost']],
    [['trigger', 'messages', '--url', 'https://hooks.example']],
    [['events', 'first']],
    [['events', '1', '2']],
    [['deliveries', '12']],
    [['deliveries', '--state', 'lost']],
    [['faults', 'set', 'drop=often']],
    [['faults', 'set', 'drop', '--for', 'long']],
    [['config', '--mode', 'test']],
    [['dev', '--forward-to', 'localhost:3000']],
    [['dev', '--forward-to', 'http://localhost:3000', '--no-receiver']],
  ])('answers the wrong command line %j with exit code 2 and a word about it', async (args) => {
    const { exitCode, lines, errors } = await run(args);
    expect(exitCode).toBe(2);
    expect(lines).toEqual([]);
    expect(errors.join('\n')).not.toBe('');
    expect(errors.join('\n')).not.toContain('    at ');
  });

  it('asks for an admin key only when the server is elsewhere', async () => {
    const { errors } = await run(['events', '--url', 'https://hooks.example']);
    expect(errors).toEqual([
      'https://hooks.example wants an admin key. Name it with --admin-key or WAHOOK_ADMIN_KEY.',
    ]);
  });

  it('says how to start a server when nothing listens', async () => {
    const url = await deadUrl();
    const { exitCode, errors } = await run(['events'], { environment: { WAHOOK_URL: url } });
    expect(exitCode).toBe(1);
    expect(errors).toEqual([
      `Nothing listens at ${url}. Start a server with \`npm start\` (or \`wahook dev\`), or name another with --url.`,
    ]);
  });

  it('recognises that another program answers', async () => {
    const url = new URL(await listen((_request, response) => response.end('<h1>\u001b[2JHello</h1>'))).origin;
    const { exitCode, errors } = await run(['events', '--url', url]);
    expect(exitCode).toBe(1);
    expect(errors).toEqual([
      `What answers at ${url} is not a wahook server: status 200, not JSON (<h1>\\x1b[2JHello</h1>). Name another with --url.`,
    ]);
  });

  it('says that a connection broke without showing the error of a library', async () => {
    const url = new URL(await listen((request) => request.socket.destroy())).origin;
    const { exitCode, errors } = await run(['events', '--url', url]);
    expect(exitCode).toBe(1);
    expect(errors).toEqual([
      `${url} cannot be reached (UND_ERR_SOCKET). Check it, or name another with --url.`,
    ]);
  });

  it('ends with 130 and without a word when interrupted', async () => {
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const url = new URL(await listen(() => asked())).origin;
    const command = start(['events', '--url', url]);
    await isAsked;
    expect(await command.stop()).toBe(130);
    expect(command.errors).toEqual([]);
  });

  it('reports what nobody foresaw in one line, and the stack only when asked', async () => {
    // JSON of a shape that no wahook answers.
    const url = new URL(await listen((_request, response) => response.end('{}'))).origin;
    const quiet = await run(['events', '--url', url]);
    expect(quiet.exitCode).toBe(1);
    expect(quiet.errors).toHaveLength(1);
    expect(quiet.errors[0]).toMatch(/^wahook failed unexpectedly: .* With --debug it shows where\.$/);
    for (const loud of [
      await run(['events', '--url', url, '--debug']),
      await run(['events', '--url', url], { environment: { WAHOOK_DEBUG: '1' } }),
    ]) {
      expect(loud.errors.join('\n')).toContain('    at ');
    }
  });
});
