// Lists of deliveries. What an index leads to is read at once; other filters have none, so the search walks back
// from the newest delivery in slices and lets other work have a turn between them.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { integer, one } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Deliveries, DeliveryFilter, StoredDelivery } from '../store.ts';
import { createDeliveryPages } from './delivery-pages.ts';
import { createMarkReads } from './marks.ts';
import { pageSize } from './page.ts';

/** Seqs searched at once: a few milliseconds of reading. Deliveries that failed have an index of their own. */
const seqsPerSlice = 5_000;
const seqsPerSliceUnusual = 10_000;

export function createDeliverySearch({ reader, read }: Session): Deliveries['list'] {
  const page = createDeliveryPages(reader);
  const marks = createMarkReads(reader);
  const ends = reader.prepare(`
    select
      (select coalesce(min(first_seq), 0) from deliveries) as first,
      (select coalesce(max(first_seq), 0) from deliveries) as last -- primary key, from both ends
  `);

  function endsOf({ since, beforeSeq }: DeliveryFilter): { first: number; before: number } {
    const row = one(ends.get());
    const before = Math.min(beforeSeq ?? Number.POSITIVE_INFINITY, integer(row, 'last') + 1);
    const isMarked = since !== undefined && marks.reachBackTo(since);
    const first = isMarked ? (marks.firstSeqSince(since) ?? before) : integer(row, 'first');
    return { first, before };
  }

  async function walk(filter: DeliveryFilter): Promise<StoredDelivery[]> {
    const limit = pageSize(filter.limit);
    const isUnusual = filter.state !== undefined && filter.state !== 'delivered';
    const sliceSeqs = isUnusual ? seqsPerSliceUnusual : seqsPerSlice;
    const found: StoredDelivery[] = [];
    let { first, before } = await read(() => endsOf(filter));
    while (before > first && found.length < limit) {
      const from = Math.max(before - sliceSeqs, first);
      const slice = { ...filter, beforeSeq: before, limit: limit - found.length };
      found.push(...(await read(() => page(slice, from))));
      before = from;
      if (before > first && found.length < limit) await nextTurn();
    }
    return found;
  }

  return (filter) => (hasIndex(filter) ? read(() => page(filter)) : walk(filter));
}

function hasIndex({ seq, wabaId, field, reason, since, until }: DeliveryFilter): boolean {
  return seq !== undefined || [wabaId, field, reason, since, until].every((each) => each === undefined);
}
