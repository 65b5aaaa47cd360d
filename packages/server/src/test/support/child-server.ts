// A wahook in a process of its own, for tests that kill it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { buildIfChanged } from '../../../../../scripts/build.mjs';
import { repositoryRoot } from './source-files.ts';

export interface ChildServer {
  url: string;
  process: ChildProcess;
  /** Sends the signal and resolves with the exit code when the process is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<unknown>;
}

/** `wahook dev` on a free port, sending to the receiver. */
export async function startChildServer(options: {
  directory: string;
  forwardTo: string;
  /** More flags. */
  settings?: readonly string[];
}): Promise<ChildServer> {
  const args = [await buildIfChanged(), 'dev', '--json', '--port', '0'];
  const child = spawn(
    process.execPath,
    [
      ...[...args, '--data', options.directory, '--forward-to', options.forwardTo],
      ...(options.settings ?? []),
    ],
    { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    return {
      url: JSON.parse(line).url,
      process: child,
      end(signal) {
        child.kill(signal);
        return gone;
      },
    };
  }
  throw new Error('the server ended before it was ready');
}
