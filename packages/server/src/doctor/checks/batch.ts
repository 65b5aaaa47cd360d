// Batches: several entries, changes, messages or statuses in one notification. Most handlers are written for one, and
// their answer is 200 all the same. What was handled is read from an observation where there is one; else an item
// that fails when alone is put behind good ones.
import { type Answer, isAccepted, wordsOf } from '../answer.ts';
import type { Bench } from '../bench.ts';
import { type Check, type CheckFacts, type Finding, failed, passed, skipped } from '../check.ts';
import { findPoison, type Poison, type PoisonLevel } from '../poison.ts';

const source = 'Webhooks from Meta: up to 1000 updates in one notification';

interface Shape {
  id: string;
  level: PoisonLevel;
  sends: string;
  /** What is looped over, in code. */
  array: string;
  item(bench: Bench, marker: string): unknown;
  /** The body around the items. */
  around(bench: Bench, items: readonly unknown[]): Uint8Array;
}

const oneMessage = (bench: Bench, marker: string) => bench.make.messages(bench.make.text(marker));

const shapes: readonly Shape[] = [
  {
    id: 'batch-entries',
    level: 'change',
    sends: 'a batch of three entries',
    array: 'entry',
    item: oneMessage,
    around: ({ make }, items) => make.body(items.map((each) => make.entry(each))),
  },
  {
    id: 'batch-changes',
    level: 'change',
    sends: 'an entry of three changes',
    array: 'entry[].changes',
    item: oneMessage,
    around: ({ make }, items) => make.body([make.entry(...items)]),
  },
  {
    id: 'batch-messages',
    level: 'message',
    sends: 'a change of three messages',
    array: 'value.messages',
    item: ({ make }, marker) => make.text(marker),
    around: ({ make }, items) => make.body([make.entry(make.messages(...items))]),
  },
  {
    id: 'batch-statuses',
    level: 'status',
    sends: 'a change of three statuses',
    array: 'value.statuses',
    item: ({ make }, marker) => make.status(marker, 'delivered'),
    around: ({ make }, items) => make.body([make.entry(make.statuses(...items))]),
  },
];

async function tryShape(bench: Bench, shape: Shape): Promise<Finding> {
  const markers = [1, 2, 3].map(() => bench.make.marker());
  const items = markers.map((marker) => shape.item(bench, marker));
  const answer = await bench.post(shape.around(bench, items));
  if (!isAccepted(answer)) return unaccepted(bench, shape, answer);
  if (!bench.observation) return withPoison(bench, shape);
  const handled = (await bench.observation.counts(markers)).filter((count) => count > 0).length;
  if (handled === markers.length) return passed;
  if (handled > 0) return failed(dropping(shape, `Of ${shape.sends} it handled ${handled} of 3.`), 'loop');
  // Not even the first: the observation does not show such items, so it says nothing.
  const finding = await withPoison(bench, shape);
  if (finding.state !== 'skipped') return finding;
  return skipped(
    `The observation shows none of the three ids (such as ${markers[0]}): log the id of each item.`,
  );
}

async function unaccepted(bench: Bench, shape: Shape, answer: Answer): Promise<Finding> {
  const one = await bench.post(shape.around(bench, [good(bench, shape)]));
  if (!isAccepted(one))
    return skipped('It fails on one of them alone: see status-plain and signature-plain.');
  return failed(`It takes one, and answered ${wordsOf(answer)} to ${shape.sends}.`, 'loop');
}

function dropping({ array }: Shape, what: string): string {
  return `${what} It reads the first and drops the rest, and says 200: they are never sent again. Loop over ${array}.`;
}

async function withPoison(bench: Bench, shape: Shape): Promise<Finding> {
  const poison = await findPoison(bench, shape.level);
  if (!poison) {
    return skipped(
      'Not to be seen by status: it takes every item, right or wrong. Run with --observe or --observe-log.',
    );
  }
  const behind = await bench.post(shape.around(bench, [good(bench, shape), good(bench, shape), poison.item]));
  if (isAccepted(behind)) return unseen(bench, shape, poison);
  if (poison.reachesHandler && behind.status === poison.status) {
    return {
      state: 'passed',
      remark: `Seen by ${poison.name} in third place, which it answers ${poison.status}.`,
    };
  }
  return skipped(
    `Not to be seen by status: ${poison.name} is refused (${wordsOf(behind)}), maybe before anything is handled. Run with --observe or --observe-log.`,
  );
}

