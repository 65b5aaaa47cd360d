// Batched input: notifications of 100 changes in one POST, as they come from Meta after an outage. The forwarder
// gets the same bodies. In the same run wahook also gets one change per POST, because what counts is how many times
// more events a second the batches bring. `--coalesce` switches the app's coalescing on.
import { switchCoalescingOn } from '../parts/apps.ts';
import { compare, comparisonText, measureRate, roundText } from '../parts/delivered.ts';
import { setUpDuel } from '../parts/duel.ts';
import type { Scenario } from '../parts/scenario.ts';
import { onStage } from '../parts/stage.ts';
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
      const { sink, server, wahook, forwarder } = await setUpDuel(
        stage,
        { fanOut: 1, changes, tls: null },
        { ...options, connections },
      );
      if (coalesce) await switchCoalescingOn(server);
      const parcel = { changes: 1, bytes: options.changeBytes };
      const single = {
        ...wahook,
        changes: 1,
        target: publishTarget(server, parcel),
        connections: options.connections,
      };
      const rounds = await inTurn(
        {
          single: (events) => measureRate(single, sink, events / 2),
          forwarder: (events) => measureRate(forwarder, sink, events * 2),
          wahook: (events) => measureRate(wahook, sink, events * 2),
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
