// The two measurements that most scenarios are made of: how many events a second a contender takes and delivers
// everywhere, with the CPU that it cost, and how late events arrive at a fixed rate.
import { withLoad } from './load.ts';
import { cpuMs, cpuMsOfFamily } from './process-use.ts';
import type { Sink } from './sink-client.ts';
import { untilReceived } from './sink-client.ts';
import { median, medianOf, medianRatio, rounded } from './statistics.ts';
import type { SinkReport } from './tally.ts';
import type { Target } from './targets.ts';

/** Somebody who takes events and delivers them. */
export interface Contender {
  target: Target;
  connections: number;
  /** Changes in one POST. */
  changes: number;
  /** How many endpoints get each of them. */
  fanOut: number;
  pid: number;
}

export interface Round {
  perSecond: number;
  /** Microseconds of CPU per event: of the contender, and of generator and sink together. null: not known here. */
  cpuUs: number | null;
  harnessUs: number | null;
}

/** From the first POST to the last delivery. */
export async function measureRate(contender: Contender, sink: Sink, events: number): Promise<Round> {
  const posts = Math.ceil(events / contender.changes);
  await sink.report();
  const published = posts * contender.changes;
  return withLoad(contender.target, contender.connections, (load) =>
    timed(contender, [process.pid, sink.pid], published, async () => {
      await load.atOnce(posts);
      await untilReceived(sink, published * contender.fanOut);
    }),
  );
}

/** How many events a second `run` takes, when it is done with so many. */
export async function timed(
  { pid }: { pid: number },
  harness: readonly number[],
  events: number,
  run: () => Promise<void>,
): Promise<Round> {
  const before = { contender: cpuMsOfFamily(pid), harness: cpuMs(harness), at: performance.now() };
  await run();
  const seconds = (performance.now() - before.at) / 1000;
  const perEvent = (from: number | null, to: number | null): number | null =>
    from === null || to === null ? null : ((to - from) * 1000) / events;
  return {
    perSecond: events / seconds,
    cpuUs: perEvent(before.contender, cpuMsOfFamily(pid)),
    harnessUs: perEvent(before.harness, cpuMs(harness)),
  };
}

export async function measureLatency(
  contender: Contender,
  sink: Sink,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<SinkReport> {
  await sink.report();
  const posts = Math.ceil((perSecond * seconds) / contender.changes);
  await withLoad(contender.target, contender.connections, (load) =>
    load.atRate({ posts, perSecond: perSecond / contender.changes }),
  );
  await untilReceived(sink, posts * contender.changes * contender.fanOut);
  return sink.report();
}

/** The figures of two contenders beside each other, under the names that results have. */
export interface Comparison {
  rate_per_s: number;
  baseline_per_s: number;
  ratio: number;
  cpu_us: number | null;
  baseline_cpu_us: number | null;
  cpu_ratio: number | null;
  harness_us: number | null;
}

export function compare(wahook: readonly Round[], baseline: readonly Round[]): Comparison {
  const cpuUs = medianOf(wahook, (round) => round.cpuUs);
  const baselineCpuUs = medianOf(baseline, (round) => round.cpuUs);
  return {
    rate_per_s: Math.round(median(wahook.map((round) => round.perSecond))),
    baseline_per_s: Math.round(median(baseline.map((round) => round.perSecond))),
    ratio: rounded(
      medianRatio(wahook, baseline, (round) => round.perSecond),
      3,
    ),
    cpu_us: rounded(cpuUs, 1),
    baseline_cpu_us: rounded(baselineCpuUs, 1),
    cpu_ratio: cpuUs === null || baselineCpuUs === null ? null : rounded(cpuUs / baselineCpuUs, 2),
    harness_us: rounded(
      medianOf([...wahook, ...baseline], (round) => round.harnessUs),
      1,
    ),
  };
}

export function comparisonText(name: string, figures: Comparison): string {
  return (
    `wahook ${figures.rate_per_s}/s, ${name} ${figures.baseline_per_s}/s, ratio ${figures.ratio}; ` +
    `CPU per event ${figures.cpu_us} µs and ${figures.baseline_cpu_us} µs, ` +
    `generator and sink ${figures.harness_us} µs`
  );
}

export function roundText(name: string, no: number, { perSecond, cpuUs }: Round): string {
  const cpu = cpuUs === null ? '' : `  ${cpuUs.toFixed(1)} µs/event`;
  return `round ${no}  ${name.padEnd(12)} ${perSecond.toFixed(0).padStart(6)}/s${cpu}`;
}
