// Starts a part of the bench in a process of its own, from source or bundled, and talks to it by messages.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Part {
  /** What the part said when it was ready. */
  url: string;
  pid: number;
  /** Sends a word and waits for the answer. */
  ask<T>(word: object): Promise<T>;
  stop(): Promise<void>;
}

export function startPart(file: string, args: readonly string[] = []): Promise<Part> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return start(['--conditions=source', '--import', 'tsx', path, ...args]);
}

/** With the arguments of `node`: what to run and what to tell it. */
export async function start(args: readonly string[]): Promise<Part> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { url } = await nextMessage<{ url: string }>(child);
  return {
    url,
    pid: pidOf(child),
    async ask(word) {
      child.send(word);
      return nextMessage(child);
    },
    stop: () => stopChild(child),
  };
}

export function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('a part of the bench did not start');
  return child.pid;
}

/** Resolves at once when it has ended already. */
export function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`a part of the bench ended with code ${code}`));
    child.once('exit', gone);
    child.once('message', (message) => {
      child.off('exit', gone);
      // Each part answers with what its asker expects; both stand in this folder.
      resolve(message as T);
    });
  });
}
