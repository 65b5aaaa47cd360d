// Makes replays, ends them and shows them. What they take is decided in replay-fill.ts.
import type {
  Idempotency,
  NewReplay,
  ReplayCreated,
  ReplaySelection,
  Replays,
  StoredReplay,
} from '../replays.ts';
import { bytes, integer, one, orNull } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Database } from '../sqlite-driver.ts';
import { pageSize } from './page.ts';
import type { ReplayBook } from './replay-book.ts';
import { replayColumns, replayTables, toReplay } from './replay-rows.ts';
import { createSelectionReads } from './replay-selection.ts';

/** Each running replay is asked what retention must leave to it, with every step of it. */
export const runningMax = 20;

export function createReplayVerbs(
  session: Session,
  book: ReplayBook,
): Pick<Replays, 'known' | 'create' | 'get' | 'list' | 'cancel'> {
  const { reader, writer, read, write } = session;
  const byId = createById(reader);
  const page = reader.prepare(`
    select ${replayColumns}
    from ${replayTables}
    where r.id < ?
    order by r.id desc -- primary key
    limit ?
  `);
  const make = createMaking(writer, book);
  const end = createReplayEnds(writer);
  const current = createById(writer);
  const known = createKnown(reader);

  return {
    create: (replay) =>
      write((transaction) => {
        const created = make(replay);
        if (created.kind === 'created') transaction.routesChanged();
        return created;
      }),
    known: (idempotency) => read(() => known(idempotency)),
    get: (id) => read(() => byId(id)),
    list: ({ beforeId = Number.MAX_SAFE_INTEGER, limit }) =>
      read(() => page.all(beforeId, pageSize(limit)).map(toReplay)),
    cancel: (id, at) =>
      write((transaction) => {
        if (end.cancel(id, { reason: 'asked', at, closesQueue: true })) transaction.routesChanged();
        return current(id);
      }),
  };
}

function createById(database: Database): (id: number) => StoredReplay | null {
  const byId = database.prepare(`
    select ${replayColumns}
    from ${replayTables}
    where r.id = ? -- primary key
  `);
  return (id) => orNull(byId.get(id), toReplay);
}

function createMaking(writer: Database, book: ReplayBook): (replay: NewReplay) => ReplayCreated {
  const current = createById(writer);
  const known = createKnown(writer);
  const countRunning = writer.prepare(`
    select count(*) as count
    from replays
    where state = 'running' -- index replays_running
  `);
  const open = writer.prepare(`
    select 1
    from endpoints
    where id = ? and state = 'open' -- primary key
  `);
  const lastEvent = writer.prepare('select coalesce(max(seq), 0) as seq from events');
  const insertQueue = writer.prepare(`
    insert into queues (endpoint_id, kind, state)
    values (?, 'replay', 'open')
    returning id
  `);
  const insert = createInsert(writer);
  const { startOf } = createSelectionReads(writer);

  return (replay) => {
    const { selection, endpointId, idempotency } = replay;
    const answered = idempotency && known(idempotency);
    if (answered) return answered;
    const running = integer(one(countRunning.get()), 'count');
    if (running >= runningMax) return { kind: 'too_many', running };
    if (!open.get(endpointId)) return { kind: 'not_open' };
    // What is accepted from now on is no history.
    const lastSeq = Math.min(selection.lastSeq, integer(one(lastEvent.get()), 'seq'));
    const queueId = integer(one(insertQueue.get(endpointId)), 'id');
    const bounds = { firstSeq: startOf(selection), lastSeq };
    const id = insert({ ...replay, selection: { ...selection, ...bounds } }, queueId);
    book.forget(queueId);
    const made = current(id);
    if (!made) throw new Error('A replay that was just made is not there.');
    return { kind: 'created', replay: made };
  };
}

function createKnown(database: Database): (idempotency: Idempotency) => ReplayCreated | null {
  const byKey = database.prepare(`
    select ${replayColumns}, r.body_hash
    from ${replayTables}
    where r.key_hash = ? -- index replays_by_key
  `);
  return ({ keyHash, bodyHash }) => {
    const row = byKey.get(keyHash);
    if (!row) return null;
    const isSame = Buffer.compare(bytes(row, 'body_hash'), bodyHash) === 0;
    return isSame ? { kind: 'repeated', replay: toReplay(row) } : { kind: 'key_reused' };
  };
}

function createInsert(writer: Database): (replay: NewReplay, queueId: number) => number {
  const appOfEndpoint = writer.prepare('select app_id from endpoints where id = ?');
  const insert = writer.prepare(`
    insert into replays (
      queue_id, app_id, source, states, source_endpoint_id, waba_id, field, reason, since, until, first_seq, last_seq,
      include_replayed, rate_per_second, state, started_at, cursor, total, key_hash, body_hash
    )
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?)
    returning id
  `);
  return ({ selection, endpointId, ratePerSecond, startedAt, total, idempotency }, queueId) => {
    const { wabaId, field, since, until, firstSeq, lastSeq } = selection;
    const { appId, states, sourceEndpointId, reason, includeReplayed } = ofDeliveries(
      selection,
      integer(one(appOfEndpoint.get(endpointId)), 'app_id'),
    );
    const row = insert.get(
      queueId,
      appId,
      selection.source,
      states.join(' '),
      sourceEndpointId,
      wabaId,
      field,
      reason,
      since,
      until,
      firstSeq,
      lastSeq,
      Number(includeReplayed),
      ratePerSecond,
      startedAt,
      firstSeq - 1,
      total,
      idempotency?.keyHash ?? null,
      idempotency?.bodyHash ?? null,
    );
    return integer(one(row), 'id');
  };
}

/** Events that reach an app count for its own dead letters of them. */
function ofDeliveries(selection: ReplaySelection, targetAppId: number) {
  if (selection.source === 'deliveries') {
    const { appId, states, endpointId: sourceEndpointId, reason, includeReplayed } = selection;
    return { appId, states, sourceEndpointId, reason, includeReplayed };
  }
  return {
    appId: targetAppId,
    states: [],
    sourceEndpointId: null,
    reason: null,
    includeReplayed: false,
  };
}

export interface ReplayEnds {
  /** Answers whether it was running. What a closed queue still holds is no longer owed. */
  cancel(id: number, end: { reason: string; at: number; closesQueue: boolean }): boolean;
  done(id: number, at: number): void;
}

export function createReplayEnds(writer: Database): ReplayEnds {
  const cancel = writer.prepare(`
    update replays
    set state = 'cancelled', end_reason = ?, ended_at = ?
    where id = ? and state = 'running' -- primary key
  `);
  const closeQueue = writer.prepare(`
    update queues
    set state = 'closed'
    where id = (select queue_id from replays where id = ?) -- primary keys
  `);
  const done = writer.prepare(`
    update replays
    set state = 'done', ended_at = ?
    where id = ? -- primary key
  `);
  return {
    cancel(id, { reason, at, closesQueue }) {
      const { changes } = cancel.run(reason, at, id);
      if (changes > 0 && closesQueue) closeQueue.run(id);
      return changes > 0;
    },
    done(id, at) {
      done.run(at, id);
    },
  };
}
