// strace, where there is one: it kills a process at the very system call that a test names, counts what is synced to
// the disk, and needs no privilege for processes of one's own. Without it a run says what it could not do.
import { spawnSync } from 'node:child_process';

/** `-D`: the traced process stays our child. */
const tracer = ['strace', '-D', '-f', '-q'];

let isPresent: boolean | null = null;

export function hasTracer(): boolean {
  isPresent ??= spawnSync('strace', ['-f', '--seccomp-bpf', '-qq', '-e', 'trace=none', 'true']).status === 0;
  return isPresent;
}

/**
 * SIGKILL in a thread's `no`th call of this name. Every call of the process stops for the tracer: with
 * `--seccomp-bpf`, which would spare the others, strace 6.1 does not count the calls of later threads.
 */
export function killingAt({ call, no }: { call: string; no: number }): string[] {
  return [
    ...tracer,
    '-o',
    '/dev/null',
    '-e',
    `trace=${call}`,
    '-e',
    `inject=${call}:signal=SIGKILL:when=${no}`,
  ];
}

/** Every fsync and fdatasync with its file, its time and how long it took. Costs other calls nothing. */
export function countingSyncs(file: string): string[] {
  const what = ['-y', '-ttt', '-T', '-e', 'signal=KILL', '-e', 'trace=fsync,fdatasync'];
  return [...tracer, '--seccomp-bpf', ...what, '-o', file];
}
