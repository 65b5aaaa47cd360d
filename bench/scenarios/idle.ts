// A server with nothing to do: resident memory, and CPU time as a share of the time that passes. Beside it a bare
// node:http server, which tells how much of both is Node itself.
import { cpuMsOfFamily, residentMb } from '../parts/process-use.ts';
import type { Scenario } from '../parts/scenario.ts';
import { onStage } from '../parts/stage.ts';
import { percentile, rounded } from '../parts/statistics.ts';

const settleMs = 3_000;
const sampleMs = 200;

export const idle: Scenario = {
  name: 'idle',
  about: 'resident memory and CPU of a server with nothing to do; beside a bare node:http server',
  run: ({ note, seconds }) =>
    onStage(async (stage) => {
      const bare = await stage.part('./forwarder.ts', ['', '0']);
      const wahook = await stage.wahook(['--no-receiver']);
      await pause(settleMs);
      const [own, baseline] = await Promise.all([watch(wahook.pid, seconds), watch(bare.pid, seconds)]);
      note(
        `wahook ${own.mb} MB and ${own.cpuPercent} % of a core, ` +
          `bare server ${baseline.mb} MB and ${baseline.cpuPercent} %`,
      );
      return {
        scenario: 'idle',
        resident_mb: own.mb,
        cpu_percent: own.cpuPercent,
        baseline_resident_mb: baseline.mb,
        baseline_cpu_percent: baseline.cpuPercent,
        ready_ms: Math.round(wahook.readyMs),
      };
    }),
};

/** The largest memory seen, and the share of one core. */
async function watch(pid: number, seconds: number) {
  const [cpu, startedAt] = [cpuMsOfFamily(pid), performance.now()];
  const samples: number[] = [];
  while (performance.now() - startedAt < seconds * 1000) {
    samples.push(residentMb(pid) ?? Number.NaN);
    await pause(sampleMs);
  }
  const used = cpuMsOfFamily(pid);
  const share = cpu === null || used === null ? null : (used - cpu) / (performance.now() - startedAt);
  return { mb: rounded(percentile(samples, 1)), cpuPercent: rounded(share === null ? null : share * 100, 1) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
