// End to end: one change per POST, durable before the answer, signed, delivered to one endpoint or to several, in
// clear or in TLS. The rate is that of events accepted and delivered everywhere, from the first POST to the last
// delivery. The latency, publish to received, is taken afterwards at a quarter of the rate: of a saturated server
// it would only tell how long the queue is.
import { compare, comparisonText, measureLatency, measureRate, roundText } from '../parts/delivered.ts';
import { type Duel, setUpDuel } from '../parts/duel.ts';
import type { Scenario, ScenarioOptions } from '../parts/scenario.ts';
import { onStage, type Stage } from '../parts/stage.ts';
import { rounded } from '../parts/statistics.ts';
import { makeClientFiles, serverFiles, type TlsFiles } from '../parts/tls-files.ts';
import { inTurn } from '../parts/turns.ts';

export const e2e = endToEnd({ name: 'e2e', about: 'one change per POST, durable, signed, one endpoint' });
export const fanOut5 = endToEnd({ name: 'fanout-5', about: 'the same, delivered to 5 apps', fanOut: 5 });
export const fanOut20 = endToEnd({ name: 'fanout-20', about: 'the same, delivered to 20 apps', fanOut: 20 });
export const tls = endToEnd({
  name: 'tls',
  about: 'the same as e2e, to an https endpoint',
  files: async () => ({ server: serverFiles, client: null }),
});
export const mtls = endToEnd({
  name: 'mtls',
  about: 'the same, to an https endpoint that demands a client certificate',
  files: async (stage) => ({
    server: serverFiles,
    client: await makeClientFiles(await stage.directory()),
  }),
});

interface Kind {
  name: string;
  about: string;
  fanOut?: number;
  files?: (stage: Stage) => Promise<TlsFiles>;
}

function endToEnd({ name, about, fanOut = 1, files }: Kind): Scenario {
  return {
    name,
    about: `${about}; beside a raw forwarder`,
    run: (options) =>
      onStage(async (stage) => {
        const tls = files ? await files(stage) : null;
        const duel = await setUpDuel(stage, { fanOut, changes: 1, tls }, options);
        return { scenario: name, ...(await raceWithForwarder(duel, options)) };
      }),
  };
}

async function raceWithForwarder({ sink, wahook, forwarder }: Duel, options: ScenarioOptions) {
  const { note, seconds } = options;
  // An event that goes to many takes as long as many events.
  const size = Math.ceil(options.events / wahook.fanOut ** 0.5);
  const rounds = await inTurn(
    {
      forwarder: (events) => measureRate(forwarder, sink, events),
      wahook: (events) => measureRate(wahook, sink, events),
    },
    { size, rounds: options.rounds, onRound: (...of) => note(roundText(...of)) },
  );
  const figures = compare(rounds.wahook, rounds.forwarder);
  const { p50, p99 } = await measureLatency(wahook, sink, { perSecond: figures.rate_per_s / 4, seconds });
  const times = { p50_ms: rounded(p50, 1), p99_ms: rounded(p99, 1) };
  note(comparisonText('raw forwarder', figures));
  note(`publish to received at a quarter of the rate: p50 ${times.p50_ms} ms, p99 ${times.p99_ms} ms`);
  return { ...figures, ...times };
}
