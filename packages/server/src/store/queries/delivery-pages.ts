// Pages of deliveries, newest first. The cursor is a seq that several deliveries may share, so a page is
// longer than asked by those that share its last seq; otherwise the next page would miss them.
import { integer } from '../rows.ts';
import type { Database, SqlValue, Statement } from '../sqlite-driver.ts';
import type { DeliveryFilter, StoredDelivery } from '../store.ts';
import { deliveryColumns, deliveryTables, toStoredDelivery } from './delivery-rows.ts';
import { pageSize } from './page.ts';

/** How many may share one seq: far above any number of subscribers. */
const sharingMax = 10_000;

/** From the seq `before` (left out) down to the seq `from`. */
interface Range {
  before: number;
  from: number;
  limit: number;
}

/** `fromSeq`: only deliveries whose first seq is no smaller. */
export type DeliveryPages = (filter: DeliveryFilter, fromSeq?: number) => StoredDelivery[];

export function createDeliveryPages(reader: Database): DeliveryPages {
  const queuesOfApp = reader.prepare(`
    select q.id
    from endpoints e -- index endpoints_by_app
    join queues q on q.endpoint_id = e.id -- index queues_by_endpoint
    where e.app_id = ?
  `);
  const queueOfReplay = reader.prepare(`
    select queue_id as id
    from replays
    where id = ? -- primary key
  `);
  const search = createSearch(reader);

  /** null: all there are. */
  function queuesOf({ appId, replayId }: DeliveryFilter): number[] | null {
    if (replayId !== undefined) return queueOfReplay.all(replayId).map((row) => integer(row, 'id'));
    if (appId !== undefined) return queuesOfApp.all(appId).map((row) => integer(row, 'id'));
    return null;
  }

  return (filter, fromSeq = 0) => {
    const limit = pageSize(filter.limit);
    const range = { before: filter.beforeSeq ?? Number.MAX_SAFE_INTEGER, from: fromSeq, limit };
    const queueIds = queuesOf(filter);
    if (!queueIds) return untorn(range, (within) => search(filter, null, within));
    // Queue by queue, since only within one queue an index has the order of the page.
    const found = queueIds.flatMap((queueId) => search(filter, queueId, range)).sort(newestFirst);
    const lastSeq = found[limit - 1]?.firstSeq ?? 0;
    return found.filter((delivery) => delivery.firstSeq >= lastSeq);
  };
}

/** A page whose last seq is complete. */
function untorn(range: Range, find: (range: Range) => StoredDelivery[]): StoredDelivery[] {
  const page = find(range);
  const last = page.at(-1);
  if (!last || page.length < range.limit) return page;
  const sharing = find({ before: last.firstSeq + 1, from: last.firstSeq, limit: sharingMax });
  return [...page.filter((delivery) => delivery.firstSeq !== last.firstSeq), ...sharing];
}

/** One statement for each shape of filter, prepared when first asked for. */
function createSearch(reader: Database) {
  const statements = new Map<string, Statement>();

  return (filter: DeliveryFilter, queueId: number | null, range: Range): StoredDelivery[] => {
    const { terms, parameters } = conditions(filter, queueId, range);
    const sql = `
      select ${deliveryColumns}
      from ${deliveryTables}
      where ${terms.join(' and ')}
      order by d.first_seq desc, d.queue_id desc
      limit ?`;
    const statement = statements.get(sql) ?? reader.prepare(sql);
    statements.set(sql, statement);
    return statement.all(...parameters, range.limit).map(toStoredDelivery);
  };
}

/** A plus sign before a column keeps the planner from its index, where another term is narrower. */
function conditions(filter: DeliveryFilter, queueId: number | null, range: Range) {
  const { seq, state } = filter;
  const isUnusual = state !== undefined && state !== 'delivered';
  const terms: string[] = [];
  const parameters: SqlValue[] = [];
  if (seq !== undefined) {
    // Primary keys of both tables. The second half is the exact question, the first finds candidates quickly.
    terms.push(`d.first_seq in (select ? union all select first_seq from grouped where seq = ?)
      and (d.first_seq = ? or exists (
        select 1
        from grouped g
        where g.seq = ? and g.queue_id = d.queue_id and g.first_seq = d.first_seq
      ))`);
    parameters.push(seq, seq, seq, seq);
  }
  if (state !== undefined && seq === undefined && isUnusual) {
    // Partial index deliveries_unusual. The second half looks idle: it tells the planner that the index fits.
    terms.push("d.state = ? and d.state <> 'delivered'");
    parameters.push(state);
  } else if (state !== undefined) {
    terms.push('+d.state = ?');
    parameters.push(state);
  }
  if (queueId !== null) {
    // Index deliveries_by_queue.
    terms.push(isUnusual || seq !== undefined ? '+d.queue_id = ?' : 'd.queue_id = ?');
    parameters.push(queueId);
  }
  // Goes along with any of these indexes; primary key if there is none.
  terms.push(
    seq === undefined ? 'd.first_seq < ? and d.first_seq >= ?' : '+d.first_seq < ? and +d.first_seq >= ?',
  );
  parameters.push(range.before, range.from);
  for (const [term, value] of narrowing(filter)) {
    if (value === undefined) continue;
    terms.push(term);
    parameters.push(value);
  }
  return { terms, parameters };
}

/** Asked of every row that the terms above leave, so nothing here may lead the planner. */
function narrowing({
  wabaId,
  field,
  reason,
  since,
  until,
}: DeliveryFilter): [string, SqlValue | undefined][] {
  const first = (column: string) => `(select f.${column} from events f where f.seq = d.first_seq) = ?`;
  return [
    [first('waba_id'), wabaId],
    [first('field'), field],
    ['+d.reason = ?', reason],
    ['+d.accepted_at >= ?', since],
    ['+d.accepted_at < ?', until],
  ];
}

function newestFirst(one: StoredDelivery, other: StoredDelivery): number {
  return other.firstSeq - one.firstSeq || other.queueId - one.queueId;
}
