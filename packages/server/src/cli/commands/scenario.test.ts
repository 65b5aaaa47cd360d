// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the references of scenarios look like that.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LiveServer, startServer } from '../test-support/live-server.ts';
import { run, start, temporaryDirectory, until } from '../test-support/recording.ts';

let server: LiveServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const scenario = (...args: string[]) => run(['scenario', ...args, '--url', server.url]);

describe('wahook scenario', () => {
  it('lists the scenarios and shows one as it stands in its file', async () => {
    const { lines } = await scenario();
    expect(lines[0]).toMatch(/^NAME +SOURCE +STEPS +TAKES +WHAT HAPPENS$/);
    expect(lines.join('\n')).toMatch(/pin-change +shipped +3 +7 d +Somebody asks/);
    const shown = await scenario('show', 'pin-change');
    expect(JSON.parse(shown.lines.join('\n')).name).toBe('pin-change');
  });

  it('plays one by name and tells each step', async () => {
    const { exitCode, lines, errors } = await scenario(
      'run',
      'conversation',
      '--speed',
      '0',
      '--seed',
      'friday',
    );
    expect(exitCode).toBe(0);
    expect(errors[0]).toMatch(/^\+0 s {2}messages\.text \(question\) {2}event \d+$/);
    expect(errors[2]).toMatch(/^\+2\.8 s {2}messages\.status_delivered_pmp {2}event \d+$/);
    expect(errors).toHaveLength(6);
    expect(lines).toEqual([
      expect.stringMatching(
        /^Run [a-z]{4}-\d+ of conversation is done: 6 of 6 steps sent, at 14\.8 s of 14\.8 s\.$/,
      ),
      'The same again: --seed friday',
    ]);
  });

  it('plays one from a file and from the command line, with variables', async () => {
    const directory = await temporaryDirectory();
    const own = {
      name: 'mine',
      variables: { body: 'hello' },
      steps: [{ trigger: 'messages', set: { 'text.body': '${body} ${n}' } }],
    };
    await writeFile(path.join(directory, 'mine.json'), JSON.stringify(own));
    const args = ['--set', 'body=a=b', '--set', 'customer=4915550001111', '--json', '--url', server.url];
    const file = await run(['scenario', 'run', './mine.json', ...args], { directory });
    const inline = await run(['scenario', 'run', '--inline', JSON.stringify(own), ...args]);
    for (const { lines } of [file, inline]) {
      const { first_seq } = JSON.parse(lines.join('')).steps[0];
      const event = await run(['events', String(first_seq), '--json', '--url', server.url]);
      const { value } = JSON.parse(JSON.parse(event.lines.join('')).change);
      expect(value.messages[0]).toMatchObject({ from: '4915550001111', text: { body: 'a=b 1' } });
    }
  });

  it('warns of a step that does not fit its schema', async () => {
    const own = { name: 'mine', steps: [{ trigger: 'messages', set: { 'messages[0].id': 7 } }] };
    const { exitCode, errors } = await scenario('run', '--inline', JSON.stringify(own));
    expect(exitCode).toBe(0);
    expect(errors[1]).toMatch(
      /^ {2}Warning: messages\[0\]\.id must be a string; it is the number 7 \(\/entry/,
    );
  });

  it('refuses such a step where strict, before anything is sent', async () => {
    const steps = [{ trigger: 'messages' }, { trigger: 'messages', set: { 'messages[0].id': 7 } }];
    const inline = ['--inline', JSON.stringify({ name: 'mine', steps })];
    for (const more of [['--strict'], ['--strict', '--preview']]) {
      const { exitCode, lines, errors } = await scenario('run', ...inline, ...more);
      expect([exitCode, lines, errors]).toEqual([
        1,
        [],
        [
          expect.stringMatching(/^steps\[1\]: messages\[0\]\.id must be a string; .* \(\/entry.*\/id\)$/),
          'Refused, as this is strict. Mend it, or have it accepted with --no-strict.',
        ],
      ]);
    }
    expect((await scenario('run', ...inline, '--no-strict')).exitCode).toBe(0);
  });

  it('previews, detaches, lists and stops', async () => {
    const preview = await scenario('run', 'pin-change', '--preview');
    expect(preview.lines.join('\n')).toMatch(/\+7 d +security\.pin_request_success/);
    const detached = await scenario('run', 'pin-change', '--no-wait');
    const id = /[a-z]{4}-\d+/.exec(detached.lines[0] ?? '')?.[0] ?? '';
    expect((await scenario('runs')).lines[1]).toMatch(/running +pin-change +\d of 3 +[\d.]+ s of 7 d/);
    expect((await scenario('stop', id)).lines[0]).toContain(`Run ${id} of pin-change is stopped: 1 of 3`);
  });

  it('stops the run when it is interrupted, and says how far it came', async () => {
    const running = start(['scenario', 'run', 'pin-change', '--url', server.url]);
    await until(() => running.errors.some((line) => line.includes('pin_reset_request')));
    expect(await running.stop()).toBe(130);
    expect(running.lines[0]).toContain('of pin-change is stopped: 1 of 3 steps sent');
  });

  it('prints every problem of a scenario on a line of its own', async () => {
    const bad = JSON.stringify({
      name: 'X',
      steps: [{ trigger: 'nothing' }, { trigger: 'flows', after: 'soon' }],
    });
    const { exitCode, errors } = await scenario('run', '--inline', bad);
    expect(exitCode).toBe(1);
    expect(errors.map((line) => line.split(':', 1)[0])).toEqual([
      'name',
      'steps[0].trigger',
      'steps[1].after',
    ]);
  });

  it.each([
    [['run'], 2, 'Name a scenario, a file'],
    [['run', 'call', '--inline', '{}'], 2, 'Name a scenario, a file'],
    [['run', '--inline', '{'], 1, '--inline is not JSON'],
    [['run', './nothing.json'], 1, 'The file ./nothing.json cannot be read'],
    [['run', 'call', '--speed', 'fast'], 2, '--speed must be 0'],
    [['run', 'call', '--set', 'x'], 2, '--set wants name=value'],
    [['run', 'nothing'], 1, 'There is no scenario "nothing"'],
    [['show', 'nothing'], 1, 'There is no scenario "nothing"'],
    [['stop', '999'], 1, 'No run has the id "999"'],
  ])('refuses %j', async (args, code, reason) => {
    const { exitCode, errors } = await scenario(...args);
    expect([exitCode, errors.join('\n')]).toEqual([code, expect.stringContaining(reason)]);
  });
});
