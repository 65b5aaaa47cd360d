// A million events at rest for a dead endpoint. Two servers with the same directory of apps take turns, one of them
// empty: how fast does each accept, how much memory does each hold, how soon is each ready? What they accept is owed
// to the dead endpoint too.
import { request } from 'undici';
import { roundText } from '../parts/delivered.ts';
import { withLoad } from '../parts/load.ts';
import { residentMb } from '../parts/process-use.ts';
import type { Scenario, ScenarioOptions } from '../parts/scenario.ts';
import type { Sink } from '../parts/sink-client.ts';
import { onStage, type Stage } from '../parts/stage.ts';
import { median, medianRatio, rounded } from '../parts/statistics.ts';
import { publishTarget } from '../parts/targets.ts';
import { inTurn } from '../parts/turns.ts';
import type { Wahook } from '../parts/wahook.ts';
import { measureAccept } from './accept.ts';

const changes = 100;
const fillConnections = 32;
const starts = 3;
const settleMs = 3_000;
/** The first failure ends all further tries for an hour: an outage at rest. */
const breaker = [
  ...['--breaker-failures', '1', '--breaker-after-ms', '0'],
  ...['--breaker-pause-ms', '3600000', '--breaker-pause-max-ms', '3600000'],
];

export const backlog: Scenario = {
  name: 'backlog',
  about: 'accept rate, memory and start-up with a million events at rest (--pending); beside an empty server',
  run: (options) =>
    onStage(async (stage) => {
      const sink = await stage.sink();
      await sink.behave('/dead', 'dead');
      const [full, empty] = [await stage.directory(), await stage.directory()];
      const filled = await fill(stage, sink, full, options);
      const args = argsFor(sink);
      const own = await startTimes(stage, args, full);
      const baseline = await startTimes(stage, args, empty);
      options.note(
        `ready after ${own.readyMs} ms, empty ${baseline.readyMs} ms (median of ${starts} starts)`,
      );
      const pending = await pendingOf(own.server);
      const rates = await raceToAccept({ full: own.server, empty: baseline.server }, options);
      await pause(settleMs);
      const [memory, emptyMemory] = [memoryOf(own.server), memoryOf(baseline.server)];
      options.note(
        `resident memory ${memory} MB, empty ${emptyMemory} MB, right after filling ${filled.mb} MB`,
      );
      return {
        scenario: 'backlog',
        pending,
        fill_per_s: filled.perSecond,
        ...rates,
        resident_mb: memory,
        empty_resident_mb: emptyMemory,
        resident_mb_more: rounded(memory - emptyMemory),
        resident_mb_after_filling: filled.mb,
        ready_ms: own.readyMs,
        empty_ready_ms: baseline.readyMs,
      };
    }),
};

function argsFor(sink: Sink): string[] {
  return ['--forward-to', `${sink.url}dead`, ...breaker];
}

async function fill(
  stage: Stage,
  sink: Sink,
  directory: string,
  { pending, changeBytes, note }: ScenarioOptions,
) {
  const server = await stage.wahook(argsFor(sink), directory);
  const target = publishTarget(server, { changes, bytes: changeBytes });
  const startedAt = performance.now();
  await withLoad(target, fillConnections, (load) => load.atOnce(Math.ceil(pending / changes)));
  const seconds = (performance.now() - startedAt) / 1000;
  note(`${pending} events put to rest in ${seconds.toFixed(1)} s`);
  await pause(settleMs);
  const mb = memoryOf(server);
  await server.stop();
  return { perSecond: Math.round(pending / seconds), mb };
}

/** The last one started stays. */
async function startTimes(stage: Stage, args: readonly string[], directory: string) {
  let server = await stage.wahook(args, directory);
  const times = [server.readyMs];
  while (times.length < starts) {
    await server.stop();
    server = await stage.wahook(args, directory);
    times.push(server.readyMs);
  }
  return { server, readyMs: Math.round(median(times)) };
}

async function raceToAccept(
  servers: Record<'full' | 'empty', Wahook>,
  { connections, changeBytes, events, rounds, note }: ScenarioOptions,
) {
  const parcel = { changes: 1, bytes: changeBytes };
  const runOn = (server: Wahook) => {
    const acceptor = { pid: server.pid, target: publishTarget(server, parcel), connections };
    return (size: number) => measureAccept(acceptor, size);
  };
  const runs = { empty: runOn(servers.empty), full: runOn(servers.full) };
  const { full, empty } = await inTurn(runs, {
    size: events,
    rounds,
    onRound: (...of) => note(roundText(...of)),
  });
  const ratio = rounded(
    medianRatio(full, empty, (round) => round.perSecond),
    3,
  );
  note(`accepting with the backlog: ${ratio} of the rate without`);
  return {
    rate_per_s: Math.round(median(full.map((round) => round.perSecond))),
    empty_rate_per_s: Math.round(median(empty.map((round) => round.perSecond))),
    ratio,
  };
}

/** What the server itself says is owed, so that a backlog that went elsewhere does not pass for one. */
async function pendingOf({ url, adminKey }: Wahook): Promise<number> {
  const answer = await request(`${url}/api/v1/backlog`, { headers: { authorization: `Bearer ${adminKey}` } });
  // The shape of our own API.
  const { data } = (await answer.body.json()) as { data: { pending: number }[] };
  return data.reduce((sum, queue) => sum + queue.pending, 0);
}

function memoryOf({ pid }: Wahook): number {
  return Math.round(residentMb(pid) ?? Number.NaN);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
