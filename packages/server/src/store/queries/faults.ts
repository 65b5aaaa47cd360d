// Faults of apps, and what was sent because of them. The parameters are one JSON text: they are read and written
// as a whole, and which there are changes with the version.
import { type AppFaults, type FaultBook, type FaultExtra, faultExtrasMax } from '../faults.ts';
import { flag, integer, integerOrNull, orNull, text } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Database, Row } from '../sqlite-driver.ts';
import { explained } from './refusals.ts';

const faultColumns = 'app_id, seed, is_marked, set_at, expires_at, settings';

export function createFaultBook(session: Session): FaultBook {
  return { ...createFaultSets(session), ...createExtras(session) };
}

/** For routing: those of all apps. */
export function createFaultReads(reader: Database): () => AppFaults[] {
  const all = reader.prepare(`select ${faultColumns} from app_faults order by app_id -- primary key`);
  return () => all.all().map(toFaults);
}

function createFaultSets({ reader, writer, read, write }: Session): Pick<FaultBook, 'get' | 'set' | 'clear'> {
  const byApp = reader.prepare(`
    select ${faultColumns}
    from app_faults
    where app_id = ? -- primary key
  `);
  const upsert = writer.prepare(`
    insert into app_faults (${faultColumns})
    values (?, ?, ?, ?, ?, ?)
    on conflict (app_id) do update set
      seed = excluded.seed,
      is_marked = excluded.is_marked,
      set_at = excluded.set_at,
      expires_at = excluded.expires_at,
      settings = excluded.settings
  `);
  const remove = writer.prepare('delete from app_faults where app_id = ? -- primary key');

  return {
    get: (appId) => read(() => orNull(byApp.get(appId), toFaults)),
    set: ({ appId, seed, isMarked, setAt, expiresAt, faults }) =>
      write((transaction) => {
        const refusals = {
          conflict: `The faults of app ${appId} exist already.`,
          missing: `There is no app ${appId}.`,
        };
        const settings = JSON.stringify(faults);
        explained(refusals, () => upsert.run(appId, seed, isMarked ? 1 : 0, setAt, expiresAt, settings));
        transaction.routesChanged();
      }),
    clear: (appId) =>
      write((transaction) => {
        const cleared = remove.run(appId).changes > 0;
        if (cleared) transaction.routesChanged();
        return { cleared };
      }),
  };
}

function createExtras({
  reader,
  writer,
  read,
  writeAlong,
}: Session): Pick<FaultBook, 'noteExtras' | 'extras'> {
  const insert = writer.prepare(`
    insert into fault_extras (app_id, fault, queue_id, first_seq, at, duration_ms, bytes, status, reason)
    select a.id, ?, ?, ?, ?, ?, ?, ?, ?
    from apps a
    where a.id = ? -- primary key
  `);
  const trim = writer.prepare(`
    delete from fault_extras
    where app_id = ? and id <= ( -- index fault_extras_by_app
      select id
      from fault_extras
      where app_id = ?
      order by id desc
      limit 1 offset ${faultExtrasMax}
    )
  `);
  const latest = reader.prepare(`
    select app_id, fault, queue_id, first_seq, at, duration_ms, bytes, status, reason
    from fault_extras
    where app_id = ? -- index fault_extras_by_app
    order by id desc
    limit ?
  `);

  return {
    noteExtras: (extras) =>
      writeAlong(() => {
        for (const { appId, fault, queueId, firstSeq, at, durationMs, bytes, status, reason } of extras)
          insert.run(fault, queueId, firstSeq, at, durationMs, bytes, status, reason, appId);
        for (const appId of new Set(extras.map((each) => each.appId))) trim.run(appId, appId);
      }),
    extras: ({ appId, limit }) => read(() => latest.all(appId, limit).map(toExtra)),
  };
}

function toFaults(row: Row): AppFaults {
  return {
    appId: integer(row, 'app_id'),
    seed: integer(row, 'seed'),
    isMarked: flag(row, 'is_marked'),
    setAt: integer(row, 'set_at'),
    expiresAt: integerOrNull(row, 'expires_at'),
    // Written by `set` above, of this shape.
    faults: JSON.parse(text(row, 'settings')) as AppFaults['faults'],
  };
}

function toExtra(row: Row): FaultExtra {
  return {
    appId: integer(row, 'app_id'),
    fault: text(row, 'fault'),
    queueId: integer(row, 'queue_id'),
    firstSeq: integer(row, 'first_seq'),
    at: integer(row, 'at'),
    durationMs: integer(row, 'duration_ms'),
    bytes: integer(row, 'bytes'),
    status: integerOrNull(row, 'status'),
    reason: text(row, 'reason'),
  };
}
