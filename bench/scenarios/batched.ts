// Batched input: notifications of 100 changes in one POST, as they come from Meta after an outage. The forwarder
// gets the same bodies. In the same run wahook also gets one change per POST, because what counts is how many times
// more events a second the batches bring. With `--coalesce` the batches go to another server, which joins a
// backlog into larger notifications.
import { switchCoalescingOn } from '../parts/apps.ts';
import { type Contender, compare, comparisonText, measureRate, roundText } from '../parts/delivered.ts';
import { type Duel, setUpDuel } from '../parts/duel.ts';
import type { Scenario, ScenarioOptions } from '../parts/scenario.ts';
import { onStage, type Stage } from '../parts/stage.ts';
import { median, medianRatio, rounded } from '../parts/statistics.ts';
import { publishTarget } from '../parts/targets.ts';
import { inTurn } from '../parts/turns.ts';

const changes = 100;
/** More would hold more bytes in flight than wahook lets wait for the disk. */
const connectionsMax = 64;

export const batched: Scenario = {
  name: 'batched',
  about: `${changes} changes per POST, with --coalesce joined further; beside a raw forwarder and one change per POST`,
  run: ({ note, coalesce, ...options }) =>
    onStage(async (stage) => {
      const connections = Math.min(connectionsMax, options.connections);
      const settings = { fanOut: 1, changes, tls: null };
      const duel = await setUpDuel(stage, settings, { ...options, connections });
      const { sink, wahook, forwarder } = duel;
      const single = oneByOne(duel, options);
      const batches = coalesce ? await coalescing(stage, duel, options) : wahook;
      const rounds = await inTurn(
        {
          single: (events) => measureRate(single, sink, Math.ceil(events / 2)),
          forwarder: (events) => measureRate(forwarder, sink, events * 2),
          wahook: (events) => measureRate(batches, sink, events * 2),
        },
        { size: options.events, rounds: options.rounds, onRound: (...of) => note(roundText(...of)) },
      );
      const figures = compare(rounds.wahook, rounds.forwarder);
      const singlePerSecond = Math.round(median(rounds.single.map((round) => round.perSecond)));
      const timesSingle = rounded(
        medianRatio(rounds.wahook, rounds.single, (round) => round.perSecond),
        2,
      );
      note(comparisonText('raw forwarder', figures));
      note(`one change per POST ${singlePerSecond}/s; ${changes} bring ${timesSingle} times as many`);
      return {
        scenario: 'batched',
        coalesce,
        ...figures,
        single_per_s: singlePerSecond,
        times_single: timesSingle,
      };
    }),
};

function oneByOne({ server, wahook }: Duel, { connections, changeBytes }: Sizes): Contender {
  const target = publishTarget(server, { changes: 1, bytes: changeBytes });
  return { ...wahook, changes: 1, target, connections };
}

async function coalescing(stage: Stage, { sink, wahook }: Duel, { changeBytes }: Sizes): Promise<Contender> {
  const server = await stage.wahook(['--forward-to', sink.url]);
  await switchCoalescingOn(server);
  return { ...wahook, pid: server.pid, target: publishTarget(server, { changes, bytes: changeBytes }) };
}

type Sizes = Pick<ScenarioOptions, 'connections' | 'changeBytes'>;
