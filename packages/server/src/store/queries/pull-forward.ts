// Brings the retries of a queue forward after an outage, oldest events first and evenly spaced, a page at a time:
// the endpoint that has just come back is not met by everything at once.
import { integer } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Deliveries } from '../store.ts';
import { pageSize } from './page.ts';

export function createPullForward({ writer, writeAlong }: Session): Pick<Deliveries, 'pullForward'> {
  const page = writer.prepare(`
    select first_seq
    from deliveries
    where state = 'retrying' and state <> 'delivered' -- the second half tells the planner that the index fits
      and first_seq > ? and +queue_id = ?
    order by first_seq -- index deliveries_unusual
    limit ?
  `);
  const move = writer.prepare(`
    update deliveries
    set next_at = ?
    where first_seq = ? and queue_id = ? -- primary key
      and state = 'retrying' and next_at > ?
  `);

  return {
    pullForward: ({ queueId, afterSeq, limit, startAt, everyMs }) =>
      writeAlong(() => {
        const seqs = page.all(afterSeq, queueId, pageSize(limit)).map((row) => integer(row, 'first_seq'));
        for (const [index, seq] of seqs.entries()) {
          const at = Math.round(startAt + index * everyMs);
          move.run(at, seq, queueId, at);
        }
        return { count: seqs.length, lastSeq: seqs.at(-1) ?? null };
      }),
  };
}
