// Access tokens, by their SHA-256 only. Tokens carry far more than a password's worth of chance, so a plain
// hash is enough, and it lets a token be found through an index.
import { createHash } from 'node:crypto';
import type { Token } from '../nouns.ts';
import { integer, integerOrNull, one, orNull, text, word } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import type { Tokens } from '../store.ts';
import { explained } from './refusals.ts';

export function createTokens({ reader, writer, read, write }: Session): Tokens {
  const insert = writer.prepare(`
    insert into tokens (hash, app_id, kind, scopes, label, created_at, expires_at)
    values (?, ?, ?, ?, ?, ?, ?)
    returning id, app_id, kind, scopes, label, created_at, expires_at, revoked_at
  `);
  const byHash = reader.prepare(`
    select id, app_id, kind, scopes, label, created_at, expires_at, revoked_at
    from tokens
    where hash = ? -- unique index
  `);
  return {
    create: ({ token, appId, kind, scopes, createdAt, expiresAt }) =>
      write(() => {
        const refusals = {
          conflict: 'This token exists already.',
          missing: 'The app that the token belongs to does not exist.',
        };
        const row = explained(refusals, () =>
          insert.get(hashOf(token), appId, kind, scopes.join(' '), tokenLabel(token), createdAt, expiresAt),
        );
        return toToken(one(row));
      }),
    find: (token) => read(() => orNull(byHash.get(hashOf(token)), toToken)),
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
    kind: word(row, 'kind', ['user', 'system_user']),
    scopes: text(row, 'scopes')
      .split(' ')
      .filter((scope) => scope !== ''),
    label: text(row, 'label'),
    createdAt: integer(row, 'created_at'),
    expiresAt: integerOrNull(row, 'expires_at'),
    revokedAt: integerOrNull(row, 'revoked_at'),
  };
}
