// Businesses: who owns apps and WABAs.

import type { Businesses } from '../directory.ts';
import type { Business } from '../nouns.ts';
import { integer, one, orNull, text } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { explained } from './refusals.ts';

export function createBusinesses({ reader, writer, read, write }: Session): Businesses {
  const insert = writer.prepare(`
    insert into businesses (graph_id, name)
    values (?, ?)
    returning id, graph_id, name
  `);
  const byGraphId = reader.prepare(`
    select id, graph_id, name
    from businesses
    where graph_id = ? -- unique index
  `);
  const all = reader.prepare(`
    select id, graph_id, name
    from businesses
    order by graph_id -- unique index
  `);
  return {
    create: ({ graphId, name }) =>
      write((transaction) => {
        const conflict = `A business with id ${graphId} exists already.`;
        const row = explained({ conflict }, () => insert.get(graphId, name));
        transaction.routesChanged();
        return toBusiness(one(row));
      }),
    find: (graphId) => read(() => orNull(byGraphId.get(graphId), toBusiness)),
    list: () => read(() => all.all().map(toBusiness)),
  };
}

export function toBusiness(row: Row): Business {
  return { id: integer(row, 'id'), graphId: text(row, 'graph_id'), name: text(row, 'name') };
}
