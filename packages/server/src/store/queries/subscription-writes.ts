// Writes one app's subscription with its endpoint, queue and fields. Called inside a transaction.
import type { NewAppSubscription } from '../nouns.ts';
import { integer, one, orNull } from '../rows.ts';
import type { Sealer } from '../sealed.ts';
import type { Database } from '../sqlite-driver.ts';
import { explained } from './refusals.ts';

export interface AppSubscriptionWrites {
  save(subscription: NewAppSubscription): void;
  /** Answers whether there was one. */
  remove(appId: number): boolean;
  openVerifyToken(appId: number, sealed: Uint8Array): string;
}

export function createAppSubscriptionWrites(writer: Database, sealer: Sealer): AppSubscriptionWrites {
  const endpointOfApp = writer.prepare(`
    select endpoint_id
    from app_subscriptions
    where app_id = ? -- primary key
  `);
  const upsert = writer.prepare(`
    insert into app_subscriptions (app_id, endpoint_id, verify_token, include_values, active, verified_at)
    values (?, ?, ?, ?, ?, ?)
    on conflict (app_id) do update set
      verify_token = excluded.verify_token,
      include_values = excluded.include_values,
      active = excluded.active,
      verified_at = excluded.verified_at
  `);
  const deleteFields = writer.prepare(`
    delete from app_fields
    where app_id = ? -- primary key, first column
  `);
  const insertField = writer.prepare(`
    insert into app_fields (app_id, name, version)
    values (?, ?, ?)
  `);
  // The fields go with it.
  const deleteSubscription = writer.prepare(`
    delete from app_subscriptions
    where app_id = ? -- primary key
    returning endpoint_id
  `);
  const endpoints = createEndpointWrites(writer);

  return {
    save(subscription) {
      const { appId, callbackUrl, verifyToken, includeValues, active, verifiedAt, fields } = subscription;
      const existing = orNull(endpointOfApp.get(appId), (row) => integer(row, 'endpoint_id'));
      const endpointId = existing ?? endpoints.open(appId, callbackUrl);
      if (existing !== null) endpoints.move(existing, callbackUrl);
      const sealed = sealer.seal(verifyToken, tokenPlace(appId));
      upsert.run(appId, endpointId, sealed, includeValues ? 1 : 0, active ? 1 : 0, verifiedAt);
      deleteFields.run(appId);
      for (const { name, version } of fields) {
        explained({ conflict: `The field ${name} is named twice.` }, () =>
          insertField.run(appId, name, version),
        );
      }
    },
    remove(appId) {
      const endpointId = orNull(deleteSubscription.get(appId), (row) => integer(row, 'endpoint_id'));
      if (endpointId !== null) endpoints.close(endpointId);
      return endpointId !== null;
    },
    openVerifyToken: (appId, sealed) => sealer.open(sealed, tokenPlace(appId)),
  };
}

function createEndpointWrites(writer: Database) {
  const insertEndpoint = writer.prepare(`
    insert into endpoints (app_id, level, url, state)
    values (?, 'app', ?, 'open')
    returning id
  `);
  const insertQueue = writer.prepare(`
    insert into queues (endpoint_id, kind, state)
    values (?, 'live', 'open')
  `);
  const setUrl = writer.prepare(`
    update endpoints
    set url = ?
    where id = ? -- primary key
  `);
  const closeEndpoint = writer.prepare(`
    update endpoints
    set state = 'closed'
    where id = ? -- primary key
  `);
  const closeQueues = writer.prepare(`
    update queues
    set state = 'closed'
    where endpoint_id = ? -- index queues_by_endpoint
  `);
  return {
    open(appId: number, url: string): number {
      const missing = `There is no app ${appId}.`;
      const id = integer(one(explained({ missing }, () => insertEndpoint.get(appId, url))), 'id');
      insertQueue.run(id);
      return id;
    },
    move(endpointId: number, url: string): void {
      setUrl.run(url, endpointId);
    },
    close(endpointId: number): void {
      closeEndpoint.run(endpointId);
      closeQueues.run(endpointId);
    },
  };
}

function tokenPlace(appId: number) {
  return { table: 'app_subscriptions', row: appId, column: 'verify_token' };
}
