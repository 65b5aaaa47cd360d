// Counts what a replay would take, slice by slice with a turn for other work between them.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReplayCount, ReplaySelection, Replays } from '../replays.ts';
import { integer, one } from '../rows.ts';
import type { Session } from '../session.ts';
import { createSelectionReads, type SelectedEvent } from './replay-selection.ts';

/** A few milliseconds of reading. */
const seqsPerSlice = 2_000;
/** Beyond it an answer is "at least". */
const countMax = 1_000_000;
const kindsMax = 10_000;

export function createReplayCount({ reader, read }: Session): Pick<Replays, 'count'> {
  const selected = createSelectionReads(reader);
  const ends = reader.prepare(`
    select coalesce(max(seq), 0) as last
    from events -- primary key, from its end
  `);

  /** Where to begin, and the last event there is. */
  function boundsOf(selection: ReplaySelection): { cursor: number; last: number } {
    const last = Math.min(selection.lastSeq, integer(one(ends.get()), 'last'));
    return { cursor: selected.startOf(selection) - 1, last };
  }

  return {
    async count(selection) {
      const tally = createTally();
      let { cursor, last } = await read(() => boundsOf(selection));
      while (cursor < last && !tally.isFull) {
        cursor = await read(() => {
          const first = selected.nextAfter(selection, cursor) ?? last + 1;
          if (first > last) return last;
          const slice = { first, last: Math.min(first + seqsPerSlice - 1, last) };
          for (const event of selected.within(selection, slice)) tally.add(event);
          return slice.last;
        });
        await nextTurn();
      }
      return tally.count(cursor >= last);
    },
  };
}

function createTally() {
  const kinds = new Map<string, ReplayCount['kinds'][number]>();
  const endpoints = new Map<number, number>();
  let events = 0;
  let stripped = 0;
  let bodies = 0;
  let lastGroup: number | null = null;
  let oldestAt: number | null = null;
  let newestAt: number | null = null;

  function addSendable({ group, wabaId, entryId, field, origin }: SelectedEvent): void {
    if (group !== lastGroup) bodies += 1;
    lastGroup = group;
    const key = JSON.stringify([wabaId, entryId, field, origin]);
    const kind = kinds.get(key);
    if (kind) kind.events += 1;
    else if (kinds.size < kindsMax) kinds.set(key, { wabaId, entryId, field, origin, events: 1 });
  }

  return {
    get isFull() {
      return events >= countMax;
    },
    add(event: SelectedEvent): void {
      const { acceptedAt, endpointId } = event;
      events += 1;
      oldestAt = Math.min(oldestAt ?? acceptedAt, acceptedAt);
      newestAt = Math.max(newestAt ?? acceptedAt, acceptedAt);
      if (endpointId !== null) endpoints.set(endpointId, (endpoints.get(endpointId) ?? 0) + 1);
      if (event.isStripped) stripped += 1;
      else addSendable(event);
    },
    count: (isComplete: boolean): ReplayCount => ({
      events,
      stripped,
      bodies,
      oldestAt,
      newestAt,
      endpoints: [...endpoints].map(([endpointId, count]) => ({ endpointId, events: count })),
      kinds: [...kinds.values()],
      isComplete,
    }),
  };
}
