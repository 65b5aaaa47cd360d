// End to end: one change per POST, durable before the answer, signed, delivered to one endpoint. The rate is that
// of what was accepted and delivered, from the first POST to the last delivery. Beside it, in turn within the
// same run, the raw forwarder. The latency, publish to received, is taken afterwards at a quarter of the rate:
// of a saturated server it would only tell how long the queue is.
import { type Part, startPart } from '../parts/child.ts';
import { messageValue, publishAtRate, publishMany, type Target } from '../parts/load.ts';
import { median, type Scenario, type ScenarioOptions } from '../parts/scenario.ts';
import type { SinkReport } from '../parts/sink.ts';
import { startWahook } from '../parts/wahook.ts';

export const e2e: Scenario = {
  name: 'e2e',
  about: 'one change per POST, durable, signed, one endpoint; beside a raw forwarder',
  async run(options) {
    const sink = await startPart('./sink.ts');
    const forwarder = await startPart('./forwarder.ts', [sink.url]);
    const wahook = await startWahook(sink.url);
    const contenders: Record<'wahook' | 'baseline', Target> = {
      wahook: {
        url: wahook.url,
        path: '/api/v1/events',
        headers: { authorization: `Bearer ${wahook.adminKey}`, 'content-type': 'application/json' },
        bodyOf: (sentAt) =>
          `{"waba_id":"${wahook.wabaId}","field":"messages","value":${messageValue(sentAt)}}`,
      },
      baseline: {
        url: forwarder.url,
        path: '/',
        headers: { 'content-type': 'application/json' },
        bodyOf: (sentAt) =>
          `{"object":"whatsapp_business_account","entry":[{"id":"${wahook.wabaId}","changes":[{"value":${messageValue(sentAt)},"field":"messages"}]}]}`,
      },
    };
    const rates: Record<'wahook' | 'baseline', number[]> = { wahook: [], baseline: [] };
    let latency: SinkReport;
    try {
      for (const name of ['baseline', 'wahook'] as const) {
        await measureRate(contenders[name], sink, { ...options, events: Math.ceil(options.events / 4) });
      }
      for (let round = 1; round <= options.rounds; round++) {
        for (const name of ['baseline', 'wahook'] as const) {
          const rate = await measureRate(contenders[name], sink, options);
          rates[name].push(rate);
          options.note(`round ${round}  ${name.padEnd(8)} ${rate.toFixed(0).padStart(6)}/s`);
        }
      }
      latency = await measureLatency(contenders.wahook, sink, median(rates.wahook) / 4);
    } finally {
      await Promise.all([wahook.stop(), forwarder.stop(), sink.stop()]);
    }
    const result = {
      scenario: 'e2e',
      rate_per_s: Math.round(median(rates.wahook)),
      baseline_per_s: Math.round(median(rates.baseline)),
      ratio: Number(
        median(rates.wahook.map((rate, index) => rate / (rates.baseline[index] ?? Number.NaN))).toFixed(3),
      ),
      p50_ms: Number(latency.p50.toFixed(1)),
      p99_ms: Number(latency.p99.toFixed(1)),
    };
    options.note(
      `wahook ${result.rate_per_s}/s, raw forwarder ${result.baseline_per_s}/s, ratio ${result.ratio}; ` +
        `publish to received at a quarter of the rate: p50 ${result.p50_ms} ms, p99 ${result.p99_ms} ms`,
    );
    return result;
  },
};

async function measureRate(target: Target, sink: Part, options: ScenarioOptions): Promise<number> {
  await sink.ask<SinkReport>('report');
  const startedAt = performance.now();
  await publishMany(target, options);
  await untilDelivered(sink, options.events);
  return options.events / ((performance.now() - startedAt) / 1000);
}

async function measureLatency(target: Target, sink: Part, ratePerSecond: number): Promise<SinkReport> {
  await sink.ask<SinkReport>('report');
  const events = Math.ceil(ratePerSecond * 4);
  await publishAtRate(target, { events, ratePerSecond });
  await untilDelivered(sink, events);
  return sink.ask<SinkReport>('report');
}

async function untilDelivered(sink: Part, events: number): Promise<void> {
  const startedAt = performance.now();
  while ((await sink.ask<number>('count')) < events) {
    if (performance.now() - startedAt > 120_000)
      throw new Error('not everything was delivered within two minutes');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
