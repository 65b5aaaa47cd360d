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
  const idle = writer.prepare(`
    select e.id
    from endpoints e
    where e.state <> 'open'
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
        deleteQueues.run(id);
        deleteEndpoint.run(id);
      }
      return ids.length;
    },
  };
}
