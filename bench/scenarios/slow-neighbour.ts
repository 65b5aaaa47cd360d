// Twenty endpoints, of which one takes ten seconds for every answer: what do the nineteen others notice? Two servers
// with the same twenty apps take turns at the same rate, one with and one without the slow endpoint.
import { addApps } from '../parts/apps.ts';
import { type Contender, measureRate } from '../parts/delivered.ts';
import { withLoad } from '../parts/load.ts';
import type { Scenario, ScenarioOptions } from '../parts/scenario.ts';
import { type Sink, untilReceived } from '../parts/sink-client.ts';
import { onStage, type Stage } from '../parts/stage.ts';
import { medianOf, medianRatio, rounded } from '../parts/statistics.ts';
import type { SinkReport } from '../parts/tally.ts';
import { publishTarget } from '../parts/targets.ts';
import { inTurn } from '../parts/turns.ts';

const endpoints = 20;
/** The demo app has the path /, so that this is another one. */
const slowPath = `/${endpoints}`;

export const slowNeighbour: Scenario = {
  name: 'slow-neighbour',
  about: `p99 of ${endpoints - 1} endpoints, with and without another that takes 10 s for each answer`,
  run: (options) =>
    onStage(async (stage) => {
      const [calm, disturbed] = [await setUp(stage, options), await setUp(stage, options)];
      // Before one endpoint hangs: what this machine carries with twenty.
      const size = Math.ceil(options.events / endpoints);
      for (const { contender, sink } of [disturbed, calm]) await measureRate(contender, sink, size);
      const { perSecond: maximum } = await measureRate(calm.contender, calm.sink, size);
      const perSecond = Math.max(1, Math.round(maximum / 4));
      await disturbed.sink.behave(slowPath, 'hanging');
      const rounds = await inTurn(
        {
          without: (seconds) => healthyTimes(calm, { perSecond, seconds }),
          with: (seconds) => healthyTimes(disturbed, { perSecond, seconds }),
        },
        {
          size: options.seconds,
          rounds: options.rounds,
          onRound: (name, no, { p50, p99, max }) =>
            options.note(
              `round ${no}  ${name.padEnd(8)} p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} max ${max.toFixed(1)} ms`,
            ),
        },
      );
      const stuck = await disturbed.sink.report([slowPath]);
      return report(rounds, { perSecond, maximum, slowRequests: stuck.requests }, options);
    }),
};

interface Setting {
  contender: Contender;
  sink: Sink;
  healthy: string[];
}

async function setUp(stage: Stage, { connections, changeBytes }: ScenarioOptions): Promise<Setting> {
  const sink = await stage.sink();
  const server = await stage.wahook(['--forward-to', sink.url]);
  await addApps(server, sink.url, endpoints);
  const target = publishTarget(server, { changes: 1, bytes: changeBytes });
  const healthy = ['/', ...Array.from({ length: endpoints - 2 }, (_, index) => `/${index + 2}`)];
  return {
    contender: { target, connections, pid: server.pid, changes: 1, fanOut: endpoints },
    sink,
    healthy,
  };
}

async function healthyTimes(
  { contender, sink, healthy }: Setting,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<SinkReport> {
  await sink.report(healthy);
  const posts = Math.ceil(perSecond * seconds);
  await withLoad(contender.target, contender.connections, (load) => load.atRate({ posts, perSecond }));
  await untilReceived(sink, posts * healthy.length, healthy);
  return sink.report(healthy);
}

function report(
  rounds: Record<'with' | 'without', SinkReport[]>,
  { perSecond, maximum, slowRequests }: { perSecond: number; maximum: number; slowRequests: number },
  { note }: ScenarioOptions,
) {
  const middle = (of: SinkReport[]) =>
    rounded(
      medianOf(of, ({ p99 }) => p99),
      1,
    );
  const ratio = rounded(
    medianRatio(rounds.with, rounds.without, ({ p99 }) => p99),
    2,
  );
  const result = {
    scenario: 'slow-neighbour',
    maximum_per_s: Math.round(maximum),
    published_per_s: perSecond,
    p99_ms_with: middle(rounds.with),
    p99_ms_without: middle(rounds.without),
    ratio,
    requests_to_the_slow_one: slowRequests,
  };
  note(
    `${perSecond} events/s to ${endpoints} endpoints: p99 of ${endpoints - 1} is ${result.p99_ms_with} ms with ` +
      `a hanging one and ${result.p99_ms_without} ms without, ratio ${ratio}; it was sent ${slowRequests} requests`,
  );
  return result;
}
