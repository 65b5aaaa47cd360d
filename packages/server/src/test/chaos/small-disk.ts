// A disk of its own for one process, small enough to be filled: a tmpfs in a mount namespace that an ordinary user may
// make where the system lets users have namespaces. Nothing of it is seen outside, and it is gone with its holder.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface SmallDisk {
  /** Stands before a command that is to run on it; the place is where it was mounted. */
  wrapper: readonly string[];
  /** The same place as seen from outside. */
  outside: string;
  close(): Promise<void>;
}

/** null where this system does not allow it. */
export async function openSmallDisk(place: string, bytes: number): Promise<SmallDisk | null> {
  if (process.platform !== 'linux') return null;
  const script = `mount -t tmpfs -o size=${bytes},mode=700 tmpfs "$0" && echo mounted && exec cat`;
  const holder = spawn('unshare', ['-U', '-r', '-m', 'sh', '-c', script, place], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  if (!(await isMounted(holder))) return null;
  return {
    wrapper: ['nsenter', '-t', String(holder.pid), '-U', '-m', '--preserve-credentials', '--wd=.'],
    outside: `/proc/${holder.pid}/root${place}`,
    async close() {
      const gone = once(holder, 'exit');
      holder.kill('SIGKILL');
      await gone;
    },
  };
}

async function isMounted(holder: ChildProcess): Promise<boolean> {
  const failed = new Promise<false>((resolve) => {
    holder.once('error', () => resolve(false));
    holder.once('exit', () => resolve(false));
  });
  const lines = createInterface({ input: holder.stdout ?? process.stdin });
  const mounted = once(lines, 'line').then(([line]) => line === 'mounted');
  return Promise.race([mounted, failed]);
}
