// Access tokens, by their SHA-256 only. Tokens carry far more than a password's worth of chance, so a plain
// hash is enough, and it lets a token be found through an index.
import { createHash } from 'node:crypto';
import type { Tokens } from '../directory.ts';
import type { Token } from '../nouns.ts';
import { integer, integerOrNull, one, orNull, text, texts, word } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { StoreError } from '../store.ts';
import { tokenKinds } from '../vocabulary.ts';
import { granularTargetsText, toGranularTargets } from './granular-targets.ts';
import { rowsMax } from './page.ts';
import { explained } from './refusals.ts';

const columns =
  'id, app_id, user_id, kind, scopes, granular_targets, label, created_at, expires_at, revoked_at';

export function createTokens({ reader, writer, read, write }: Session): Tokens {
  const insert = writer.prepare(`
    insert into tokens (hash, app_id, user_id, kind, scopes, granular_targets, label, created_at, expires_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    returning ${columns}
  `);
  const byHash = reader.prepare(`
    select ${columns}
    from tokens
    where hash = ? -- unique index
  `);
  const byId = reader.prepare(`
    select ${columns}
    from tokens
    where id = ? -- primary key
  `);
  const newest = reader.prepare(`
    select ${columns}
    from tokens
    order by id desc -- primary key
    limit ${rowsMax}
  `);
  const newestOfApp = reader.prepare(`
    select ${columns}
    from tokens
    where app_id = ?
    order by id desc -- index tokens_by_app
    limit ${rowsMax}
  `);
  const revoke = writer.prepare(`
    update tokens
    set revoked_at = coalesce(revoked_at, ?)
    where id = ? -- primary key
  `);

  return {
    create: ({ token, appId, userId, kind, scopes, granularTargets = [], createdAt, expiresAt }) =>
      write(() => {
        const refusals = {
          conflict: 'This token exists already.',
          missing: 'The app or the user that the token belongs to does not exist.',
        };
        const grants = [kind, scopes.join(' '), granularTargetsText(granularTargets)];
        const row = explained(refusals, () =>
          insert.get(hashOf(token), appId, userId, ...grants, tokenLabel(token), createdAt, expiresAt),
        );
        return toToken(one(row));
      }),
    find: (token) => read(() => orNull(byHash.get(hashOf(token)), toToken)),
    get: (tokenId) => read(() => orNull(byId.get(tokenId), toToken)),
    list: ({ appId }) =>
      read(() => (appId === undefined ? newest.all() : newestOfApp.all(appId)).map(toToken)),
    revoke: (tokenId, at) =>
      write(() => {
        if (revoke.run(at, tokenId).changes === 0) {
          throw new StoreError('missing', `There is no token ${tokenId}.`);
        }
      }),
  };
}

/** The first characters and the last, for people to tell tokens apart; never more than two in seven. */
export function tokenLabel(token: string): string {
  const first = Math.min(6, Math.floor(token.length / 6));
  const last = Math.min(4, Math.floor(token.length / 9));
  return `${token.slice(0, first)}…${last > 0 ? token.slice(-last) : ''}`;
}

function hashOf(token: string): Uint8Array {
  return createHash('sha256').update(token, 'utf8').digest();
}

function toToken(row: Row): Token {
  return {
    id: integer(row, 'id'),
    appId: integer(row, 'app_id'),
    kind: word(row, 'kind', tokenKinds),
    userId: integer(row, 'user_id'),
    scopes: texts(row, 'scopes'),
    granularTargets: toGranularTargets(row),
    label: text(row, 'label'),
    createdAt: integer(row, 'created_at'),
    expiresAt: integerOrNull(row, 'expires_at'),
    revokedAt: integerOrNull(row, 'revoked_at'),
  };
}
