// Writes one app's subscription with its endpoint and fields. Called inside a transaction.
import type { NewAppSubscription } from '../nouns.ts';
import { integer, orNull } from '../rows.ts';
import type { Sealer } from '../sealed.ts';
import type { Database } from '../sqlite-driver.ts';
import { createEndpointWrites } from './endpoint-writes.ts';
import { explained } from './refusals.ts';

export interface AppSubscriptionWrites {
  save(subscription: NewAppSubscription): void;
  /** With all endpoints of the app. Answers whether there was anything. */
  remove(appId: number): boolean;
  /** Answers whether there is a subscription. */
  setClientCertificate(appId: number, on: boolean): boolean;
  openVerifyToken(appId: number, sealed: Uint8Array): string;
}

export function createAppSubscriptionWrites(writer: Database, sealer: Sealer): AppSubscriptionWrites {
  const endpointOfApp = writer.prepare(`
    select endpoint_id
    from app_subscriptions
    where app_id = ? -- primary key
  `);
  const upsert = writer.prepare(`
    insert into app_subscriptions (
      app_id, endpoint_id, verify_token, include_values, active, verified_at, client_certificate
    )
    values (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, 0))
    on conflict (app_id) do update set
      verify_token = excluded.verify_token,
      include_values = excluded.include_values,
      active = excluded.active,
      verified_at = excluded.verified_at,
      client_certificate = coalesce(?7, client_certificate)
  `);
  const setClientCertificate = writer.prepare(`
    update app_subscriptions
    set client_certificate = ?
    where app_id = ? -- primary key
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
  `);
  const endpoints = createEndpointWrites(writer);

  function saveFields({ appId, fields }: NewAppSubscription): void {
    deleteFields.run(appId);
    for (const { name, version } of fields) {
      explained({ conflict: `The field ${name} is named twice.` }, () =>
        insertField.run(appId, name, version),
      );
    }
  }

  return {
    save(subscription) {
      const { appId, callbackUrl, verifyToken, verifiedAt, clientCertificate } = subscription;
      const existing = orNull(endpointOfApp.get(appId), (row) => integer(row, 'endpoint_id'));
      const place = { appId, level: 'app', wabaId: null, phoneNumberId: null } as const;
      const endpointId = existing ?? endpoints.open(place, callbackUrl);
      if (existing !== null) endpoints.move(existing, { url: callbackUrl, verifiedAt });
      upsert.run(
        appId,
        endpointId,
        sealer.seal(verifyToken, tokenPlace(appId)),
        Number(subscription.includeValues),
        Number(subscription.active),
        verifiedAt,
        clientCertificate === undefined ? null : Number(clientCertificate),
      );
      saveFields(subscription);
    },
    remove(appId) {
      const removed = deleteSubscription.run(appId).changes > 0;
      const closed = endpoints.closeAll(appId) > 0;
      return removed || closed;
    },
    setClientCertificate: (appId, on) => setClientCertificate.run(Number(on), appId).changes > 0,
    openVerifyToken: (appId, sealed) => sealer.open(sealed, tokenPlace(appId)),
  };
}

function tokenPlace(appId: number) {
  return { table: 'app_subscriptions', row: appId, column: 'verify_token' };
}
