// Limits, activity and kept health of single endpoints.
import type { Endpoints, KeptHealth } from '../endpoints.ts';
import type { Endpoint } from '../nouns.ts';
import { flag, integer, integerOrNull, textOrNull } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { StoreError } from '../store.ts';
import { createEndpointReads } from './endpoints.ts';

export function createEndpointState(session: Session): Endpoints {
  return { ...createSwitches(session), ...createHealth(session) };
}

function createSwitches(session: Session): Omit<Endpoints, 'health' | 'keepHealth'> {
  const { reader, writer, read, write } = session;
  const stored = createEndpointReads(reader);
  const fresh = createEndpointReads(writer);
  const setLimits = writer.prepare(`
    update endpoints
    set rate_per_second = ?, window_max = ?
    where id = ? -- primary key
  `);
  const deactivate = writer.prepare(`
    update endpoints
    set deactivated_at = ?
    where id = ? and state = 'open' and deactivated_at is null -- primary key
  `);
  const activate = writer.prepare(`
    update endpoints
    set deactivated_at = null
    where id = ? and deactivated_at is not null -- primary key
  `);

  function existing(endpointId: number): Endpoint {
    const endpoint = fresh.get(endpointId);
    if (!endpoint) throw new StoreError('missing', `There is no endpoint ${endpointId}.`);
    return endpoint;
  }

  return {
    get: (endpointId) => read(() => stored.get(endpointId)),
    limit: (endpointId, limits) =>
      write((transaction) => {
        const { ratePerSecond, windowMax } = { ...existing(endpointId), ...limits };
        setLimits.run(ratePerSecond, windowMax, endpointId);
        transaction.routesChanged();
        return existing(endpointId);
      }),
    deactivate: (endpointId, at) =>
      write((transaction) => {
        const changed = deactivate.run(at, endpointId).changes > 0;
        if (changed) transaction.routesChanged();
        return { changed };
      }),
    activate: (endpointId) =>
      write((transaction) => {
        const changed = activate.run(endpointId).changes > 0;
        if (changed) transaction.routesChanged();
        return { changed };
      }),
  };
}

function createHealth({
  reader,
  writer,
  read,
  writeAlong,
}: Session): Pick<Endpoints, 'health' | 'keepHealth'> {
  const all = reader.prepare(`
    select queue_id, is_open, failures, failing_since, last_success_at, last_failure_at, last_failure,
      pause_ms, probe_at
    from queue_health
    order by queue_id -- primary key
  `);
  const isThere = writer.prepare(`
    select 1
    from queues
    where id = ? -- primary key
  `);
  const upsert = writer.prepare(`
    insert into queue_health (
      queue_id, is_open, failures, failing_since, last_success_at, last_failure_at, last_failure,
      pause_ms, probe_at
    )
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (queue_id) do update set
      is_open = excluded.is_open,
      failures = excluded.failures,
      failing_since = excluded.failing_since,
      last_success_at = excluded.last_success_at,
      last_failure_at = excluded.last_failure_at,
      last_failure = excluded.last_failure,
      pause_ms = excluded.pause_ms,
      probe_at = excluded.probe_at
  `);

  function keep(health: KeptHealth): void {
    const { queueId, open, failures, failingSince, lastSuccessAt, lastFailureAt, lastFailure } = health;
    if (!isThere.get(queueId)) return;
    const times = [failingSince, lastSuccessAt, lastFailureAt];
    const probing = [open?.pauseMs ?? null, open?.probeAt ?? null];
    upsert.run(queueId, Number(open !== null), failures, ...times, lastFailure, ...probing);
  }

  return {
    health: () => read(() => all.all().map(toHealth)),
    keepHealth: (list) =>
      writeAlong(() => {
        for (const health of list) keep(health);
      }),
  };
}

function toHealth(row: Row): KeptHealth {
  return {
    queueId: integer(row, 'queue_id'),
    open: flag(row, 'is_open')
      ? { pauseMs: integer(row, 'pause_ms'), probeAt: integer(row, 'probe_at') }
      : null,
    failures: integer(row, 'failures'),
    failingSince: integerOrNull(row, 'failing_since'),
    lastSuccessAt: integerOrNull(row, 'last_success_at'),
    lastFailureAt: integerOrNull(row, 'last_failure_at'),
    lastFailure: textOrNull(row, 'last_failure'),
  };
}
