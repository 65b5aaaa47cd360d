// Looks into an endpoint that tells nothing but status codes. An item that it fails on when alone is put behind good
// ones: if the answer is 200 now, nobody looked at it. Nothing is concluded from an endpoint that takes everything.
import { isAccepted } from './answer.ts';
import type { Bench } from './bench.ts';

export type PoisonLevel = 'change' | 'message' | 'status';

export interface Poison {
  /** Put into a sentence: "an account_update". */
  name: string;
  /** The change, message or status. */
  item: unknown;
  /** What it is answered when alone. */
  status: number;
  /**
   * The handler itself failed on it (5xx): if it does so in a batch too, the handler was reached. A 4xx may come
   * from a look at the whole body before anything is handled.
   */
  reachesHandler: boolean;
}

type Candidate = readonly [name: string, item: unknown];

export function findPoison(bench: Bench, level: PoisonLevel): Promise<Poison | null> {
  const known = bench.poisons.get(level) ?? search(bench, level);
  bench.poisons.set(level, known);
  return known;
}

async function search(bench: Bench, level: PoisonLevel): Promise<Poison | null> {
  let weaker: Poison | null = null;
  for (const [name, item] of candidatesFor(bench, level)) {
    const status = await statusAlone(bench, level, item);
    if (status === null) continue;
    // What fails now and then would prove nothing by not failing.
    if ((await statusAlone(bench, level, item)) !== status) continue;
    const poison = { name, item, status, reachesHandler: status >= 500 };
    if (poison.reachesHandler) return poison;
    weaker ??= poison;
  }
  return weaker;
}

/** null: it was taken, or nothing came. */
async function statusAlone(bench: Bench, level: PoisonLevel, item: unknown): Promise<number | null> {
  const answer = await bench.post(bench.make.body([bench.make.entry(wrapped(bench, level, [item]))]));
  return isAccepted(answer) ? null : answer.status;
}

/** Items in the one change that their level needs around them. */
export function wrapped({ make }: Bench, level: PoisonLevel, items: readonly unknown[]): unknown {
  switch (level) {
    case 'change':
      return items[0];
    case 'message':
      return make.messages(...items);
    case 'status':
      return make.statuses(...items);
  }
}

function candidatesFor({ make }: Bench, level: PoisonLevel): Candidate[] {
  const text = make.text(make.marker());
  const { text: _body, ...withoutText } = text;
  switch (level) {
    case 'change':
      return [
        ['an account_update', { value: { event: 'VERIFIED_ACCOUNT' }, field: 'account_update' }],
        ['a security change', { value: { event: 'PIN_CHANGED' }, field: 'security' }],
        ['a text message without its text', make.messages(withoutText)],
        ['a message that is null', make.messages(null)],
        ['a status that is null', make.statuses(null)],
        ['a change whose value is null', { value: null, field: 'messages' }],
        ['a change without value', { field: 'messages' }],
      ];
    case 'message':
      return [
        ['a text message without its text', withoutText],
        ['a message that is null', null],
        ['an empty message', {}],
        ['a message that is a number', 1],
      ];
    case 'status':
      return [
        ['a status that is null', null],
        ['an empty status', {}],
        ['a status that is a number', 1],
      ];
  }
}
