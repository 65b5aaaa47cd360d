// The events that a replay's selection holds within a range of seqs: one answer for counting, taking and keeping
// them from retention, so that the three agree. Deliveries are judged by their first event and taken whole.
import type { Origin } from '../life-of-event.ts';
import type { ReplayableState, ReplaySelection } from '../replays.ts';
import { integer, integerOrNull, one, text, word } from '../rows.ts';
import type { Database, Row, SqlValue, Statement } from '../sqlite-driver.ts';
import type { SeqRange } from './held-events.ts';
import { createMarkReads } from './marks.ts';

export interface SelectedEvent {
  seq: number;
  group: number;
  /** The change was emptied by retention. */
  isStripped: boolean;
  acceptedAt: number;
  wabaId: number | null;
  entryId: string;
  field: string;
  origin: Origin;
  /** The endpoint that the delivery was owed to; null where events are selected. */
  endpointId: number | null;
}

export interface SelectionReads {
  /** In order of seq, each once. */
  within(selection: ReplaySelection, range: SeqRange): SelectedEvent[];
  /** No selected event stands before the answer and after `seq`; null: none at all does. */
  nextAfter(selection: ReplaySelection, seq: number): number | null;
  /** No selected event stands before the answer. */
  startOf(selection: ReplaySelection): number;
}

const columns =
  'e.seq, e."group", length(e.change) as bytes, e.accepted_at, e.waba_id, e.entry_id, e.field, e.origin';

export function createSelectionReads(database: Database): SelectionReads {
  const events = database.prepare(`
    select ${columns}, null as endpoint_id
    from events e
    where e.seq >= ?1 and e.seq <= ?2 -- primary key
      and (?3 is null or e.waba_id = ?3)
      and (?4 is null or e.field = ?4)
      and (?5 is null or e.accepted_at >= ?5)
      and (?6 is null or e.accepted_at < ?6)
    order by e.seq
  `);
  const nextEvent = database.prepare(`
    select min(seq) as seq
    from events
    where seq > ? -- primary key
  `);
  const marks = createMarkReads(database);
  const nextGrouped = database.prepare(`
    select min(seq) as seq
    from grouped
    where seq > ? -- primary key
  `);
  const byState: Record<ReplayableState, ReturnType<typeof deliveriesIn>> = {
    dead: deliveriesIn(database, 'dead'),
    cancelled: deliveriesIn(database, 'cancelled'),
    retrying: deliveriesIn(database, 'retrying'),
  };

  return {
    within(selection, range) {
      const { wabaId, field, since, until } = selection;
      if (selection.source === 'events') {
        return events.all(range.first, range.last, wabaId, field, since, until).map(toSelected);
      }
      const { appId, endpointId, reason, includeReplayed } = selection;
      const wanted: SqlValue[] = [wabaId, field, since, until, appId, endpointId, reason];
      const found = new Map<number, SelectedEvent>();
      for (const state of selection.states) {
        const rows = byState[state].within.all(range.first, range.last, ...wanted, Number(includeReplayed));
        for (const row of rows) found.set(integer(row, 'seq'), toSelected(row));
      }
      return [...found.values()].sort((a, b) => a.seq - b.seq);
    },
    nextAfter(selection, seq) {
      const nexts =
        selection.source === 'events'
          ? [nextEvent]
          : [nextGrouped, ...selection.states.map((state) => byState[state].next)];
      const seqs = nexts.flatMap((next) => integerOrNull(one(next.get(seq)), 'seq') ?? []);
      return seqs.length > 0 ? Math.min(...seqs) : null;
    },
    startOf({ since, firstSeq, lastSeq }) {
      if (since === null || !marks.reachBackTo(since)) return firstSeq;
      return Math.max(firstSeq, marks.firstSeqSince(since) ?? lastSeq + 1);
    },
  };
}

/** The state is part of the text, because the planner fits the partial index by it. */
function deliveriesIn(database: Database, state: ReplayableState): { within: Statement; next: Statement } {
  const matches = `
    d.state = '${state}' and d.state <> 'delivered'
      and (?3 is null or f.waba_id = ?3)
      and (?4 is null or f.field = ?4)
      and (?5 is null or d.accepted_at >= ?5)
      and (?6 is null or d.accepted_at < ?6)
      and ep.app_id = ?7
      and (?8 is null or ep.id = ?8)
      and (?9 is null or d.reason = ?9)
      and (?10 = 1 or d.replayed_by is null)`;
  // Primary keys all; the first event of the delivery, and whose the delivery was.
  const context = `
    cross join events f on f.seq = d.first_seq
    cross join queues q on q.id = d.queue_id
    cross join endpoints ep on ep.id = q.endpoint_id`;
  return {
    within: database.prepare(`
      select ${columns}, c.endpoint_id
      from (
        select d.first_seq as seq, ep.id as endpoint_id
        from deliveries d -- index deliveries_unusual
        ${context}
        where d.first_seq >= ?1 and d.first_seq <= ?2 and ${matches}
        union all
        select g.seq, ep.id as endpoint_id
        from grouped g -- primary keys of both
        cross join deliveries d on d.first_seq = g.first_seq and d.queue_id = g.queue_id
        ${context}
        where g.seq >= ?1 and g.seq <= ?2 and ${matches}
      ) c
      cross join events e on e.seq = c.seq -- primary key
    `),
    next: database.prepare(`
      select min(first_seq) as seq
      from deliveries
      where state = '${state}' and state <> 'delivered' and first_seq > ? -- index deliveries_unusual
    `),
  };
}

const origins: readonly Origin[] = ['upstream', 'publish', 'simulator', 'test'];

function toSelected(row: Row): SelectedEvent {
  return {
    seq: integer(row, 'seq'),
    group: integer(row, 'group'),
    isStripped: integer(row, 'bytes') === 0,
    acceptedAt: integer(row, 'accepted_at'),
    wabaId: integerOrNull(row, 'waba_id'),
    entryId: text(row, 'entry_id'),
    field: text(row, 'field'),
    origin: word(row, 'origin', origins),
    endpointId: integerOrNull(row, 'endpoint_id'),
  };
}
