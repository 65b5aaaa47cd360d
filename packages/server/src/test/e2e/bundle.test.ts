// What `npm start` runs: the bundle finds its threads, its migrations, its samples and its scenarios, delivers, and stops when asked.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { request } from 'undici';
import { afterEach, expect, it } from 'vitest';
import { buildIfChanged } from '../../../../../scripts/build.mjs';
import { demo } from '../../demo.ts';
import { startReceiver } from '../support/receiver.ts';
import { repositoryRoot } from '../support/source-files.ts';
import { until } from '../support/until.ts';

const directories: string[] = [];

afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
});

it('delivers a sample from the bundle and ends with 0 on SIGTERM', { timeout: 30_000 }, async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'wahook-bundle-'));
  directories.push(directory);
  const receiver = await startReceiver();
  const args = ['dev', '--json', '--port', '0', '--data', directory, '--forward-to', receiver.url];
  const child = spawn(process.execPath, [await buildIfChanged(), ...args], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const answer = await request(`${JSON.parse(line).url}/api/v1/simulator`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.adminKey}` },
    body: JSON.stringify({ sample: 'messages.text', waba_id: demo.waba.graphId }),
  });
  expect(answer.statusCode).toBe(202);
  await answer.body.dump();
  const scenarios = await request(`${JSON.parse(line).url}/api/v1/scenarios/conversation`, {
    headers: { authorization: `Bearer ${demo.adminKey}` },
  });
  expect(scenarios.statusCode).toBe(200);
  await scenarios.body.dump();
  await until(() => receiver.posts.length > 0, 10_000);
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  await receiver.close();
});
