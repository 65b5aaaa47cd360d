// Runs the command line inside a test: what it says is kept instead of printed, and it stops when the test says.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { runCli } from '../program.ts';
import { plain } from '../terminal/output.ts';

export interface Recording {
  /** stdout, a line an element. */
  lines: string[];
  errors: string[];
  /** Resolves with the exit code. */
  done: Promise<number>;
  /** What SIGTERM does. */
  stop(): Promise<number>;
}

export interface Surroundings {
  directory?: string;
  environment?: Readonly<Record<string, string | undefined>>;
}

/** Begins a command that goes on until it is stopped, at the latest by the end of the test. */
export function start(args: readonly string[], surroundings: Surroundings = {}): Recording {
  const recording = begin(args, surroundings);
  // A test that fails half-way must not leave a server behind.
  onTestFinished(async () => void (await recording.stop()));
  return recording;
}

/** The same for servers that outlive a test; whoever begins one stops it. */
export function begin(args: readonly string[], surroundings: Surroundings = {}): Recording {
  const lines: string[] = [];
  const errors: string[] = [];
  const stopping = new AbortController();
  const done = runCli(args, {
    output: {
      line: (text = '') => void lines.push(...text.split('\n')),
      error: (text) => void errors.push(...text.split('\n')),
      json: (value) => void lines.push(JSON.stringify(value)),
      columns: 100,
      paint: plain,
    },
    environment: { WAHOOK_LOG_LEVEL: 'silent', ...surroundings.environment },
    directory: surroundings.directory ?? tmpdir(),
    clock: systemClock,
    stop: stopping.signal,
  });
  const stop = () => {
    stopping.abort();
    return done;
  };
  return { lines, errors, done, stop };
}

/** A command that ends by itself. */
export async function run(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<{ exitCode: number; lines: string[]; errors: string[] }> {
  const { done, lines, errors } = begin(args, surroundings);
  return { exitCode: await done, lines, errors };
}

/** Waits until the condition holds for what was said so far. */
export async function until(condition: () => boolean, timeoutMs = 10_000): Promise<void> {
  await vi.waitUntil(condition, { timeout: timeoutMs, interval: 20 });
}

/** A fresh directory that disappears with the test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wahook-cli-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
