// Apps and their secrets. The secret is sealed under the row's own id, so the id is chosen before the insert;
// writes take turns, so nobody else chooses it meanwhile.

import type { Apps } from '../directory.ts';
import type { App, AppChange } from '../nouns.ts';
import { bytes, flag, integer, one, orNull, text, textOrNull, word } from '../rows.ts';
import type { Sealer } from '../sealed.ts';
import type { Session } from '../session.ts';
import type { Database, Row } from '../sqlite-driver.ts';
import { StoreError } from '../store.ts';
import { explained } from './refusals.ts';

export const appColumns =
  'id, graph_id, name, business_id, mode, link, icon, require_app_secret, keeps_order, coalesces';

type AppVerbs = Pick<Apps, 'create' | 'find' | 'get' | 'list' | 'update' | 'secret'>;

export function createApps({ reader, writer, read, write }: Session, sealer: Sealer): AppVerbs {
  const freeId = writer.prepare(`
    select coalesce(max(id), 0) + 1 as id
    from apps -- primary key
  `);
  const insert = writer.prepare(`
    insert into apps (
      id, graph_id, name, business_id, mode, link, icon, require_app_secret, keeps_order, coalesces, secret
    )
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    returning ${appColumns}
  `);
  const byGraphId = reader.prepare(`
    select ${appColumns}
    from apps
    where graph_id = ? -- unique index
  `);
  const byId = reader.prepare(`
    select ${appColumns}
    from apps
    where id = ? -- primary key
  `);
  const all = reader.prepare(`
    select ${appColumns}
    from apps
    order by graph_id -- unique index
  `);
  const secretById = reader.prepare(`
    select secret
    from apps
    where id = ? -- primary key
  `);
  const update = createAppUpdate(writer);

  return {
    create: ({ graphId, name, businessId, mode, secret, ...app }) =>
      write((transaction) => {
        const { link, icon, requireAppSecret, order, coalesce } = app;
        const id = integer(one(freeId.get()), 'id');
        const shown = [link ?? null, icon ?? null, requireAppSecret ? 1 : 0];
        const sending = [order ?? 'none', coalesce ? 1 : 0];
        const sealed = sealer.seal(secret, secretPlace(id));
        const refusals = {
          conflict: `An app with id ${graphId} exists already.`,
          missing: 'The business that should own the app does not exist.',
        };
        const row = explained(refusals, () =>
          insert.get(id, graphId, name, businessId, mode, ...shown, ...sending, sealed),
        );
        transaction.routesChanged();
        return toApp(one(row));
      }),
    find: (graphId) => read(() => orNull(byGraphId.get(graphId), toApp)),
    get: (appId) => read(() => orNull(byId.get(appId), toApp)),
    list: () => read(() => all.all().map(toApp)),
    update: (appId, change) =>
      write((transaction) => {
        transaction.routesChanged();
        return update(appId, change);
      }),
    secret: (appId) =>
      read(() => {
        const row = secretById.get(appId);
        if (!row) throw missingApp(appId);
        return sealer.open(bytes(row, 'secret'), secretPlace(appId));
      }),
  };
}

/** Writes all that can be edited, changed or not: one statement for every combination. */
function createAppUpdate(writer: Database) {
  const byId = writer.prepare(`
    select ${appColumns}
    from apps
    where id = ? -- primary key
  `);
  const update = writer.prepare(`
    update apps
    set name = ?, mode = ?, link = ?, icon = ?, require_app_secret = ?, keeps_order = ?, coalesces = ?
    where id = ? -- primary key
    returning ${appColumns}
  `);
  return (appId: number, change: AppChange): App => {
    const current = orNull(byId.get(appId), toApp);
    if (!current) throw missingApp(appId);
    const { name, mode, link, icon, requireAppSecret, order, coalesce } = { ...current, ...change };
    const flags = [requireAppSecret ? 1 : 0, order, coalesce ? 1 : 0];
    return toApp(one(update.get(name, mode, link, icon, ...flags, appId)));
  };
}

export function toApp(row: Row): App {
  return {
    id: integer(row, 'id'),
    graphId: text(row, 'graph_id'),
    name: text(row, 'name'),
    businessId: integer(row, 'business_id'),
    mode: word(row, 'mode', ['development', 'live']),
    link: textOrNull(row, 'link'),
    icon: textOrNull(row, 'icon'),
    requireAppSecret: flag(row, 'require_app_secret'),
    order: word(row, 'keeps_order', ['none', 'conversation', 'number']),
    coalesce: flag(row, 'coalesces'),
  };
}

function missingApp(appId: number): StoreError {
  return new StoreError('missing', `There is no app ${appId}.`);
}

function secretPlace(appId: number) {
  return { table: 'apps', row: appId, column: 'secret' };
}
