// Which changes were accepted lately, by keys that say what they are (accept/content-key.ts makes them). A key is
// noted in the transaction that stores its event, so of two duplicates at once exactly one is stored.
import type { Database } from '../sqlite-driver.ts';

export interface ContentKeys {
  /** False: the key was noted after `since` already. */
  isNew(key: Uint8Array, at: { now: number; since: number }): boolean;
  /** Removes some of the keys noted up to `until`; answers how many. */
  forget(until: number, limit: number): number;
}

export function createContentKeys(writer: Database): ContentKeys {
  // Changes no row where the key still counts; one that is too old to count may still have its row.
  const upsert = writer.prepare(`
    insert into content_keys (key, at)
    values (?1, ?2)
    on conflict (key) do update set at = excluded.at
    where content_keys.at <= ?3
  `);
  const forget = writer.prepare(`
    delete from content_keys
    where key in (
      select key
      from content_keys
      where at <= ? -- index content_keys_by_age
      order by at
      limit ?
    )
  `);
  return {
    isNew: (key, { now, since }) => upsert.run(key, now, since).changes > 0,
    forget: (until, limit) => forget.run(until, limit).changes,
  };
}
