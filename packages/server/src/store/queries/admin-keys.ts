// Keys of the admin API, by their hash only: who is given a key is told it once.
import type { AdminKey } from '../nouns.ts';
import { integer, integerOrNull, one, orNull, text, words } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { type AdminKeys, StoreError } from '../store.ts';
import { keyScopes } from '../vocabulary.ts';
import { rowsMax } from './page.ts';
import { explained } from './refusals.ts';

const columns = 'id, label, scopes, created_at, revoked_at';

export function createAdminKeys({ reader, writer, read, write }: Session): AdminKeys {
  const insert = writer.prepare(`
    insert into admin_keys (hash, label, scopes, created_at)
    values (?, ?, ?, ?)
    returning ${columns}
  `);
  const byHash = reader.prepare(`
    select ${columns}
    from admin_keys
    where hash = ? -- unique index
  `);
  const newest = reader.prepare(`
    select ${columns}
    from admin_keys
    order by id desc -- primary key
    limit ${rowsMax}
  `);
  const revoke = writer.prepare(`
    update admin_keys
    set revoked_at = coalesce(revoked_at, ?)
    where id = ? -- primary key
  `);

  return {
    create: ({ hash, label, scopes, createdAt }) =>
      write(() => {
        const conflict = 'This admin key exists already.';
        const held = keyScopes.filter((scope) => scopes.includes(scope)).join(' ');
        return toAdminKey(one(explained({ conflict }, () => insert.get(hash, label, held, createdAt))));
      }),
    find: (hash) => read(() => orNull(byHash.get(hash), toAdminKey)),
    list: () => read(() => newest.all().map(toAdminKey)),
    revoke: (keyId, at) =>
      write(() => {
        if (revoke.run(at, keyId).changes === 0) {
          throw new StoreError('missing', `There is no admin key ${keyId}.`);
        }
      }),
  };
}

function toAdminKey(row: Row): AdminKey {
  return {
    id: integer(row, 'id'),
    label: text(row, 'label'),
    scopes: words(row, 'scopes', keyScopes),
    createdAt: integer(row, 'created_at'),
    revokedAt: integerOrNull(row, 'revoked_at'),
  };
}
