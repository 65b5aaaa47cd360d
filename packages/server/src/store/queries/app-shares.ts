// Apps that are lent to businesses which do not own them.
import type { Apps } from '../directory.ts';
import type { AppShare } from '../nouns.ts';
import { integer } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { explained } from './refusals.ts';

export function createAppShares(session: Session): Pick<Apps, 'share' | 'unshare' | 'shares'> {
  const { reader, writer, read, write } = session;
  const insert = writer.prepare(`
    insert into app_shares (app_id, business_id)
    values (?, ?)
    on conflict (app_id, business_id) do nothing
  `);
  const remove = writer.prepare(`
    delete from app_shares
    where app_id = ? and business_id = ? -- primary key
  `);
  const list = reader.prepare(`
    select app_id, business_id
    from app_shares
    where (?1 is null or app_id = ?1)
      and (?2 is null or business_id = ?2)
    order by app_id, business_id -- primary key
  `);

  return {
    share: ({ appId, businessId }) =>
      write((transaction) => {
        const missing = 'The app, or the business it should be lent to, does not exist.';
        const { changes } = explained({ missing }, () => insert.run(appId, businessId));
        if (changes > 0) transaction.routesChanged();
      }),
    unshare: ({ appId, businessId }) =>
      write((transaction) => {
        if (remove.run(appId, businessId).changes > 0) transaction.routesChanged();
      }),
    shares: ({ appId, businessId }) => read(() => list.all(appId ?? null, businessId ?? null).map(toShare)),
  };
}

export function toShare(row: Row): AppShare {
  return { appId: integer(row, 'app_id'), businessId: integer(row, 'business_id') };
}
