// Accept only: one change per POST, durable before the 202, owed to nobody. Beside it, in turn within the same
// run, a bare node:http server that reads the body and answers 202.
import {
  type Comparison,
  type Contender,
  compare,
  comparisonText,
  type Round,
  roundText,
  timed,
} from '../parts/delivered.ts';
import { withLoad } from '../parts/load.ts';
import type { Scenario, ScenarioOptions } from '../parts/scenario.ts';
import { onStage } from '../parts/stage.ts';
import { percentile, rounded } from '../parts/statistics.ts';
import { forwarderTarget, publishTarget } from '../parts/targets.ts';
import { inTurn } from '../parts/turns.ts';

export const accept: Scenario = {
  name: 'accept',
  about: 'one change per POST, durable before the 202, owed to nobody; beside a bare node:http server',
  async run(options) {
    const { note, connections } = options;
    const parcel = { changes: 1, bytes: options.changeBytes };
    return onStage(async (stage) => {
      const bare = await stage.part('./forwarder.ts', ['', '0']);
      const wahook = await stage.wahook(['--no-receiver']);
      const contenders = {
        bare: { pid: bare.pid, target: forwarderTarget(bare.url, parcel), connections },
        wahook: { pid: wahook.pid, target: publishTarget(wahook, parcel), connections },
      };
      const rounds = await inTurn(
        {
          bare: (events) => measureAccept(contenders.bare, events),
          wahook: (events) => measureAccept(contenders.wahook, events),
        },
        { size: options.events, rounds: options.rounds, onRound: (...of) => note(roundText(...of)) },
      );
      const figures = compare(rounds.wahook, rounds.bare);
      return { scenario: 'accept', ...figures, ...(await answerTimes(contenders.wahook, figures, options)) };
    });
  },
};

/** Somebody who takes events; what becomes of them is not looked at. */
export type Acceptor = Pick<Contender, 'pid' | 'target' | 'connections'>;

export function measureAccept(acceptor: Acceptor, events: number): Promise<Round> {
  return withLoad(acceptor.target, acceptor.connections, (load) =>
    timed(acceptor, [process.pid], events, () => load.atOnce(events)),
  );
}

/** POST to 202 at a quarter of the rate. */
async function answerTimes(acceptor: Acceptor, figures: Comparison, { note, seconds }: ScenarioOptions) {
  const perSecond = figures.rate_per_s / 4;
  const rate = { posts: Math.ceil(perSecond * seconds), perSecond };
  const tookMs = await withLoad(acceptor.target, acceptor.connections, (load) => load.atRate(rate));
  const times = {
    p50_ms: rounded(percentile(tookMs, 0.5), 1),
    p99_ms: rounded(percentile(tookMs, 0.99), 1),
  };
  note(comparisonText('bare server', figures));
  note(`POST to 202 at a quarter of the rate: p50 ${times.p50_ms} ms, p99 ${times.p99_ms} ms`);
  return times;
}
