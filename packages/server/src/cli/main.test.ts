// The command line as a process of its own: streams, signals, exit codes.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildIfChanged } from '../../../../scripts/build.mjs';
import { until } from '../test/support/until.ts';
import { endpoint, listen } from './test-support/endpoint.ts';
import { temporaryDirectory } from './test-support/recording.ts';

interface Spawned {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

const entry = await buildIfChanged();

function wahook(...args: string[]): Spawned {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  // `close` comes after the last output; `exit` may come before it.
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

describe('the process', () => {
  it('says nothing but the ready line with --json, and ends with 0 on SIGTERM', async () => {
    const data = await temporaryDirectory();
    const dev = wahook('dev', '--json', '--port', '0', '--data', data);
    await until(() => dev.stdout().includes('\n'));
    const { url }: { url: string } = JSON.parse(dev.stdout());

    // What else a shell shows: a second one in the same place, and a start on dev's data.
    const { port } = new URL(url);
    const second = wahook('dev', '--port', port, '--data', data);
    const gateway = wahook('start', '--port', '0', '--data', data, '--master-key-file', `${data}.key`);
    const triggered = wahook('trigger', 'messages.text', '--set', 'text.body=héllo', '--url', url);

    expect(await second.ended).toBe(1);
    expect(second.stdout()).toBe('');
    expect(second.stderr()).toMatch(
      /^.* is in use by process \d+\..*\nPort \d+ on 127\.0\.0\.1 is in use\..*\n$/,
    );
    expect(await gateway.ended).toBe(1);
    expect(gateway.stderr()).toMatch(/^.* was seeded by `wahook dev`.*\n$/);
    expect(await triggered.ended).toBe(0);
    expect(triggered.stdout()).toMatch(/^Accepted as event 1\.\n.*: delivered, 200 in \d+ ms\n$/);

    // Twice, as when a launcher passes on a signal that the terminal has sent to everybody.
    dev.child.kill('SIGTERM');
    dev.child.kill('SIGINT');
    expect(await dev.ended).toBe(0);
    expect(dev.stdout().split('\n')).toHaveLength(2);
    expect(dev.stderr()).toBe('');
  });

  it('on SIGTERM takes nothing more, lets what is in flight end, and ends with 0', {
    timeout: 60_000,
  }, async () => {
    const held: (() => void)[] = [];
    let received = 0;
    const app = await listen(
      endpoint((request, response) => {
        request.resume();
        received += 1;
        held.push(() => response.end());
      }),
    );
    const data = await temporaryDirectory();
    const dev = wahook('dev', '--json', '--port', '0', '--data', data, '--forward-to', app);
    await until(() => dev.stdout().includes('\n'));
    const { url }: { url: string } = JSON.parse(dev.stdout());
    const triggered = wahook('trigger', 'messages.text', '--url', url);
    await until(() => received === 1);

    dev.child.kill('SIGTERM');
    await until(() =>
      fetch(`${url}/healthz`)
        .then(() => false)
        .catch(() => true),
    );
    expect(dev.child.exitCode).toBeNull();
    triggered.child.kill('SIGKILL');
    for (const release of held.splice(0)) release();
    expect(await dev.ended).toBe(0);

    // It was settled before the end: after a new start nothing is sent again.
    const again = wahook('dev', '--json', '--port', '0', '--data', data, '--forward-to', app);
    await until(() => again.stdout().includes('\n'));
    const shown = wahook('deliveries', '--json', '--url', JSON.parse(again.stdout()).url);
    expect(await shown.ended).toBe(0);
    expect(JSON.parse(shown.stdout()).data).toMatchObject([{ id: '1-1', state: 'delivered', attempts: 1 }]);
    expect(received).toBe(1);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  });

  it('on SIGTERM waits no longer than its deadline for an endpoint that hangs', async () => {
    let isAsked = false;
    const app = await listen(
      endpoint((request) => {
        request.resume();
        isAsked = true;
      }),
    );
    const data = await temporaryDirectory();
    const flags = ['--port', '0', '--data', data, '--forward-to', app];
    const dev = wahook('dev', '--shutdown-deadline-ms', '500', '--attempt-deadline-ms', '60000', ...flags);
    await until(() => isAsked);
    const toldAt = performance.now();
    dev.child.kill('SIGTERM');
    expect(await dev.ended).toBe(0);
    expect(performance.now() - toldAt).toBeLessThan(10_000);
  });

  it('ends at once with 130 on a second signal', async () => {
    let isAsked = false;
    const app = await listen(
      endpoint((request) => {
        request.resume();
        isAsked = true; // and never answered, so that a graceful stop would wait
      }),
    );
    const data = await temporaryDirectory();
    const dev = wahook('dev', '--port', '0', '--data', data, '--forward-to', app);
    await until(() => isAsked);
    // The first one asks for a graceful stop; an impatient person's later ones end it.
    await until(() => {
      dev.child.kill('SIGINT');
      return dev.child.exitCode !== null;
    });
    expect(await dev.ended).toBe(130);
  });

  it('does not mind when the reader of its output goes away', async () => {
    const help = wahook('--help');
    help.child.stdout?.destroy();
    expect(await help.ended).toBe(0);
    expect(help.stderr()).toBe('');
  });
});
