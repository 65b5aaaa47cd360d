// Reads stored events. A filter has no index of its own: the search walks back from the newest event in
// slices and lets other work have a turn between them.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { integer, one, orNull } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import type { EventFilter, Events, StoredEvent } from '../store.ts';
import { eventColumns, toOwedEvent } from './owed.ts';
import { pageSize } from './page.ts';

/** Seqs searched at once: a few milliseconds of reading. */
const sliceSeqs = 5_000;

export function createEventReads({ reader, read }: Session): Pick<Events, 'list' | 'get'> {
  const bySeq = reader.prepare(`
    select ${eventColumns}
    from events e
    where e.seq = ? -- primary key
  `);
  const slice = reader.prepare(`
    select ${eventColumns}
    from events e
    where e.seq < ?1 and e.seq >= ?2 -- primary key
      and (?3 is null or e.waba_id = ?3)
      and (?4 is null or e.field = ?4)
      and (?5 is null or e.phone_number = ?5)
    order by e.seq desc
    limit ?6
  `);
  const ends = reader.prepare(`
    select
      (select coalesce(min(seq), 0) from events) as first,
      (select coalesce(max(seq), 0) from events) as last -- primary key, from both ends
  `);

  async function list(filter: EventFilter): Promise<StoredEvent[]> {
    const limit = pageSize(filter.limit);
    const { first, last } = await read(() => {
      const row = one(ends.get());
      return { first: integer(row, 'first'), last: integer(row, 'last') };
    });
    const wanted = [filter.wabaId ?? null, filter.field ?? null, filter.phoneNumber ?? null];
    const found: StoredEvent[] = [];
    let before = Math.min(filter.beforeSeq ?? Number.POSITIVE_INFINITY, last + 1);
    while (before > first && found.length < limit) {
      const from = Math.max(before - sliceSeqs, 0);
      const rows = await read(() => slice.all(before, from, ...wanted, limit - found.length));
      found.push(...rows.map(toStoredEvent));
      before = from;
      if (before > first && found.length < limit) await nextTurn();
    }
    return found;
  }

  return { list, get: (seq) => read(() => orNull(bySeq.get(seq), toStoredEvent)) };
}

/** A stored event and an owed one are the same facts; only the reasons to read them differ. */
function toStoredEvent(row: Row): StoredEvent {
  return toOwedEvent(row);
}
