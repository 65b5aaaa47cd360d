// Which events of a range of seqs must stay, and why. Run inside the transaction that removes the others, so that
// nothing can become owed in between.
import { integer } from '../rows.ts';
import type { Database, Statement } from '../sqlite-driver.ts';
import { createReplayHold } from './replay-hold.ts';

export interface SeqRange {
  first: number;
  last: number;
}

export interface HeldEvents {
  /** Owed: pending in a queue, held outside of it, waiting for another try, or to be taken by a running replay. */
  owed(range: SeqRange): Set<number>;
  /** Carried by a dead letter that died after this time. */
  deadSince(range: SeqRange, at: number): Set<number>;
  /** Carried by any delivery that did not succeed. */
  undelivered(range: SeqRange): Set<number>;
}

export function createHeldEvents(writer: Database): HeldEvents {
  // Hops from queue to queue along the primary key, then reads the range of each: the index leads with the queue.
  const pending = writer.prepare(`
    with recursive hop (queue_id) as (
      select min(queue_id) from pending
      union all
      select (select min(p.queue_id) from pending p where p.queue_id > hop.queue_id)
      from hop
      where hop.queue_id is not null
    )
    select p.seq
    from hop
    cross join pending p on p.queue_id = hop.queue_id
    where p.seq >= ?1 and p.seq <= ?2
  `);
  const held = writer.prepare(`
    with recursive hop (queue_id) as (
      select min(queue_id) from held
      union all
      select (select min(h.queue_id) from held h where h.queue_id > hop.queue_id)
      from hop
      where hop.queue_id is not null
    )
    select h.seq
    from hop
    cross join held h on h.queue_id = hop.queue_id -- primary key
    where h.seq >= ?1 and h.seq <= ?2
  `);
  const replaying = createReplayHold(writer);
  const retrying = carriedBy(writer, "d.state = 'retrying'");
  const dead = carriedBy(writer, "d.state = 'dead' and coalesce(d.last_attempt_at, d.give_up_at) > ?3");
  const unusual = carriedBy(writer, "d.state in ('retrying', 'dead', 'cancelled')");

  return {
    owed({ first, last }) {
      const owed = seqsOf([pending, held, retrying].flatMap((each) => each.all(first, last)));
      for (const seq of replaying({ first, last })) owed.add(seq);
      return owed;
    },
    deadSince: ({ first, last }, at) => seqsOf(dead.all(first, last, at)),
    undelivered: ({ first, last }) => seqsOf(unusual.all(first, last)),
  };
}

/** The first event of a delivery names it; the others are found through `grouped`. */
function carriedBy(writer: Database, condition: string): Statement {
  return writer.prepare(`
    select d.first_seq as seq
    from deliveries d
    where ${condition} and d.state <> 'delivered'
      and d.first_seq >= ?1 and d.first_seq <= ?2 -- index deliveries_unusual
    union all
    select g.seq
    from grouped g -- primary keys of both
    cross join deliveries d on d.first_seq = g.first_seq and d.queue_id = g.queue_id
    where g.seq >= ?1 and g.seq <= ?2 and ${condition}
  `);
}

function seqsOf(rows: ReturnType<Statement['all']>): Set<number> {
  return new Set(rows.map((row) => integer(row, 'seq')));
}
