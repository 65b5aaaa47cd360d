// People and system users. Routing does not know them: they act, they do not receive.
import type { Users } from '../directory.ts';
import type { User } from '../nouns.ts';
import { integer, one, orNull, text, word } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { roles, userKinds } from '../vocabulary.ts';
import { explained } from './refusals.ts';

export const userColumns = 'id, graph_id, name, kind, business_id, role';

export function createUsers({ reader, writer, read, write }: Session): Users {
  const insert = writer.prepare(`
    insert into users (graph_id, name, kind, business_id, role)
    values (?, ?, ?, ?, ?)
    returning ${userColumns}
  `);
  const byGraphId = reader.prepare(`
    select ${userColumns}
    from users
    where graph_id = ? -- unique index
  `);
  const byId = reader.prepare(`
    select ${userColumns}
    from users
    where id = ? -- primary key
  `);
  const all = reader.prepare(`
    select ${userColumns}
    from users
    order by graph_id -- unique index
  `);

  return {
    create: ({ graphId, name, kind, businessId, role }) =>
      write(() => {
        const refusals = {
          conflict: `A user with id ${graphId} exists already.`,
          missing: 'The business that the user belongs to does not exist.',
        };
        return toUser(one(explained(refusals, () => insert.get(graphId, name, kind, businessId, role))));
      }),
    find: (graphId) => read(() => orNull(byGraphId.get(graphId), toUser)),
    get: (userId) => read(() => orNull(byId.get(userId), toUser)),
    list: () => read(() => all.all().map(toUser)),
  };
}

export function toUser(row: Row): User {
  return {
    id: integer(row, 'id'),
    graphId: text(row, 'graph_id'),
    name: text(row, 'name'),
    kind: word(row, 'kind', userKinds),
    businessId: integer(row, 'business_id'),
    role: word(row, 'role', roles),
  };
}
