// Writes one accepted request: its events, what is owed of them, and the answer under its idempotency key.
// Called inside a transaction that may hold many requests.
import { bytes, integer } from '../rows.ts';
import type { Database, Row } from '../sqlite-driver.ts';
import type { AcceptOutcome, AcceptRequest, NewEvent } from '../store.ts';
import { createContentKeys } from './content-keys.ts';

/** Keys are remembered this long. */
const keyLifeMs = 24 * 60 * 60 * 1000;
/** How often old keys are looked for, and how many go at once, so that no commit is held up by them. */
const forgetEveryMs = 60_000;
const forgetMax = 500;

export interface AcceptWrites {
  /** The first event that is stored gets `seq`. */
  accept(request: AcceptRequest, at: { seq: number; routesVersion: number; now: number }): AcceptResult;
  /** Removes a few keys that are too old to count, now and then. */
  forgetOldKeys(now: number): void;
}

export interface AcceptResult {
  outcome: AcceptOutcome;
  /** Those of the request that are no duplicates, in order; empty unless the outcome is `accepted`. */
  stored: readonly NewEvent[];
}

export function createAcceptWrites(writer: Database): AcceptWrites {
  const insertEvents = createEventWrites(writer);
  const keys = createKeyWrites(writer);
  const contentKeys = createContentKeys(writer);
  let forgetAt = 0;

  function withoutDuplicates({ events, dedupe }: AcceptRequest, now: number): readonly NewEvent[] {
    if (!dedupe) return events;
    const since = now - dedupe.windowMs;
    return events.filter((_event, index) => {
      const key = dedupe.keys[index];
      return !key || contentKeys.isNew(key, { now, since });
    });
  }

  return {
    accept(request, { seq, routesVersion, now }) {
      const { idempotency } = request;
      const known = idempotency && keys.find(idempotency.keyHash, now - keyLifeMs);
      if (known) {
        const isSame = sameBytes(known.bodyHash, idempotency.bodyHash);
        return refuse(isSame ? known.answer : { kind: 'key_reused' });
      }
      if (request.routesVersion !== routesVersion) return refuse({ kind: 'stale' });
      const stored = withoutDuplicates(request, now);
      insertEvents(request, stored, seq);
      const answer: Accepted =
        stored.length > 0
          ? { accepted: stored.length, firstSeq: seq, lastSeq: seq + stored.length - 1 }
          : { accepted: 0, firstSeq: 0, lastSeq: 0 };
      if (idempotency) keys.remember(idempotency, answer, now);
      const duplicates = request.events.length - stored.length;
      return { outcome: { kind: 'accepted', duplicates, ...answer }, stored };
    },
    forgetOldKeys(now) {
      if (now < forgetAt) return;
      const forgotten = keys.forget(now - keyLifeMs);
      forgetAt = forgotten < forgetMax ? now + forgetEveryMs : now;
    },
  };
}

function refuse(outcome: AcceptOutcome): AcceptResult {
  return { outcome, stored: [] };
}

interface Accepted {
  accepted: number;
  firstSeq: number;
  lastSeq: number;
}

function createEventWrites(writer: Database) {
  const insertEvent = writer.prepare(`
    insert into events (
      seq, "group", entry_no, waba_id, entry_id, entry_time_seconds,
      field, phone_number, origin, accepted_at, change
    )
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  `);
  const insertPending = writer.prepare(`
    insert into pending (queue_id, seq)
    values (?, ?)
  `);

  // A run at a time: a statement for each of a hundred neighbours costs more than finding them again.
  const insertPendingRun = writer.prepare(`
    insert into pending (queue_id, seq)
    select ?, seq
    from events
    where seq >= ? and seq <= ? -- primary key
  `);

  return ({ origin, acceptedAt }: AcceptRequest, events: readonly NewEvent[], firstSeq: number): void => {
    const common = commonQueues(events);
    let seq = firstSeq;
    for (const event of events) {
      insertEvent.run(
        seq,
        firstSeq,
        event.entryNo,
        event.wabaId,
        event.entryId,
        event.entryTime,
        event.field,
        event.phoneNumber,
        origin,
        acceptedAt,
        event.change,
      );
      if (!common) for (const queueId of event.queueIds) insertPending.run(queueId, seq);
      seq += 1;
    }
    for (const queueId of common ?? []) insertPendingRun.run(queueId, firstSeq, seq - 1);
  };
}

/** A shorter run is not worth looking for. */
const runLengthMin = 4;

/** The queues of all events alike; null: they differ, or are few. */
function commonQueues(events: readonly NewEvent[]): readonly number[] | null {
  const [first, ...others] = events;
  if (!first || events.length < runLengthMin) return null;
  const { queueIds } = first;
  const isSame = (each: NewEvent) =>
    each.queueIds === queueIds ||
    (each.queueIds.length === queueIds.length && each.queueIds.every((id, index) => id === queueIds[index]));
  return others.every(isSame) ? queueIds : null;
}

function createKeyWrites(writer: Database) {
  const select = writer.prepare(`
    select body_hash, accepted, first_seq, last_seq
    from idempotency
    where key_hash = ? and at > ? -- primary key
  `);
  // A key that is too old to count may still have its row.
  const upsert = writer.prepare(`
    insert into idempotency (key_hash, body_hash, accepted, first_seq, last_seq, at)
    values (?, ?, ?, ?, ?, ?)
    on conflict (key_hash) do update set
      body_hash = excluded.body_hash,
      accepted = excluded.accepted,
      first_seq = excluded.first_seq,
      last_seq = excluded.last_seq,
      at = excluded.at
  `);
  const deleteOld = writer.prepare(`
    delete from idempotency
    where key_hash in (
      select key_hash
      from idempotency
      where at <= ? -- index idempotency_by_age
      order by at
      limit ${forgetMax}
    )
  `);
  return {
    find(keyHash: Uint8Array, after: number) {
      const row = select.get(keyHash, after);
      return row && { bodyHash: bytes(row, 'body_hash'), answer: toAnswer(row) };
    },
    remember(key: { keyHash: Uint8Array; bodyHash: Uint8Array }, answer: Accepted, now: number): void {
      upsert.run(key.keyHash, key.bodyHash, answer.accepted, answer.firstSeq, answer.lastSeq, now);
    },
    forget: (until: number): number => deleteOld.run(until).changes,
  };
}

function toAnswer(row: Row): AcceptOutcome {
  return {
    kind: 'repeated',
    accepted: integer(row, 'accepted'),
    firstSeq: integer(row, 'first_seq'),
    lastSeq: integer(row, 'last_seq'),
  };
}

/** Hashes of a body its sender knows: nothing to hide, so no constant time. */
function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
