// How fast it answers, one after the other and many at once, against Meta's bar.
import { isAccepted, wordsOf } from '../answer.ts';
import type { Bench } from '../bench.ts';
import { type Check, type Finding, failed } from '../check.ts';

const source = 'WhatsApp Business Platform, Webhooks: latency: median at most 250 ms, under 1 % above 1 s';

const medianMsMax = 250;
const slowMs = 1_000;
/** Enough to know that it is slow. */
const slowAnswersMax = 5;
/** All of these requests together. */
const totalMsMax = 20_000;

const message = ({ make }: Bench) => make.body([make.entry(make.messages(make.text(make.marker())))]);

async function latency(bench: Bench): Promise<Finding> {
  const times: number[] = [];
  const start = bench.now();
  let slow = 0;
  for (let no = 0; no < bench.amounts.latencyRequests; no++) {
    const answer = await bench.post(message(bench));
    if (!isAccepted(answer))
      return failed(`Message ${no + 1} in a row was answered ${wordsOf(answer)}.`, 'answer_fast');
    times.push(answer.durationMs);
    if (answer.durationMs > slowMs) slow++;
    if (slow >= slowAnswersMax || bench.now() - start > totalMsMax) break;
  }
  const median = at(times, 0.5);
  const words = `median ${Math.round(median)} ms, slowest ${Math.round(at(times, 1))} ms, of ${times.length}`;
  if (median <= medianMsMax && slow * 100 < times.length) return { state: 'passed', remark: words };
  const more = slow > 0 ? ` ${slow} took more than 1 s.` : '';
  return failed(
    `It answers too slowly: ${words}.${more} Meta's bar: median 250 ms, under 1 % above 1 s.`,
    'answer_fast',
  );
}

async function concurrency(bench: Bench): Promise<Finding> {
  const bodies = Array.from({ length: bench.amounts.concurrency }, () => message(bench));
  const answers = await bench.postMany(bodies);
  const bad = answers.filter((answer) => !isAccepted(answer));
  const [first] = bad;
  if (!first) {
    const slowest = Math.max(...answers.map(({ durationMs }) => durationMs));
    return { state: 'passed', remark: `the slowest took ${Math.round(slowest)} ms` };
  }
  return failed(
    `Of ${answers.length} at once, ${bad.length} were answered ${wordsOf(first)}.`,
    first.status === 429 ? 'rate_limit' : 'answer_fast',
  );
}

function at(times: readonly number[], share: number): number {
  const inOrder = times.toSorted((a, b) => a - b);
  return inOrder[Math.min(inOrder.length - 1, Math.floor(share * inOrder.length))] ?? 0;
}

export const loadChecks: readonly Check[] = [
  {
    id: 'latency',
    group: 'load',
    harm: 'slow',
    sends: 'messages one after the other',
    expects: 'a median of at most 250 ms, and fewer than 1 in 100 above 1 s',
    why: 'Work that is done before the answer delays everything behind it, and runs into time-outs.',
    source,
    needsAcceptance: true,
    run: latency,
  },
  {
    id: 'concurrency',
    group: 'load',
    harm: 'loses',
    sends: '50 messages at the same time',
    expects: 'all accepted',
    why: 'A campaign brings its statuses all at once: up to 1,000 a second.',
    source,
    needsAcceptance: true,
    run: concurrency,
  },
];
