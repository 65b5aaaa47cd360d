// What happens to notifications over time: they come twice, in the wrong order, and again after a refusal.
import { isAccepted, wordsOf } from '../answer.ts';
import type { Bench } from '../bench.ts';
import { type Check, type CheckFacts, type Finding, failed, passed, skipped } from '../check.ts';
import { findPoison } from '../poison.ts';

const source = 'WhatsApp Business Platform, Webhooks: retries, duplicates, order';

const check = (
  facts: Omit<CheckFacts, 'group' | 'source'>,
  run: (bench: Bench) => Promise<Finding>,
): Check => ({
  ...facts,
  group: 'life',
  source,
  needsAcceptance: true,
  run,
});

const message = ({ make }: Bench, marker: string) =>
  make.body([make.entry(make.messages(make.text(marker)))]);

async function duplicateAnswered(bench: Bench): Promise<Finding> {
  const body = message(bench, bench.make.marker());
  await bench.post(body);
  const again = await bench.post(body);
  if (isAccepted(again)) return passed;
  return failed(`The same notification once more was answered ${wordsOf(again)}.`, 'dedupe');
}

async function duplicateOnce(bench: Bench): Promise<Finding> {
  const { make, observation } = bench;
  if (!observation) return skipped('Not to be seen by status. Run with --observe or --observe-log.');
  const [twice, after] = [make.marker(), make.marker()];
  const body = message(bench, twice);
  await bench.post(body);
  await bench.post(body);
  await bench.post(message(bench, after));
  // The later one shows that the two before it had their turn.
  const [count = 0, later = 0] = await observation.counts([twice, after]);
  if (count === 0 || later === 0)
    return skipped(`The observation does not show the id ${count === 0 ? twice : after}.`);
  if (count === 1) return passed;
  return failed(`A message that came twice was handled ${count} times.`, 'dedupe');
}

async function duplicateAtOnce(bench: Bench): Promise<Finding> {
  const { make, observation } = bench;
  if (!observation) return skipped('Not to be seen by status. Run with --observe or --observe-log.');
  const [twin, after] = [make.marker(), make.marker()];
  const body = message(bench, twin);
  await bench.postMany([body, body, body, body]);
  await bench.post(message(bench, after));
  const [count = 0, later = 0] = await observation.counts([twin, after]);
  if (count === 0 || later === 0)
    return skipped(`The observation does not show the id ${count === 0 ? twin : after}.`);
  if (count === 1) return passed;
  return failed(`A message that came four times at once was handled ${count} times.`, 'dedupe');
}

async function afterRefusal(bench: Bench): Promise<Finding> {
  const marker = bench.make.marker();
  const body = message(bench, marker);
  await bench.post(body, { signature: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` } });
  const answer = await bench.post(body);
  if (!isAccepted(answer)) {
    return failed(
      `After a forged copy was sent, the real notification was answered ${wordsOf(answer)}.`,
      'remember_after',
    );
  }
  if (!bench.observation) return passed;
  const [count = 0] = await bench.observation.counts([marker]);
  return count > 0 ? passed : skipped(`The observation does not show the id ${marker}.`);
}

/** A good message and one that fails, sent again as a sender does after a 500. */
async function afterFailure(bench: Bench): Promise<Finding> {
  const { make, observation } = bench;
  const poison = await findPoison(bench, 'message');
  const marker = make.marker();
  const both = make.body([make.entry(make.messages(make.text(marker), poison?.item))]);
  if (!poison?.reachesHandler || isAccepted(await bench.post(both))) {
    return skipped('Not to be seen: no message was found that it fails on behind a good one.');
  }
  await bench.post(both);
  const answer = await bench.post(message(bench, marker));
  if (!isAccepted(answer)) {
    const came = wordsOf(answer);
    return failed(
      `After a batch that failed twice, its good message alone was answered ${came}.`,
      'remember_after',
    );
  }
  if (!observation) return passed;
  const [count = 0] = await observation.counts([marker]);
  if (count === 0) return skipped(`The observation does not show the id ${marker}.`);
  if (count === 1) return passed;
  return failed(
    `A message whose notification came again, because another in it had failed, was handled ${count} times.`,
    'dedupe',
  );
}

async function statusOrder(bench: Bench): Promise<Finding> {
  const { make, observation } = bench;
  const marker = make.marker();
  for (const [place, status] of ['read', 'delivered', 'sent'].entries()) {
    const answer = await bench.post(make.body([make.entry(make.statuses(make.status(marker, status)))]));
    if (!isAccepted(answer) && place === 0)
      return skipped('It fails on a status that came in no order at all: see status-plain.');
    if (!isAccepted(answer)) {
      return failed(
        `The status ${status}, which came out of order, was answered ${wordsOf(answer)}.`,
        'status_order',
      );
    }
  }
  const state = await observation?.stateOf(marker);
  if (state === undefined || state === null || state === 'read') return passed;
  return failed(`After read, delivered and sent, the app says ${state}.`, 'status_order');
}

export const lifeChecks: readonly Check[] = [
  check(
    {
      id: 'duplicate',
      harm: 'repeats',
      sends: 'the same notification twice',
      expects: 'accepted both times',
      why: 'A duplicate that is refused is sent again and again.',
    },
    duplicateAnswered,
  ),
  check(
    {
      id: 'duplicate-handled-once',
      harm: 'repeats',
      sends: 'the same notification twice, then another',
      expects: 'the message was handled once (needs an observation)',
      why: 'A message that is handled twice is answered twice.',
    },
    duplicateOnce,
  ),
  check(
    {
      id: 'duplicate-at-once',
      harm: 'repeats',
      sends: 'the same notification four times at the same time',
      expects: 'the message was handled once (needs an observation)',
      why: 'Retries to several workers meet; look-up and insert have to be one step.',
    },
    duplicateAtOnce,
  ),
  check(
    {
      id: 'retry-after-refusal',
      harm: 'loses',
      sends: 'a notification with a wrong signature, then the same with the right one',
      expects: 'the second accepted; with an observation, handled',
      why: 'Ids that are remembered before the signature is checked let forgers suppress messages.',
    },
    afterRefusal,
  ),
  check(
    {
      id: 'retry-after-failure',
      harm: 'repeats',
      sends: 'a good message and one it fails on, twice, then the good one alone',
      expects: 'the last accepted; with an observation, the good message handled once',
      why: 'After a 500 all of a notification comes again, with what had succeeded.',
    },
    afterFailure,
  ),
  check(
    {
      id: 'statuses-out-of-order',
      harm: 'loses',
      sends: 'read, then delivered, then sent, of one message',
      expects: 'accepted; with an observation that shows states, read stays',
      why: 'Order is not guaranteed; state machines that insist on it fail.',
    },
    statusOrder,
  ),
];
