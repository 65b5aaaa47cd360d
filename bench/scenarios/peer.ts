// Beside what else one could have: a sender that a good team would write on a queue package with PostgreSQL. Both
// are durable before they answer, sign, and deliver to the same endpoint. The peer keeps no attempts, matches
// nothing and has no admin API, so it has less to do.
import { compare, comparisonText, measureLatency, measureRate, roundText } from '../parts/delivered.ts';
import type { Scenario } from '../parts/scenario.ts';
import { onStage } from '../parts/stage.ts';
import { rounded } from '../parts/statistics.ts';
import type { SinkReport } from '../parts/tally.ts';
import { forwarderTarget, publishTarget } from '../parts/targets.ts';
import { inTurn } from '../parts/turns.ts';
import { installPeer } from '../peer/install.ts';

export const peer: Scenario = {
  name: 'peer',
  about: 'the same as e2e; beside a sender on pg-boss and PostgreSQL, which is installed when first run',
  run: ({ note, connections, changeBytes, events, rounds, seconds }) =>
    onStage(async (stage) => {
      installPeer(note);
      const parcel = { changes: 1, bytes: changeBytes };
      const sink = await stage.sink();
      const sender = await stage.part('../peer/sender.ts', [sink.url, await stage.directory()]);
      const server = await stage.wahook(['--forward-to', sink.url]);
      const one = { connections, changes: 1, fanOut: 1 };
      const wahook = { ...one, target: publishTarget(server, parcel), pid: server.pid };
      const other = { ...one, target: forwarderTarget(sender.url, parcel), pid: sender.pid };
      const raced = await inTurn(
        {
          peer: (size) => measureRate(other, sink, size),
          wahook: (size) => measureRate(wahook, sink, size),
        },
        { size: events, rounds, onRound: (...of) => note(roundText(...of)) },
      );
      const figures = compare(raced.wahook, raced.peer);
      note(comparisonText('pg-boss', figures));
      const rate = { perSecond: Math.min(figures.rate_per_s, figures.baseline_per_s) / 4, seconds };
      const baseline = timesOf(await measureLatency(other, sink, rate));
      const times = timesOf(await measureLatency(wahook, sink, rate));
      note(`at ${Math.round(rate.perSecond)}/s: wahook ${timesText(times)}, pg-boss ${timesText(baseline)}`);
      return {
        scenario: 'peer',
        ...figures,
        ...times,
        baseline_p50_ms: baseline.p50_ms,
        baseline_p99_ms: baseline.p99_ms,
      };
    }),
};

function timesOf({ p50, p99 }: SinkReport) {
  return { p50_ms: rounded(p50, 1), p99_ms: rounded(p99, 1) };
}

function timesText({ p50_ms, p99_ms }: ReturnType<typeof timesOf>): string {
  return `p50 ${p50_ms} ms and p99 ${p99_ms} ms`;
}
