// End to end: one change per POST, durable before the answer, signed, delivered to one endpoint or to several.
// The rate is that of events accepted and delivered everywhere, from the first POST to the last delivery. The
// latency, publish to received, is taken afterwards at a quarter of the rate: of a saturated server it would only
// tell how long the queue is.
import { addApp } from '../parts/apps.ts';
import { type Part, startPart } from '../parts/child.ts';
import { publishAtRate, publishMany, type Target } from '../parts/load.ts';
import { race } from '../parts/race.ts';
import type { Scenario, ScenarioOptions, ScenarioResult } from '../parts/scenario.ts';
import type { SinkReport } from '../parts/sink.ts';
import { forwarderTarget, publishTarget } from '../parts/targets.ts';
import { startWahook } from '../parts/wahook.ts';

export const e2e = endToEnd({
  name: 'e2e',
  fanOut: 1,
  about: 'one change per POST, durable, signed, one endpoint',
});
export const fanOut5 = endToEnd({ name: 'fanout-5', fanOut: 5, about: 'the same, delivered to 5 apps' });
export const fanOut20 = endToEnd({ name: 'fanout-20', fanOut: 20, about: 'the same, delivered to 20 apps' });

function endToEnd({ name, about, fanOut }: { name: string; about: string; fanOut: number }): Scenario {
  return {
    name,
    about: `${about}; beside a raw forwarder`,
    async run(options) {
      const sink = await startPart('./sink.ts');
      const forwarder = await startPart('./forwarder.ts', [sink.url, String(fanOut)]);
      const wahook = await startWahook(['--forward-to', sink.url]);
      try {
        for (let no = 2; no <= fanOut; no++) await addApp(wahook, { no, callbackUrl: `${sink.url}${no}` });
        const target = publishTarget(wahook);
        const contenders = { wahook: target, baseline: forwarderTarget(forwarder.url) };
        const result = await race(contenders, options, (contender, events) =>
          measureRate(contender, sink, { ...options, events, fanOut }),
        );
        const latency = await measureLatency(target, sink, { ratePerSecond: result.wahook / 4, fanOut });
        return report(name, result, latency, options);
      } finally {
        await Promise.all([wahook.stop(), forwarder.stop(), sink.stop()]);
      }
    },
  };
}

function report(
  scenario: string,
  { wahook, baseline, ratio }: { wahook: number; baseline: number; ratio: number },
  { p50, p99 }: SinkReport,
  { note }: ScenarioOptions,
): ScenarioResult {
  const [p50Ms, p99Ms] = [Number(p50.toFixed(1)), Number(p99.toFixed(1))];
  note(
    `wahook ${wahook}/s, raw forwarder ${baseline}/s, ratio ${ratio}; ` +
      `publish to received at a quarter of the rate: p50 ${p50Ms} ms, p99 ${p99Ms} ms`,
  );
  return { scenario, rate_per_s: wahook, baseline_per_s: baseline, ratio, p50_ms: p50Ms, p99_ms: p99Ms };
}

async function measureRate(
  target: Target,
  sink: Part,
  { fanOut, ...load }: { events: number; connections: number; fanOut: number },
): Promise<number> {
  await sink.ask<SinkReport>('report');
  const startedAt = performance.now();
  await publishMany(target, load);
  await untilDelivered(sink, load.events * fanOut);
  return load.events / ((performance.now() - startedAt) / 1000);
}

async function measureLatency(
  target: Target,
  sink: Part,
  { ratePerSecond, fanOut }: { ratePerSecond: number; fanOut: number },
): Promise<SinkReport> {
  await sink.ask<SinkReport>('report');
  const events = Math.ceil(ratePerSecond * 4);
  await publishAtRate(target, { events, ratePerSecond });
  await untilDelivered(sink, events * fanOut);
  return sink.ask<SinkReport>('report');
}

async function untilDelivered(sink: Part, deliveries: number): Promise<void> {
  const startedAt = performance.now();
  while ((await sink.ask<number>('count')) < deliveries) {
    if (performance.now() - startedAt > 120_000)
      throw new Error('not everything was delivered within two minutes');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
