// The receiver library as an app uses it: node:http, a handler, the dedupe store of the process. Beside it, in turn
// within the same run, an endpoint that does nothing but HMAC, JSON.parse and 200; both again without sockets.
import { createReceiver } from '@wahook/receiver';
import { compare, comparisonText, type Round, roundText, timed } from '../parts/delivered.ts';
import { sendRequests } from '../parts/request-load.ts';
import type { Scenario, ScenarioOptions } from '../parts/scenario.ts';
import {
  asRequest,
  checkedAndParsed,
  receiverSecret,
  receiverToken,
  signedBodies,
} from '../parts/signed-requests.ts';
import { onStage } from '../parts/stage.ts';
import { median, medianRatio, rounded } from '../parts/statistics.ts';
import { inTurn } from '../parts/turns.ts';

/** What one sender opens to one endpoint; more only makes more of a queue. */
const connectionsMax = 32;

export const receiver: Scenario = {
  name: 'receiver',
  about: 'the receiver library on node:http; beside an endpoint that only computes the HMAC and parses',
  run: (options) =>
    onStage(async (stage) => {
      const [bare, own] = [
        await stage.part('./endpoint.ts', ['bare']),
        await stage.part('./endpoint.ts', ['receiver']),
      ];
      const runOn = (part: typeof bare) => (events: number) => measure(part, events, options);
      const rounds = await inTurn(
        { bare: runOn(bare), receiver: runOn(own) },
        {
          size: options.events,
          rounds: options.rounds,
          onRound: (...of) => options.note(roundText(...of)),
        },
      );
      // One that answered 200 and called nobody would be the fastest.
      const { characters } = await own.ask<{ characters: number }>({});
      if (characters === 0) throw new Error('the handler of the receiver was never called');
      const figures = compare(rounds.receiver, rounds.bare);
      options.note(comparisonText('bare endpoint', figures));
      return { scenario: 'receiver', ...figures, ...(await withoutSockets(options)) };
    }),
};

async function measure(
  part: { url: string; pid: number },
  events: number,
  { connections, changeBytes }: ScenarioOptions,
): Promise<Round> {
  const requests = signedBodies(events, changeBytes).map(asRequest);
  return timed(part, [process.pid], events, () =>
    sendRequests(part.url, Math.min(connectionsMax, connections), requests),
  );
}

/** The same two without HTTP, where the library's own share is largest. */
async function withoutSockets({ events, rounds, changeBytes, note }: ScenarioOptions) {
  let characters = 0;
  const own = createReceiver({ appSecret: receiverSecret, verifyToken: receiverToken }).on(
    'messages.text',
    (message) => {
      characters += message.text.body.length;
    },
  );
  const query = new URLSearchParams();
  const timedUs = async (size: number, each: (body: Buffer, signature: string) => unknown) => {
    const bodies = signedBodies(size, changeBytes);
    const startedAt = performance.now();
    for (const { body, signature } of bodies) await each(body, signature);
    return { us: ((performance.now() - startedAt) * 1000) / size };
  };
  const taken = await inTurn(
    {
      bare: (size) => timedUs(size, checkedAndParsed),
      receiver: (size) =>
        timedUs(size, (body, signature) =>
          own.handle({
            method: 'POST',
            query,
            headers: (name) => (name === 'x-hub-signature-256' ? signature : undefined),
            body,
          }),
        ),
    },
    { size: events, rounds, onRound: () => {} },
  );
  if (characters === 0) throw new Error('the handler was never called');
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
