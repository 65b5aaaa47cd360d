// Dead letters in groups of endpoint, account, field and reason. Read page by page with a turn for other work
// between them: after an outage there may be very many.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeadLetterGroup, Replays } from '../replays.ts';
import { flag, integer, integerOrNull, text } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';

/** A few milliseconds of reading. */
const rowsPerPage = 2_000;
const pagesMax = 500;
const groupsMax = 1_000;

export function createDeadLetters({ reader, read }: Session): Pick<Replays, 'deadLetters'> {
  const page = reader.prepare(`
    select d.first_seq, d.queue_id, d.n, d.reason, d.accepted_at, d.replayed_by, f.waba_id, f.field, e.id as endpoint_id, e.app_id,
      exists (
        select 1
        from deliveries o -- primary keys all
        cross join queues oq on oq.id = o.queue_id and oq.kind = 'live'
        cross join endpoints oe on oe.id = oq.endpoint_id and oe.app_id = r.app_id
        where o.first_seq in (select d.first_seq union all select first_seq from grouped where seq = d.first_seq)
          and o.state = 'dead'
          and (o.first_seq = d.first_seq or exists (
            select 1
            from grouped g
            where g.seq = d.first_seq and g.queue_id = o.queue_id and g.first_seq = o.first_seq
          ))
      ) as died_before
    from deliveries d
    cross join events f on f.seq = d.first_seq -- primary keys all
    left join queues q on q.id = d.queue_id
    left join endpoints e on e.id = q.endpoint_id
    left join replays r on r.queue_id = d.queue_id -- its own index
    where d.state = 'dead' and d.state <> 'delivered' and (d.first_seq, d.queue_id) > (?, ?)
    order by d.first_seq, d.queue_id -- index deliveries_unusual, which ends with the primary key
    limit ?
  `);

  return {
    async deadLetters({ appId }) {
      const groups = new Map<string, DeadLetterGroup>();
      let cursor = [0, 0];
      let isComplete = false;
      for (let pages = 0; pages < pagesMax && !isComplete; pages++) {
        const rows = await read(() => page.all(...cursor, rowsPerPage));
        isComplete = rows.length < rowsPerPage;
        for (const row of rows) add(groups, row, appId);
        const last = rows.at(-1);
        if (last) cursor = [integer(last, 'first_seq'), integer(last, 'queue_id')];
        await nextTurn();
      }
      const sorted = [...groups.values()].sort((one, other) => other.deliveries - one.deliveries);
      return {
        groups: sorted.slice(0, groupsMax),
        isComplete: isComplete && sorted.length <= groupsMax,
      };
    },
  };
}

function add(groups: Map<string, DeadLetterGroup>, row: Row, onlyAppId: number | undefined): void {
  const appId = integerOrNull(row, 'app_id');
  const endpointId = integerOrNull(row, 'endpoint_id');
  if (appId === null || endpointId === null) return;
  if (onlyAppId !== undefined && onlyAppId !== appId) return;
  // What died again in a replay is counted where it died first.
  if (row.replayed_by !== null || flag(row, 'died_before')) return;
  const wabaId = integerOrNull(row, 'waba_id');
  const field = text(row, 'field');
  const reason = text(row, 'reason');
  const at = integer(row, 'accepted_at');
  const key = JSON.stringify([endpointId, wabaId, field, reason]);
  const group = groups.get(key) ?? {
    ...{ appId, endpointId, wabaId, field, reason },
    ...{ deliveries: 0, events: 0, oldestAt: at, newestAt: at },
  };
  group.deliveries += 1;
  group.events += integer(row, 'n');
  group.oldestAt = Math.min(group.oldestAt, at);
  group.newestAt = Math.max(group.newestAt, at);
  groups.set(key, group);
}
