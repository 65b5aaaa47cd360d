// Five endpoints, of which one answers 503 for a while and then recovers. What do the others notice meanwhile, how
// soon has the one everything that it missed, and does it come as a storm? The breaker's times are shortened, so
// that the scenario takes seconds; what it does is the same.
import { addApps } from '../parts/apps.ts';
import type { Contender } from '../parts/delivered.ts';
import { measureLatency, measureRate } from '../parts/delivered.ts';
import { withLoad } from '../parts/load.ts';
import type { Scenario, ScenarioOptions } from '../parts/scenario.ts';
import { type Sink, untilReceived } from '../parts/sink-client.ts';
import { onStage } from '../parts/stage.ts';
import { rounded } from '../parts/statistics.ts';
import { publishTarget } from '../parts/targets.ts';

const endpoints = 5;
const deadPath = `/${endpoints}`;
const healthy = ['/', '/2', '/3', '/4'];
const breaker = [
  ...['--breaker-failures', '10', '--breaker-after-ms', '1000'],
  ...['--breaker-pause-ms', '500', '--breaker-pause-max-ms', '1000'],
];

export const deadEndpoint: Scenario = {
  name: 'dead-endpoint',
  about: `1 of ${endpoints} endpoints is dead for a while and recovers; beside the time before`,
  run: (options) =>
    onStage(async (stage) => {
      const sink = await stage.sink();
      const server = await stage.wahook(['--forward-to', sink.url, ...breaker]);
      await addApps(server, sink.url, endpoints);
      const target = publishTarget(server, { changes: 1, bytes: options.changeBytes });
      const { connections } = options;
      const contender = { target, connections, pid: server.pid, changes: 1, fanOut: endpoints };
      const size = Math.ceil(options.events / endpoints);
      await measureRate(contender, sink, Math.ceil(size / 4));
      const { perSecond: maximum } = await measureRate(contender, sink, size);
      return outage(contender, sink, Math.max(1, Math.round(maximum / 4)), options);
    }),
};

async function outage(contender: Contender, sink: Sink, perSecond: number, options: ScenarioOptions) {
  const { note, seconds } = options;
  const before = await measureLatency(contender, sink, { perSecond, seconds });
  note(`${perSecond} events/s, all answer: p99 ${before.p99.toFixed(1)} ms`);

  await sink.behave(deadPath, 'dead');
  const missed = Math.ceil(perSecond * seconds * 2);
  await withLoad(contender.target, contender.connections, (load) =>
    load.atRate({ posts: missed, perSecond }),
  );
  await untilReceived(sink, missed * healthy.length, healthy);
  const others = await sink.report(healthy);
  const dead = await sink.report([deadPath]);
  note(`one is dead: p99 of the others ${others.p99.toFixed(1)} ms; it was sent ${dead.requests} requests`);

  await sink.behave(deadPath, 'ok');
  const revivedAt = performance.now();
  await untilReceived(sink, missed, [deadPath]);
  const drainedMs = performance.now() - revivedAt;
  const recovery = await sink.report([deadPath]);
  note(
    `it recovers: ${missed} missed events in ${(drainedMs / 1000).toFixed(1)} s, ` +
      `at most ${recovery.requestsPerSecondMax} requests in a second`,
  );
  return {
    scenario: 'dead-endpoint',
    published_per_s: perSecond,
    p99_ms_before: rounded(before.p99, 1),
    p99_ms_during: rounded(others.p99, 1),
    ratio: rounded(others.p99 / before.p99, 2),
    requests_while_dead: dead.requests,
    missed_events: missed,
    drained_ms: Math.round(drainedMs),
    recovery_requests_per_s_max: recovery.requestsPerSecondMax,
    delivered_twice: recovery.events - missed,
  };
}
