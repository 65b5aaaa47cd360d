// The receiver library as an app uses it: bundled, node:http, a handler, the dedupe store of the process. Beside it, in
// turn within the same run, an endpoint that does nothing but HMAC, JSON.parse and 200; both again without sockets.
import type { Part } from '../parts/child.ts';
import { compare, comparisonText, type Round, roundText } from '../parts/delivered.ts';
import type { EndpointQuestion, EndpointUse } from '../parts/endpoint.ts';
import { sendRequests } from '../parts/request-load.ts';
import type { Scenario, ScenarioOptions } from '../parts/scenario.ts';
import { asRequest, signedBodies } from '../parts/signed-requests.ts';
import { onStage } from '../parts/stage.ts';
import { median, medianRatio, rounded } from '../parts/statistics.ts';
import { inTurn } from '../parts/turns.ts';

/** What one sender opens to one endpoint; more only makes more of a queue. */
const connectionsMax = 32;

/** One round of others is so many here: the two are near each other, and what else the machine does comes and goes. */
const timesRounds = 10;
const partOfEvents = 5;

export const receiver: Scenario = {
  name: 'receiver',
  about: 'the receiver library on node:http; beside an endpoint that only computes the HMAC and parses',
  run: (options) =>
    onStage(async (stage) => {
      const bare = await stage.bundle('./endpoint.ts', ['bare']);
      const own = await stage.bundle('./endpoint.ts', ['receiver']);
      const rounds = await inTurn(
        {
          bare: (events) => overSockets(bare, events, options),
          receiver: (events) => overSockets(own, events, options),
        },
        { ...sizes(options), onRound: (...of) => options.note(roundText(...of)) },
      );
      const figures = compare(rounds.receiver, rounds.bare);
      const cpu = { cpu_share: medianRatio(rounds.bare, rounds.receiver, ({ cpuUs }) => cpuUs) };
      options.note(comparisonText('bare endpoint', figures));
      options.note(`CPU of the bare endpoint for each of the receiver's: ${rounded(cpu.cpu_share, 3)}`);
      const inProcess = await withoutSockets(bare, own, options);
      // One that answered 200 and called nobody would be the fastest.
      const { characters } = await ask(own, {});
      if (characters === 0) throw new Error('the handler of the receiver was never called');
      return { scenario: 'receiver', ...figures, cpu_share: rounded(cpu.cpu_share, 3), ...inProcess };
    }),
};

function sizes({ events, rounds }: ScenarioOptions): { size: number; rounds: number } {
  return { size: Math.ceil(events / partOfEvents), rounds: rounds * timesRounds };
}

const ask = (part: Part, question: EndpointQuestion) => part.ask<EndpointUse>(question);

async function overSockets(
  part: Part,
  events: number,
  { connections, changeBytes }: ScenarioOptions,
): Promise<Round & { cpuUs: number }> {
  const requests = signedBodies(events, changeBytes).map(asRequest);
  const before = { part: await ask(part, {}), harness: process.cpuUsage(), at: performance.now() };
  await sendRequests(part.url, Math.min(connectionsMax, connections), requests);
  const seconds = (performance.now() - before.at) / 1000;
  const harness = process.cpuUsage(before.harness);
  const after = await ask(part, {});
  return {
    perSecond: events / seconds,
    cpuUs: (after.cpuUs - before.part.cpuUs) / events,
    harnessUs: (harness.user + harness.system) / events,
  };
}

/** The same two without HTTP, where the library's own share is largest. */
async function withoutSockets(bare: Part, own: Part, options: ScenarioOptions) {
  const { changeBytes, note } = options;
  const cpuUs = async (part: Part, count: number) => ({
    us: (await ask(part, { count, changeBytes })).cpuUs / count,
  });
  const taken = await inTurn(
    { bare: (count) => cpuUs(bare, count), receiver: (count) => cpuUs(own, count) },
    { ...sizes(options), onRound: () => {} },
  );
  const result = {
    in_process_us: rounded(median(taken.receiver.map(({ us }) => us)), 1),
    baseline_in_process_us: rounded(median(taken.bare.map(({ us }) => us)), 1),
    in_process_ratio: rounded(
      medianRatio(taken.bare, taken.receiver, ({ us }) => us),
      3,
    ),
  };
  note(
    `without sockets: receiver ${result.in_process_us} µs, bare ${result.baseline_in_process_us} µs ` +
      `per notification, ratio ${result.in_process_ratio}`,
  );
  return result;
}
