// How late events arrive, from publishing to receiving: at a quarter, half and three quarters of what this machine
// carries, and at 2,000 a second. The raw forwarder gets the same rates in the same run, so its figures tell how
// much of it is the machine, the generator and the sink.
import { type Contender, measureLatency, measureRate } from '../parts/delivered.ts';
import { setUpDuel } from '../parts/duel.ts';
import type { Scenario } from '../parts/scenario.ts';
import type { Sink } from '../parts/sink-client.ts';
import { onStage } from '../parts/stage.ts';
import { rounded } from '../parts/statistics.ts';

const shares = [0.25, 0.5, 0.75];
export const fixedPerSecond = 2_000;

export const latency: Scenario = {
  name: 'latency',
  about: `publish to received at 25, 50 and 75 % of the maximum and at ${fixedPerSecond}/s; beside a raw forwarder`,
  run: ({ note, seconds, events, ...options }) =>
    onStage(async (stage) => {
      const { sink, wahook, forwarder } = await setUpDuel(
        stage,
        { fanOut: 1, changes: 1, tls: null },
        options,
      );
      for (const each of [forwarder, wahook]) await measureRate(each, sink, Math.ceil(events / 4));
      const { perSecond: maximum } = await measureRate(wahook, sink, events);
      note(`maximum ${maximum.toFixed(0)}/s`);
      const result: Record<string, number> = { maximum_per_s: Math.round(maximum) };
      const points = [
        { name: String(fixedPerSecond), perSecond: fixedPerSecond },
        ...shares.map((share) => ({
          name: `${share * 100}_percent`,
          perSecond: Math.round(maximum * share),
        })),
      ];
      for (const { name, perSecond } of points) {
        const point = { perSecond, seconds };
        const baseline = await timesOf(forwarder, sink, point);
        const times = await timesOf(wahook, sink, point);
        note(`${perSecond}/s  ${textOf('wahook', times)}; ${textOf('raw forwarder', baseline)}`);
        for (const [figure, value] of Object.entries(times)) result[`${figure}_ms_at_${name}`] = value;
        result[`baseline_p99_ms_at_${name}`] = baseline.p99;
      }
      return { scenario: 'latency', ...result };
    }),
};

async function timesOf(contender: Contender, sink: Sink, point: { perSecond: number; seconds: number }) {
  const { p50, p99, max } = await measureLatency(contender, sink, point);
  return { p50: rounded(p50, 1), p99: rounded(p99, 1), max: rounded(max, 1) };
}

function textOf(name: string, { p50, p99, max }: { p50: number; p99: number; max: number }): string {
  return `${name} p50 ${p50} p99 ${p99} max ${max} ms`;
}
