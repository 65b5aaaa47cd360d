// wahook as a process of its own, bundled as a user starts it, with its threads; and its end, by whatever
// signal. A wrapper stands before node for those who watch it or give it a disk of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { buildIfChanged } from '../../../../../scripts/build.mjs';
import { repositoryRoot } from '../support/source-files.ts';

export interface StartOptions {
  /** The command of wahook and its flags. */
  args: readonly string[];
  /** Command that runs node in its own place, so that a signal to it reaches node. */
  wrapper?: readonly string[];
  /** NODE_OPTIONS, for what has to be in place before the first line of ours. */
  nodeOptions?: string;
}

export interface Ready {
  url: string;
  /** Of `dev`, where it is public. */
  adminKey: string;
}

export interface ServerProcess {
  pid: number;
  /** Rejects when the process ends before it is ready; the message has what it wrote. */
  ready: Promise<Ready>;
  gone: Promise<{ code: number | null; signal: string | null }>;
  hasEnded(): boolean;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
}

/** As it is served: the bundle. */
const cli = await buildIfChanged();
const errorBytesMax = 20_000;

export function spawnServer({ args, wrapper = [], nodeOptions }: StartOptions): ServerProcess {
  const [program = '', ...rest] = [...wrapper, process.execPath, cli, ...args];
  const child = spawn(program, rest, {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(nodeOptions !== undefined && { NODE_OPTIONS: nodeOptions }) },
  });
  const gone = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  const ready = readyOf(child);
  // Whoever kills it on the way does not wait for it to be ready.
  ready.catch(() => {});
  return {
    // Missing only when the program was not found, and then `ready` rejects.
    pid: child.pid ?? -1,
    ready,
    gone,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.kill('SIGTERM');
      return (await gone).code;
    },
  };
}

async function readyOf(child: ChildProcess): Promise<Ready> {
  if (!child.stdout || !child.stderr) throw new Error('the server was started with pipes');
  let errors = '';
  child.stderr.on('data', (part: Buffer) => {
    errors = `${errors}${part}`.slice(-errorBytesMax);
  });
  for await (const line of createInterface({ input: child.stdout })) {
    // The rest of stdout is read by nobody.
    child.stdout.resume();
    const { url, admin_key: adminKey = '' } = JSON.parse(line);
    return { url, adminKey };
  }
  throw new Error(`the server ended before it was ready: ${errors}`);
}
