// /debug_token: what an access token is worth. Only tokens of the calling app are shown; those of other apps get
// the answer that a made-up token gets.
import type { Clock } from '../../base/clock.ts';
import type { App, Token } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import { proveSecret } from '../app-secret.ts';
import type { Edge, GraphCall } from '../call.ts';
import { refuseToken } from '../caller.ts';
import { type GraphError, graphError } from '../graph-error.ts';

export interface DebugTokenDeps {
  store: Pick<Store, 'apps' | 'tokens' | 'users'>;
  clock: Pick<Clock, 'now'>;
}

export function createDebugTokenEdge({ store, clock }: DebugTokenDeps): Edge {
  async function inspect(call: GraphCall): Promise<object> {
    const input = call.parameters.text('input_token');
    if (!input) throw graphError('parameterMissing', { name: 'input_token' });
    const [, graphId, secret] = /^(\d{1,32})\|(.+)$/s.exec(input) ?? [];
    const data =
      graphId !== undefined && secret !== undefined
        ? await inspectAppToken(call, { graphId, secret })
        : await inspectUserToken(call, input);
    return { data };
  }

  async function inspectAppToken(
    { caller, meter }: GraphCall,
    claim: { graphId: string; secret: string },
  ): Promise<object> {
    // Another app's secret is not tried here: a user token must not be a way to guess at it.
    const isOwn = claim.graphId === caller.app.graphId;
    const app = isOwn ? await proveSecret(claim, { store, meter }) : null;
    if (!app) return invalid(graphError('tokenMalformed', {}));
    return { app_id: app.graphId, type: 'APP', application: app.name, is_valid: true, scopes: [] };
  }

  async function inspectUserToken({ caller }: GraphCall, input: string): Promise<object> {
    const token = await store.tokens.find(input);
    if (!token || token.appId !== caller.app.id) return invalid(graphError('tokenMalformed', {}));
    const user = await store.users.get(token.userId);
    const refusal = refuseToken(token, clock.now());
    const shown = describe(caller.app, token);
    const described = user ? { ...shown, user_id: user.graphId } : shown;
    return refusal
      ? { ...described, ...invalid(refusal), scopes: token.scopes }
      : { ...described, is_valid: true };
  }

  return new Map([['GET', inspect]]);
}

function describe(app: App, token: Token): object {
  const expiresAt = token.expiresAt === null ? 0 : toSeconds(token.expiresAt);
  const targets = new Map(token.granularTargets.map(({ scope, targetIds }) => [scope, targetIds]));
  return {
    app_id: app.graphId,
    type: token.kind === 'user' ? 'USER' : 'SYSTEM_USER',
    application: app.name,
    data_access_expires_at: 0,
    expires_at: expiresAt,
    issued_at: toSeconds(token.createdAt),
    scopes: token.scopes,
    granular_scopes: token.scopes.map((scope) => {
      const targetIds = targets.get(scope);
      return targetIds ? { scope, target_ids: targetIds } : { scope };
    }),
  };
}

function invalid({ kind, message }: GraphError): object {
  const subcode = kind.subcode === undefined ? {} : { subcode: kind.subcode };
  return { error: { code: kind.code, message, ...subcode }, is_valid: false, scopes: [] };
}

function toSeconds(epochMs: number): number {
  return Math.floor(epochMs / 1000);
}