const good = (bench: Bench, shape: Shape) => shape.item(bench, bench.make.marker());

/** Accepted in third place: dropped unread, or an endpoint that hides failures wherever they are. */
async function unseen(bench: Bench, shape: Shape, poison: Poison): Promise<Finding> {
  const before = await bench.post(shape.around(bench, [poison.item, good(bench, shape), good(bench, shape)]));
  const alone = `Alone, ${poison.name} is answered ${poison.status}`;
  if (isAccepted(before)) {
    return failed(
      `${alone}; beside two others it is answered ${wordsOf(before)}, in any place. A failure in a batch is hidden, so it is never sent again.`,
      'hides_failure',
    );
  }
  return failed(dropping(shape, `${alone}; behind two others it is answered 200.`), 'loop');
}

const shapeChecks: readonly Check[] = shapes.map((shape) => ({
  id: shape.id,
  group: 'batch',
  harm: 'loses',
  sends: shape.sends,
  expects: 'accepted, and every one handled',
  why: 'What is not looked at is acknowledged all the same, and lost.',
  source,
  needsAcceptance: true,
  run: (bench) => tryShape(bench, shape),
}));

type MixedFacts = Pick<CheckFacts, 'id' | 'sends' | 'why'>;

function mixed(facts: MixedFacts, make: (bench: Bench, markers: readonly string[]) => Uint8Array): Check {
  return {
    ...facts,
    group: 'batch',
    harm: 'loses',
    expects: 'accepted, if need be at the second try; with an observation, every good item handled',
    source,
    needsAcceptance: true,
    async run(bench) {
      const markers = [1, 2, 3].map(() => bench.make.marker());
      const body = make(bench, markers);
      const answer = await settled(bench, body);
      if (!isAccepted(answer)) {
        return failed(
          `It answered ${wordsOf(answer)} to ${facts.sends}, twice. The whole notification is sent again for 7 days, and then the good items are lost with the bad one.`,
          'isolate',
        );
      }
      const counts = (await bench.observation?.counts(markers)) ?? [];
      const handled = counts.filter((count) => count > 0).length;
      if (handled === 0 || handled === markers.length) return passed;
      return failed(`Of ${facts.sends} it handled ${handled} of the 3 good items.`, 'isolate');
    },
  };
}

/** A 5xx may be mended by sending it again. */
async function settled(bench: Bench, body: Uint8Array): Promise<Answer> {
  const first = await bench.post(body);
  return isAccepted(first) ? first : bench.post(body);
}

const mixedChecks: readonly Check[] = [
  mixed(
    {
      id: 'batch-bad-status',
      sends: 'a batch of statuses, one of which is unknown and lacks its usual members',
      why: 'One odd status must not keep the others from being handled.',
    },
    ({ make }, [a = '', b = '', c = '']) => {
      const bad = { id: make.marker(), status: 'doctored', errors: [{}] };
      const statuses = make.statuses(make.status(a, 'sent'), bad, make.status(b, 'delivered'));
      return make.body([make.entry(statuses, make.messages(make.text(c)))]);
    },
  ),
  mixed(
    {
      id: 'batch-mixed-fields',
      sends: 'a batch of messages with a change of an unknown field among them',
      why: 'Changes of all subscribed fields may share a notification.',
    },
    ({ make }, [a = '', b = '', c = '']) => {
      const message = (marker: string) => make.messages(make.text(marker));
      const unknown = { field: 'doctor_future_updates', value: { event: 'DOCTOR' } };
      return make.body([make.entry(message(a), unknown, message(b)), make.entry(message(c))]);
    },
  ),
];

export const batchChecks: readonly Check[] = [...shapeChecks, ...mixedChecks];
