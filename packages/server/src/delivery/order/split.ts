// When a delivery of several bodies is taken apart again. Pure. A coalesced notification that is refused twice goes
// back to the bodies it was made of, since the fault may lie with one of them. One that has reached its give-up time
// takes only those members along that have reached theirs: coalescing costs no event a day of its seven.
import type { Released, Settlement } from '../../store/life-of-event.ts';
import type { OwedEvent } from '../../store/store.ts';
import { isAttemptFault } from '../faults/fault-plan.ts';

export interface SplitFacts {
  /** What was sent, or would have been. */
  events: readonly OwedEvent[];
  /** How the attempt before ended; null: there was none. */
  previousReason: string | null;
  now: number;
  giveUpAt: (acceptedAt: number) => number;
  strandOf: (event: OwedEvent) => number;
}

/** The settlement as it is, or that of what stays together, releasing the rest. */
export function splitIfNeeded(settlement: Settlement, facts: SplitFacts): Settlement {
  const wanted = new Set(settlement.seqs);
  const members = facts.events.filter(({ seq }) => wanted.has(seq));
  const firstGroup = members[0]?.group;
  if (members.every(({ group }) => group === firstGroup)) return settlement;
  // What was sent badly on purpose was refused with reason.
  const isFair = !settlement.attempt?.faults?.some(isAttemptFault);
  if (isFair && isRefusedTwice(settlement, facts.previousReason)) {
    // Not a question of time: each body is tried by itself at once.
    return keeping(settlement, facts, members, ({ group }) => group === firstGroup, facts.now);
  }
  if (settlement.state !== 'dead') return settlement;
  const isOver = ({ group, acceptedAt }: OwedEvent) =>
    group === firstGroup || facts.giveUpAt(acceptedAt) <= facts.now;
  return keeping(settlement, facts, members, isOver, settlement.nextAt);
}

function isRefusedTwice({ state, attempt }: Settlement, previousReason: string | null): boolean {
  if (state !== 'retrying' || attempt === null || previousReason === null) return false;
  const before = /^http_(\d{3})$/.exec(previousReason);
  return isRefusal(attempt.status) && isRefusal(before ? Number(before[1]) : null);
}

/** 408 and 429 say "later", not "not like this". */
function isRefusal(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function keeping(
  settlement: Settlement,
  { giveUpAt, strandOf }: SplitFacts,
  members: readonly OwedEvent[],
  stays: (event: OwedEvent) => boolean,
  nextAt: number | null,
): Settlement {
  const kept = members.filter(stays);
  const leaving = members.filter((event) => !stays(event));
  if (leaving.length === 0) return settlement;
  const acceptedAt = kept.reduce((at, event) => Math.min(at, event.acceptedAt), Infinity);
  const released = new Map<number, number[]>();
  for (const event of leaving) {
    const strand = strandOf(event);
    const seqs = released.get(strand);
    if (seqs) seqs.push(event.seq);
    else released.set(strand, [event.seq]);
  }
  return {
    ...settlement,
    seqs: kept.map(({ seq }) => seq),
    acceptedAt,
    giveUpAt: giveUpAt(acceptedAt),
    nextAt,
    released: [...released].map(([strand, seqs]): Released => ({ strand, seqs })),
  };
}
