// WhatsApp Business Accounts.
import type { Wabas } from '../directory.ts';
import type { Waba } from '../nouns.ts';
import { integer, one, orNull, text } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { explained } from './refusals.ts';

type WabaVerbs = Pick<Wabas, 'create' | 'find' | 'get' | 'list'>;

export function createWabas({ reader, writer, read, write }: Session): WabaVerbs {
  const insert = writer.prepare(`
    insert into wabas (graph_id, name, business_id)
    values (?, ?, ?)
    returning id, graph_id, name, business_id
  `);
  const byGraphId = reader.prepare(`
    select id, graph_id, name, business_id
    from wabas
    where graph_id = ? -- unique index
  `);
  const byId = reader.prepare(`
    select id, graph_id, name, business_id
    from wabas
    where id = ? -- primary key
  `);
  const all = reader.prepare(`
    select id, graph_id, name, business_id
    from wabas
    order by graph_id -- unique index
  `);
  return {
    create: ({ graphId, name, businessId }) =>
      write((transaction) => {
        const refusals = {
          conflict: `A WABA with id ${graphId} exists already.`,
          missing: 'The business that should own the WABA does not exist.',
        };
        const row = explained(refusals, () => insert.get(graphId, name, businessId));
        transaction.routesChanged();
        return toWaba(one(row));
      }),
    find: (graphId) => read(() => orNull(byGraphId.get(graphId), toWaba)),
    get: (wabaId) => read(() => orNull(byId.get(wabaId), toWaba)),
    list: () => read(() => all.all().map(toWaba)),
  };
}

export function toWaba(row: Row): Waba {
  return {
    id: integer(row, 'id'),
    graphId: text(row, 'graph_id'),
    name: text(row, 'name'),
    businessId: integer(row, 'business_id'),
  };
}
