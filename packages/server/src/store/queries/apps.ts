// Apps and their secrets. The secret is sealed under the row's own id, so the id is chosen before the insert;
// writes take turns, so nobody else chooses it meanwhile.
import type { App } from '../nouns.ts';
import { bytes, integer, one, orNull, text, word } from '../rows.ts';
import type { Sealer } from '../sealed.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { type Apps, StoreError } from '../store.ts';
import { explained } from './refusals.ts';

export function createApps({ reader, writer, read, write }: Session, sealer: Sealer): Apps {
  const freeId = writer.prepare(`
    select coalesce(max(id), 0) + 1 as id
    from apps -- primary key
  `);
  const insert = writer.prepare(`
    insert into apps (id, graph_id, name, business_id, mode, secret)
    values (?, ?, ?, ?, ?, ?)
    returning id, graph_id, name, business_id, mode
  `);
  const byGraphId = reader.prepare(`
    select id, graph_id, name, business_id, mode
    from apps
    where graph_id = ? -- unique index
  `);
  const byId = reader.prepare(`
    select id, graph_id, name, business_id, mode
    from apps
    where id = ? -- primary key
  `);
  const all = reader.prepare(`
    select id, graph_id, name, business_id, mode
    from apps
    order by graph_id -- unique index
  `);
  const secretById = reader.prepare(`
    select secret
    from apps
    where id = ? -- primary key
  `);

  return {
    create: ({ graphId, name, businessId, mode, secret }) =>
      write((transaction) => {
        const id = integer(one(freeId.get()), 'id');
        const sealed = sealer.seal(secret, secretPlace(id));
        const refusals = {
          conflict: `An app with id ${graphId} exists already.`,
          missing: 'The business that should own the app does not exist.',
        };
        const row = explained(refusals, () => insert.get(id, graphId, name, businessId, mode, sealed));
        transaction.routesChanged();
        return toApp(one(row));
      }),
    find: (graphId) => read(() => orNull(byGraphId.get(graphId), toApp)),
    get: (appId) => read(() => orNull(byId.get(appId), toApp)),
    list: () => read(() => all.all().map(toApp)),
    secret: (appId) =>
      read(() => {
        const row = secretById.get(appId);
        if (!row) throw new StoreError('missing', `There is no app ${appId}.`);
        return sealer.open(bytes(row, 'secret'), secretPlace(appId));
      }),
  };
}

export function toApp(row: Row): App {
  return {
    id: integer(row, 'id'),
    graphId: text(row, 'graph_id'),
    name: text(row, 'name'),
    businessId: integer(row, 'business_id'),
    mode: word(row, 'mode', ['development', 'live']),
  };
}

function secretPlace(appId: number) {
  return { table: 'apps', row: appId, column: 'secret' };
}
