// Accept only: one change per POST, durable before the 202, owed to nobody. Beside it, in turn within the same
// run, a bare node:http server that reads the body and answers 202.
import { startPart } from '../parts/child.ts';
import { publishAtRate, publishMany } from '../parts/load.ts';
import { race } from '../parts/race.ts';
import { percentile, type Scenario } from '../parts/scenario.ts';
import { forwarderTarget, publishTarget } from '../parts/targets.ts';
import { startWahook } from '../parts/wahook.ts';

export const accept: Scenario = {
  name: 'accept',
  about: 'one change per POST, durable before the 202, owed to nobody; beside a bare node:http server',
  async run(options) {
    const forwarder = await startPart('./forwarder.ts', ['', '0']);
    const wahook = await startWahook(['--no-receiver']);
    try {
      const target = publishTarget(wahook);
      const contenders = { wahook: target, baseline: forwarderTarget(forwarder.url) };
      const result = await race(contenders, options, async (contender, events) => {
        const startedAt = performance.now();
        await publishMany(contender, { ...options, events });
        return events / ((performance.now() - startedAt) / 1000);
      });
      const ratePerSecond = result.wahook / 4;
      const answered = await publishAtRate(target, { events: Math.ceil(ratePerSecond * 4), ratePerSecond });
      const [p50, p99] = [percentile(answered, 0.5), percentile(answered, 0.99)].map((ms) =>
        Number(ms.toFixed(1)),
      );
      options.note(
        `wahook ${result.wahook}/s, bare server ${result.baseline}/s, ratio ${result.ratio}; ` +
          `POST to 202 at a quarter of the rate: p50 ${p50} ms, p99 ${p99} ms`,
      );
      return {
        scenario: 'accept',
        rate_per_s: result.wahook,
        baseline_per_s: result.baseline,
        ratio: result.ratio,
        p50_ms: p50 ?? Number.NaN,
        p99_ms: p99 ?? Number.NaN,
      };
    } finally {
      await Promise.all([wahook.stop(), forwarder.stop()]);
    }
  },
};
