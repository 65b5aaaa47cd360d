// How an app and a person stand to a WABA: all facts of the permission model in one read, because the Graph API
// asks before each call.
import type { Standing, Wabas } from '../directory.ts';
import { flag, one, orNull } from '../rows.ts';
import type { Session } from '../session.ts';
import { reviewColumns, toReview } from './app-reviews.ts';
import { toUser, userColumns } from './users.ts';
import { toTasks } from './waba-tasks.ts';

export function createStanding({ reader, readTogether }: Session): Wabas['standing'] {
  const reviews = reader.prepare(`
    select ${reviewColumns}
    from app_reviews
    where app_id = ?
    order by permission -- primary key
  `);
  const user = reader.prepare(`
    select ${userColumns}
    from users
    where id = ? -- primary key
  `);
  // Only primary keys. A pair that is not there has no tasks.
  const relations = reader.prepare(`
    select
      coalesce((
        select p.tasks
        from apps a
        join waba_partners p on p.waba_id = ?2 and p.business_id = a.business_id
        where a.id = ?1
      ), '') as partner_tasks,
      exists (
        select 1
        from wabas w
        join app_shares s on s.app_id = ?1 and s.business_id = w.business_id
        where w.id = ?2
      ) as is_shared,
      coalesce((
        select tasks
        from waba_users
        where waba_id = ?2 and user_id = ?3
      ), '') as user_tasks,
      coalesce((
        select p.tasks
        from users u
        join waba_partners p on p.waba_id = ?2 and p.business_id = u.business_id
        where u.id = ?3
      ), '') as user_partner_tasks
  `);

  return ({ appId, wabaId, userId }) =>
    readTogether((): Standing => {
      const row = one(relations.get(appId, wabaId, userId));
      return {
        reviews: reviews.all(appId).map(toReview),
        partnerTasks: toTasks(row, 'partner_tasks'),
        isShared: flag(row, 'is_shared'),
        user: orNull(user.get(userId), toUser),
        userTasks: toTasks(row, 'user_tasks'),
        userPartnerTasks: toTasks(row, 'user_partner_tasks'),
      };
    });
}
