import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cpuMs, cpuMsOfFamily, residentMb } from './process-use.ts';

// Elsewhere all of it answers null, and the bench prints no such figures.
describe.runIf(process.platform === 'linux')('what a process uses', () => {
  it('counts the CPU of children for the family and not for the process itself', async () => {
    const spin =
      'const until = performance.now() + 300; while (performance.now() < until); console.log("done");';
    const parent = spawn(
      process.execPath,
      [
        '-e',
        `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${spin} setInterval(() => {}, 1000)`)}],
        { stdio: ['ignore', 'inherit', 'inherit'] });
      process.stdin.resume().on('end', () => process.kill(0, 'SIGKILL'));`,
      ],
      { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
    );
    onTestFinished(() => void parent.stdin.end());
    await once(parent.stdout, 'data');
    const [own, family] = [cpuMs([parent.pid ?? 0]) ?? 0, cpuMsOfFamily(parent.pid ?? 0) ?? 0];
    expect(family - own).toBeGreaterThanOrEqual(100);
  });

  it('knows the resident memory of this process', () => {
    const [told, seen] = [process.memoryUsage.rss() / 1e6, residentMb(process.pid) ?? 0];
    expect(Math.abs(told - seen)).toBeLessThan(told / 4);
  });

  it('answers null for a process that is gone', () => {
    expect(residentMb(2 ** 22 + 1)).toBeNull();
  });
});
