// Starts the bundled `wahook dev` as a user would, in a process of its own. How it is started stands here and
// nowhere else.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { buildIfChanged } from '../../scripts/build.mjs';
import { pidOf, stopChild } from './child.ts';

export interface Wahook {
  url: string;
  pid: number;
  adminKey: string;
  wabaId: string;
  appId: string;
  /** From the start of the process to the line that says it is ready. */
  readyMs: number;
  /** Its data directory stays. */
  stop(): Promise<void>;
}

/** Attempts that hang would hold up the end of a scenario. */
const quickStop = ['--shutdown-deadline-ms', '500'];

export async function startWahook(args: readonly string[], directory: string): Promise<Wahook> {
  const flags = ['--json', '--port', '0', '--data', directory, '--log-level', 'error', ...quickStop, ...args];
  const bundle = await buildIfChanged();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [bundle, 'dev', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = () => child.kill('SIGKILL');
  // Before its directory is removed.
  process.prependOnceListener('exit', end);
  for await (const line of createInterface({ input: child.stdout })) {
    const readyMs = performance.now() - startedAt;
    const ready = JSON.parse(line);
    return {
      url: ready.url,
      pid: pidOf(child),
      adminKey: ready.admin_key,
      wabaId: ready.waba.id,
      appId: ready.app.id,
      readyMs,
      async stop() {
        process.off('exit', end);
        await stopChild(child);
      },
    };
  }
  throw new Error('wahook ended before it was ready');
}
