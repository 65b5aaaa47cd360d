// Counts what becomes of a replay's events, in the transaction that settles them, and marks the dead letters that
// a replay has brought to their receiver. Queues that are no replay cost one look into a map.
import type { DeliveryState } from '../life-of-event.ts';
import { unpackMembers } from '../members.ts';
import { bytesOrNull, integer } from '../rows.ts';
import type { Database } from '../sqlite-driver.ts';

export interface ReplayBook {
  /** Events of a queue have gone from one state to another; from null: this was their first attempt. */
  note(change: StateChange): void;
  /** What the queue is has to be looked up again: a replay was made of it. */
  forget(queueId: number): void;
}

export interface StateChange {
  queueId: number;
  seqs: readonly number[];
  from: 'retrying' | null;
  to: DeliveryState;
}

interface Known {
  replayId: number;
  appId: number;
}

export function createReplayBook(writer: Database): ReplayBook {
  const known = new Map<number, Known | null>();
  const ofQueue = writer.prepare(`
    select id, app_id
    from replays
    where queue_id = ? -- its own index
  `);
  const count = writer.prepare(`
    update replays
    set retrying = retrying + ?, delivered = delivered + ?, dead = dead + ?, cancelled = cancelled + ?
    where id = ? -- primary key
  `);
  const mark = createMarking(writer);

  function replayOf(queueId: number): Known | null {
    const found = known.get(queueId);
    if (found !== undefined) return found;
    const row = ofQueue.get(queueId);
    const looked = row ? { replayId: integer(row, 'id'), appId: integer(row, 'app_id') } : null;
    known.set(queueId, looked);
    return looked;
  }

  return {
    note({ queueId, seqs, from, to }) {
      const replay = replayOf(queueId);
      if (!replay || from === to) return;
      const changes = (state: DeliveryState) => (Number(to === state) - Number(from === state)) * seqs.length;
      count.run(
        changes('retrying'),
        changes('delivered'),
        changes('dead'),
        changes('cancelled'),
        replay.replayId,
      );
      if (to === 'delivered') mark(replay, seqs);
    },
    forget(queueId) {
      known.delete(queueId);
    },
  };
}

/** The deliveries that an event belongs to, whatever their queues: it names them, or `grouped` leads to them. */
const carriers = `
  d.first_seq in (select ?1 union all select first_seq from grouped where seq = ?1) -- primary keys
  and (d.first_seq = ?1 or exists (
    select 1
    from grouped g
    where g.seq = ?1 and g.queue_id = d.queue_id and g.first_seq = d.first_seq
  ))`;

/** A dead letter counts as replayed when replays have brought all of its events: each body goes by itself. */
function createMarking(writer: Database) {
  const carrying = writer.prepare(`
    select d.first_seq, d.queue_id, d.members
    from deliveries d
    where ${carriers}
      and d.state in ('dead', 'cancelled')
      and d.replayed_by is null
      and +d.queue_id in (
        select q.id
        from endpoints e -- index endpoints_by_app
        join queues q on q.endpoint_id = e.id -- index queues_by_endpoint
        where e.app_id = ?2
      )
  `);
  const brought = writer.prepare(`
    select 1
    from deliveries d
    cross join replays r on r.queue_id = d.queue_id -- its own index
    where ${carriers}
      and d.state = 'delivered'
      and r.app_id = ?2
  `);
  const set = writer.prepare(`
    update deliveries
    set replayed_by = ?
    where first_seq = ? and queue_id = ? -- primary key
  `);
  return ({ replayId, appId }: Known, seqs: readonly number[]) => {
    const delivered = new Set(seqs);
    const hasArrived = (seq: number) => delivered.has(seq) || brought.get(seq, appId) !== undefined;
    for (const seq of seqs) {
      for (const row of carrying.all(seq, appId)) {
        const firstSeq = integer(row, 'first_seq');
        // From the end, where what a replay has yet to take is: one look tells that it is not whole.
        const members = unpackMembers(firstSeq, bytesOrNull(row, 'members')).reverse();
        if (members.every(hasArrived)) set.run(replayId, firstSeq, integer(row, 'queue_id'));
      }
    }
  };
}
