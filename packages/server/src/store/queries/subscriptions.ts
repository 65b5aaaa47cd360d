// Who receives: an app's callback and fields, and the apps of a WABA. Saving an app's subscription for the
// first time opens an endpoint with its live queue; removing it closes them, with their history.
import type { Subscriptions } from '../directory.ts';
import type { AppSubscription, SubscribedField, WabaSubscription } from '../nouns.ts';
import { bytes, flag, integer, integerOrNull, orNull, text } from '../rows.ts';
import type { Sealer } from '../sealed.ts';
import type { Session } from '../session.ts';
import type { Database, Row } from '../sqlite-driver.ts';
import { StoreError } from '../store.ts';
import { createOverrideWrites } from './override-writes.ts';
import { createOverrides } from './overrides.ts';
import { explained } from './refusals.ts';
import { createAppSubscriptionWrites } from './subscription-writes.ts';

export const appSubscriptionColumns = `
  s.app_id, s.endpoint_id, e.url, s.include_values, s.active, s.client_certificate, s.verified_at,
  e.deactivated_at`;

export function createSubscriptions(session: Session, sealer: Sealer): Subscriptions {
  const { reader, writer, read, write } = session;
  const stored = createAppSubscriptionReads(reader);
  const fresh = createAppSubscriptionReads(writer);
  const writes = createAppSubscriptionWrites(writer, sealer);
  const overrideWrites = createOverrideWrites(writer, sealer);

  const verifyTokenByApp = reader.prepare(`
    select verify_token
    from app_subscriptions
    where app_id = ? -- primary key
  `);
  const byWaba = reader.prepare(`
    select app_id, waba_id, at
    from waba_subscriptions
    where waba_id = ? -- primary key, first column
    order by app_id
  `);
  const insertWaba = writer.prepare(`
    insert into waba_subscriptions (waba_id, app_id, at)
    values (?, ?, ?)
    on conflict (waba_id, app_id) do nothing
  `);
  const deleteWaba = writer.prepare(`
    delete from waba_subscriptions
    where waba_id = ? and app_id = ? -- primary key
  `);

  return {
    ...createOverrides(session, sealer),
    app: (appId) => read(() => stored.get(appId)),
    saveApp: (subscription) =>
      write((transaction) => {
        writes.save(subscription);
        transaction.routesChanged();
        const saved = fresh.get(subscription.appId);
        if (!saved) throw new Error('A subscription that was just saved is not there.');
        return saved;
      }),
    removeApp: (appId) =>
      write((transaction) => {
        if (writes.remove(appId)) transaction.routesChanged();
      }),
    setClientCertificate: (appId, on) =>
      write((transaction) => {
        if (!writes.setClientCertificate(appId, on)) throw noSubscription(appId);
        transaction.routesChanged();
      }),
    verifyToken: (appId) =>
      read(() => {
        const row = verifyTokenByApp.get(appId);
        if (!row) throw noSubscription(appId);
        return writes.openVerifyToken(appId, bytes(row, 'verify_token'));
      }),
    listByWaba: (wabaId) => read(() => byWaba.all(wabaId).map(toWabaSubscription)),
    addWaba: ({ appId, wabaId, at }) =>
      write((transaction) => {
        const missing = 'The app or the WABA of the subscription does not exist.';
        const created = explained({ missing }, () => insertWaba.run(wabaId, appId, at)).changes > 0;
        if (created) transaction.routesChanged();
        return { created };
      }),
    removeWaba: ({ appId, wabaId }) =>
      write((transaction) => {
        const removed = deleteWaba.run(wabaId, appId).changes > 0;
        const drained = overrideWrites.remove({ appId, wabaId, phoneNumberId: null });
        if (removed || drained) transaction.routesChanged();
        return { removed };
      }),
  };
}

function noSubscription(appId: number): StoreError {
  return new StoreError('missing', `App ${appId} has no subscription.`);
}

/** On either connection: a save answers what it has just written, before the commit. */
function createAppSubscriptionReads(database: Database) {
  const byApp = database.prepare(`
    select ${appSubscriptionColumns}
    from app_subscriptions s
    join endpoints e on e.id = s.endpoint_id
    where s.app_id = ? -- primary key
  `);
  const fieldsByApp = database.prepare(`
    select app_id, name, version
    from app_fields
    where app_id = ?
    order by name -- primary key
  `);
  return {
    get(appId: number): AppSubscription | null {
      return orNull(byApp.get(appId), (row) =>
        toAppSubscription(row, fieldsByApp.all(appId).map(toSubscribedField)),
      );
    },
  };
}

export function toAppSubscription(row: Row, fields: readonly SubscribedField[]): AppSubscription {
  return {
    appId: integer(row, 'app_id'),
    endpointId: integer(row, 'endpoint_id'),
    callbackUrl: text(row, 'url'),
    includeValues: flag(row, 'include_values'),
    active: flag(row, 'active'),
    deactivatedAt: integerOrNull(row, 'deactivated_at'),
    clientCertificate: flag(row, 'client_certificate'),
    verifiedAt: integer(row, 'verified_at'),
    fields,
  };
}

export function toSubscribedField(row: Row): SubscribedField {
  return { name: text(row, 'name'), version: text(row, 'version') };
}

export function toWabaSubscription(row: Row): WabaSubscription {
  return { appId: integer(row, 'app_id'), wabaId: integer(row, 'waba_id'), at: integer(row, 'at') };
}
