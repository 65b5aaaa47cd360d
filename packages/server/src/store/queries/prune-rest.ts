// Removes what is not about events: old lines of the audit log, and callbacks that were ended and have nothing
// left, neither owed nor to show.
import { integer } from '../rows.ts';
import type { Database } from '../sqlite-driver.ts';

const auditPerStep = 500;
const endpointsPerStep = 100;

export interface PruneRest {
  /** Entries from before this time; answers how many. */
  audit(before: number): number;
  /** Answers how many. */
  endpoints(): number;
  /** Replays that ended before this time and have nothing left to show. */
  replays(before: number): void;
}

export function createPruneRest(writer: Database): PruneRest {
  // Ids rise with time, so the old ones are the first.
  const oldestAudit = writer.prepare(`
    select id, at
    from audit
    order by id -- primary key
    limit ${auditPerStep}
  `);
  const deleteAudit = writer.prepare(`
    delete from audit
    where id <= ? -- primary key
  `);
  // The newest stay, so that their ids are not given again: delivery remembers queues by theirs.
  const idle = writer.prepare(`
    select e.id
    from endpoints e
    where e.state <> 'open'
      and e.id < (select max(id) from endpoints)
      and not exists (
        select 1
        from queues q -- index queues_by_endpoint
        where q.endpoint_id = e.id and q.id = (select max(id) from queues)
      )
      and not exists (
        select 1
        from app_subscriptions s -- primary key
        where s.app_id = e.app_id and s.endpoint_id = e.id
      )
      and not exists (
        select 1
        from queues q -- index queues_by_endpoint
        where q.endpoint_id = e.id and (
          exists (select 1 from pending p where p.queue_id = q.id) -- primary key
          or exists (select 1 from held h where h.queue_id = q.id) -- primary key
          or exists (select 1 from deliveries d where d.queue_id = q.id) -- index deliveries_by_queue
        )
      )
    limit ${endpointsPerStep}
  `);
  const deleteReplays = writer.prepare(`
    delete from replays
    where queue_id in (select id from queues where endpoint_id = ?) -- indexes of both
  `);
  const deleteQueues = writer.prepare(`
    delete from queues
    where endpoint_id = ? -- index queues_by_endpoint
  `);
  const deleteEndpoint = writer.prepare(`
    delete from endpoints
    where id = ? -- primary key
  `);

  return {
    audit(before) {
      let last: number | null = null;
      let count = 0;
      for (const row of oldestAudit.iterate()) {
        if (integer(row, 'at') >= before) break;
        last = integer(row, 'id');
        count += 1;
      }
      if (last !== null) deleteAudit.run(last);
      return count;
    },
    endpoints() {
      const ids = idle.all().map((row) => integer(row, 'id'));
      for (const id of ids) {
        deleteReplays.run(id);
        deleteQueues.run(id);
        deleteEndpoint.run(id);
      }
      return ids.length;
    },
    replays: createReplayRemoval(writer),
  };
}

function createReplayRemoval(writer: Database): (before: number) => void {
  // The newest stays, so that its ids are not given again: headers and rows elsewhere name them.
  const ended = writer.prepare(`
    select r.id, r.queue_id
    from replays r -- few, by primary key
    where r.state <> 'running' and r.ended_at < ?
      and r.id < (select max(id) from replays)
      and not exists (select 1 from pending p where p.queue_id = r.queue_id) -- primary key
      and not exists (select 1 from deliveries d where d.queue_id = r.queue_id) -- index deliveries_by_queue
    limit ${endpointsPerStep}
  `);
  const deleteReplay = writer.prepare(`
    delete from replays
    where id = ? -- primary key
  `);
  const deleteQueue = writer.prepare(`
    delete from queues
    where id = ? -- primary key
  `);
  return (before) => {
    for (const row of ended.all(before)) {
      deleteReplay.run(integer(row, 'id'));
      deleteQueue.run(integer(row, 'queue_id'));
    }
  };
}
