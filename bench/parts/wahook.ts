// Starts the bundled `wahook dev` as a user would, in a process of its own with an empty data directory.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildIfChanged } from '../../scripts/build.mjs';
import { stopChild } from './child.ts';

export interface Wahook {
  url: string;
  adminKey: string;
  wabaId: string;
  stop(): Promise<void>;
}

export async function startWahook(args: readonly string[]): Promise<Wahook> {
  const data = await mkdtemp(path.join(tmpdir(), 'wahook-bench-'));
  const flags = ['--json', '--port', '0', '--data', data, '--log-level', 'warn', ...args];
  const child = spawn(process.execPath, [await buildIfChanged(), 'dev', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = JSON.parse(line);
    return {
      url: ready.url,
      adminKey: ready.admin_key,
      wabaId: ready.waba.id,
      async stop() {
        await stopChild(child);
        await rm(data, { recursive: true, force: true });
      },
    };
  }
  throw new Error('wahook ended before it was ready');
}
