#!/usr/bin/env node
// The entry of the command line, and the one place that knows of the process: arguments, environment, streams,
// signals, exit code. The first SIGINT or SIGTERM asks for a graceful stop, the second ends the process at once.
import { systemClock } from '../base/clock.ts';
import { runCli } from './program.ts';
import { createOutput } from './terminal/output.ts';

const exitCodeOfSecondSignal = 130;
/**
 * A Ctrl-C reaches every process of the terminal, and launchers such as npm pass theirs on as well: what comes
 * this soon after the first signal is the same keystroke.
 */
const sameKeystrokeMs = 500;

const stopping = new AbortController();
let firstSignalAt: number | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    firstSignalAt ??= systemClock.now();
    if (systemClock.now() - firstSignalAt > sameKeystrokeMs) process.exit(exitCodeOfSecondSignal);
    stopping.abort();
  });
}

process.exitCode = await runCli(process.argv.slice(2), {
  output: createOutput({ stdout: process.stdout, stderr: process.stderr }, process.env),
  environment: process.env,
  directory: process.cwd(),
  clock: systemClock,
  input: process.stdin,
  stop: stopping.signal,
});
