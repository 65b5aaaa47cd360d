// Who may do what on a WABA: the tasks of people and of partner businesses. Kept as one text of words in the
// order of the vocabulary, so that the same tasks are always the same text.
import type { Wabas } from '../directory.ts';
import type { WabaPartner } from '../nouns.ts';
import { integer, words } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { type Task, tasks } from '../vocabulary.ts';
import { explained } from './refusals.ts';
import { toUser } from './users.ts';

type TaskVerbs = Pick<Wabas, 'savePartner' | 'partners' | 'saveUser' | 'users'>;

export function createWabaTasks({ reader, writer, read, write }: Session): TaskVerbs {
  const upsertPartner = writer.prepare(`
    insert into waba_partners (waba_id, business_id, tasks)
    values (?, ?, ?)
    on conflict (waba_id, business_id) do update set tasks = excluded.tasks
  `);
  const deletePartner = writer.prepare(`
    delete from waba_partners
    where waba_id = ? and business_id = ? -- primary key
  `);
  const partners = reader.prepare(`
    select waba_id, business_id, tasks
    from waba_partners
    where waba_id = ?
    order by business_id -- primary key
  `);
  const upsertUser = writer.prepare(`
    insert into waba_users (waba_id, user_id, tasks)
    values (?, ?, ?)
    on conflict (waba_id, user_id) do update set tasks = excluded.tasks
  `);
  const deleteUser = writer.prepare(`
    delete from waba_users
    where waba_id = ? and user_id = ? -- primary key
  `);
  const users = reader.prepare(`
    select wu.waba_id, wu.tasks, u.id, u.graph_id, u.name, u.kind, u.business_id, u.role
    from waba_users wu
    join users u on u.id = wu.user_id
    where wu.waba_id = ? -- primary key, first column
    order by u.graph_id
  `);

  return {
    savePartner: ({ wabaId, businessId, tasks }) =>
      write((transaction) => {
        const missing = 'The WABA, or the business that should work on it, does not exist.';
        if (tasks.length === 0) deletePartner.run(wabaId, businessId);
        else explained({ missing }, () => upsertPartner.run(wabaId, businessId, taskText(tasks)));
        transaction.routesChanged();
      }),
    partners: (wabaId) => read(() => partners.all(wabaId).map(toPartner)),
    saveUser: ({ wabaId, userId, tasks }) =>
      write(() => {
        const missing = 'The WABA, or the user who should work on it, does not exist.';
        if (tasks.length === 0) deleteUser.run(wabaId, userId);
        else explained({ missing }, () => upsertUser.run(wabaId, userId, taskText(tasks)));
      }),
    users: (wabaId) =>
      read(() =>
        users.all(wabaId).map((row) => {
          const user = toUser(row);
          return { wabaId, userId: user.id, tasks: toTasks(row, 'tasks'), user };
        }),
      ),
  };
}

export function toPartner(row: Row): WabaPartner {
  return {
    wabaId: integer(row, 'waba_id'),
    businessId: integer(row, 'business_id'),
    tasks: toTasks(row, 'tasks'),
  };
}

export function toTasks(row: Row, column: string): Task[] {
  return words(row, column, tasks);
}

function taskText(held: readonly Task[]): string {
  return tasks.filter((task) => held.includes(task)).join(' ');
}
