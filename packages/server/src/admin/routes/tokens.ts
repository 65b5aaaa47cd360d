// Access tokens: made or brought along, shown once, afterwards known by label and hash only, and revoked.
import type { FastifyInstance } from 'fastify';
import { judgeToken } from '../../access/decide.ts';
import type { GranularTarget, Token, User } from '../../store/nouns.ts';
import { permissions, type TokenKind, tokenKinds } from '../../store/vocabulary.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { findApp, findUser, findWaba, readRowId } from '../lookup.ts';
import {
  graphId,
  listOf,
  matching,
  oneOf,
  optional,
  type Reader,
  readBody,
  readQuery,
  time,
  withDefault,
} from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs, queryOf } from '../request.ts';
import { isoTime } from '../show.ts';

/** 192 bits: no two are alike, and none can be guessed. */
const tokenBytes = 24;
const narrowedMax = 1000;
/** Beside the two permissions these are asked for together with them; here they grant nothing more. */
const scopes = [...permissions, 'business_management', 'public_profile'] as const;
const scope = oneOf(scopes);
/** `APP_ID|APP_SECRET` is an app's own token and needs no entry, so a bar cannot occur. */
const givenToken = matching(
  /^[\x21-\x7b\x7d\x7e]{32,1024}$/,
  'a text of 32 to 1,024 printable ASCII characters without blanks and bars',
);

export function mountTokens(api: FastifyInstance, deps: AdminDeps): void {
  const { store, clock, random } = deps;

  api.get('/tokens', needs('read'), async (request) => {
    const { app_id } = readQuery(queryOf(request), { app_id: optional(graphId) });
    const app = app_id === null ? null : await findApp(store, app_id);
    const tokens = await store.tokens.list(app ? { appId: app.id } : {});
    const users = new Map((await store.users.list()).map((user) => [user.id, user]));
    return { data: tokens.map((token) => showToken(deps, token, users.get(token.userId))) };
  });

  api.post('/tokens', needs('admin'), async (request, reply) => {
    const input = readBody(bodyOf(request), {
      app_id: graphId,
      user_id: graphId,
      kind: optional(oneOf(tokenKinds)),
      scopes: withDefault(listOf(scope, { lengthMax: scopes.length }), [...permissions]),
      granular_scopes: withDefault(granularScopes, []),
      expires_at: optional(time),
      token: optional(givenToken),
    });
    const [app, user] = [await findApp(store, input.app_id), await findUser(store, input.user_id)];
    const kind = input.kind ?? user.kind;
    refuseMismatch(kind, user);
    await refuseTargets(deps, input.granular_scopes, input.scopes);
    if (input.expires_at !== null && input.expires_at <= clock.now())
      throw problem('bad_request', '"expires_at" must be in the future.');
    const text = input.token ?? `EAA${Buffer.from(random(tokenBytes)).toString('hex')}`;
    const token = await store.tokens.create({
      token: text,
      appId: app.id,
      userId: user.id,
      kind,
      scopes: input.scopes,
      granularTargets: input.granular_scopes,
      createdAt: clock.now(),
      expiresAt: input.expires_at,
    });
    await noteChange(deps, request, {
      action: 'token.created',
      subject: app.graphId,
      details: {
        token_id: token.id,
        kind,
        user_id: user.graphId,
        scopes: token.scopes.join(','),
        expires_at: isoTime(token.expiresAt),
      },
    });
    return reply.code(201).send({ ...showToken(deps, token, user), token: text });
  });

  api.post<{ Params: { id: string } }>('/tokens/:id/revoke', needs('admin'), async (request) => {
    readBody(bodyOf(request), {});
    const id = readRowId(request.params.id);
    const token = id === null ? null : await store.tokens.get(id);
    if (!token) throw problem('unknown_token', 'There is no token with this id.');
    const user = await store.users.get(token.userId);
    const revokedAt = token.revokedAt ?? clock.now();
    const shown = showToken(deps, { ...token, revokedAt }, user ?? undefined);
    if (token.revokedAt === null) {
      await store.tokens.revoke(token.id, revokedAt);
      await noteChange(deps, request, {
        action: 'token.revoked',
        subject: shown.app_id ?? '',
        details: { token_id: token.id },
      });
    }
    return shown;
  });
}

/** A token stands for somebody of its own kind; what a client made for a partner's app is a system user. */
function refuseMismatch(kind: TokenKind, user: User): void {
  const needed = kind === 'user' ? 'user' : 'system_user';
  if (user.kind !== needed) {
    throw problem(
      'not_applicable',
      `A token of kind ${kind} stands for a ${needed}, but ${user.graphId} is a ${user.kind}.`,
    );
  }
}

async function refuseTargets(
  { store }: AdminDeps,
  targets: readonly GranularTarget[],
  granted: readonly string[],
): Promise<void> {
  for (const target of targets) {
    if (!granted.includes(target.scope))
      throw problem('bad_request', `"granular_scopes" narrows ${target.scope}, which is not in "scopes".`);
    for (const id of target.targetIds) await findWaba(store, id);
  }
}

/** In the form of debug_token: `[{"scope","target_ids"}]`. */
const granularScopes: Reader<GranularTarget[]> = {
  read(value) {
    if (!Array.isArray(value) || value.length > scopes.length) return null;
    const targetIds = listOf(graphId, { lengthMin: 1, lengthMax: narrowedMax });
    const read = value.flatMap((item: unknown) => {
      if (typeof item !== 'object' || item === null) return [];
      const members = new Map<string, unknown>(Object.entries(item));
      const name = scope.read(members.get('scope'));
      const ids = targetIds.read(members.get('target_ids'));
      return name && ids && members.size === 2 ? [{ scope: name.value, targetIds: ids.value }] : [];
    });
    const isWhole = read.length === value.length;
    const isOnce = new Set(read.map((each) => each.scope)).size === read.length;
    return isWhole && isOnce ? { value: read } : null;
  },
  wants: `a list of {"scope", "target_ids"}, each scope once, with 1 to ${narrowedMax} ids of accounts`,
};

function showToken({ routing, clock }: AdminDeps, token: Token, user: User | undefined) {
  const app = routing.table().apps.find((each) => each.app.id === token.appId)?.app;
  const states = { token_revoked: 'revoked', token_expired: 'expired' } as const;
  const refusal = judgeToken(token, clock.now());
  return {
    id: token.id,
    label: token.label,
    app_id: app?.graphId ?? null,
    user_id: user?.graphId ?? null,
    user_name: user?.name ?? null,
    kind: token.kind,
    state: refusal === 'token_revoked' || refusal === 'token_expired' ? states[refusal] : 'active',
    scopes: token.scopes,
    granular_scopes: token.granularTargets.map((each) => ({ scope: each.scope, target_ids: each.targetIds })),
    created_at: isoTime(token.createdAt),
    expires_at: isoTime(token.expiresAt),
    revoked_at: isoTime(token.revokedAt),
  };
}
