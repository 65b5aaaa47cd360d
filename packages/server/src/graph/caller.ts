// Who calls: finds the access token of a call and turns it into an app, or into a user of an app.
// Guarantees that no message tells whether an app exists, and that the proof of the app secret is asked for where
// the app requires it. What the caller may do is not judged here.
import { judgeToken } from '../access/decide.ts';
import type { Clock } from '../base/clock.ts';
import type { App, Token } from '../store/nouns.ts';
import type { Store } from '../store/store.ts';
import { proveSecret } from './app-secret.ts';
import { type GraphError, graphError } from './graph-error.ts';
import type { Meter } from './limits.ts';
import type { CallParameters } from './parameters.ts';
import type { GraphRequest } from './request.ts';
import { checkProof } from './secret-proof.ts';

/** `app`: by app access token. `user`: by a user or system-user token that was issued to the app. */
export type Caller = { kind: 'app'; app: App } | { kind: 'user'; app: App; token: Token };

/** Meta's tokens have some 200 characters. */
const tokenLengthMax = 4096;

export interface CallerDeps {
  store: Pick<Store, 'apps' | 'tokens'>;
  clock: Pick<Clock, 'now'>;
}

export interface Credentials {
  headers: GraphRequest['headers'];
  parameters: CallParameters;
}

export async function identifyCaller(
  call: Credentials & { meter: Meter },
  { store, clock }: CallerDeps,
): Promise<Caller> {
  const token = findToken(call);
  const now = clock.now();
  const caller = await identifyToken(token, { store, now, meter: call.meter });
  await checkProof({ app: caller.app, token, parameters: call.parameters }, { store, now });
  if (caller.kind === 'app') await call.meter.countAppCall(caller.app);
  return caller;
}

/** The one access token of a call. */
export function findToken({ headers, parameters }: Credentials): string {
  const [, bearer] = /^(?:Bearer|OAuth) +(.*)$/i.exec(headers.get('authorization') ?? '') ?? [];
  const given = new Set(parameters.values('access_token'));
  if (bearer !== undefined) given.add(bearer.trim());
  given.delete('');
  if (given.size > 1) throw graphError('tokenAmbiguous', {});
  const [token] = given;
  if (token === undefined) throw graphError('tokenMissing', {});
  const isUsable = typeof token === 'string' && token.length <= tokenLengthMax && /^[!-~]+$/.test(token);
  if (!isUsable) throw graphError('tokenMalformed', {});
  return token;
}

/** Whom a token stands for; throws when it is no good. */
export async function identifyToken(
  token: string,
  { store, now, meter }: { store: CallerDeps['store']; now: number; meter: Pick<Meter, 'countGuess'> },
): Promise<Caller> {
  const [, graphId, secret] = /^(\d{1,32})\|(.+)$/.exec(token) ?? [];
  if (graphId !== undefined && secret !== undefined) {
    const app = await proveSecret({ graphId, secret }, { store, meter });
    if (!app) throw graphError('tokenSignature', {});
    return { kind: 'app', app };
  }
  const found = await store.tokens.find(token);
  const app = found ? await store.apps.get(found.appId) : null;
  if (!found || !app) throw graphError('tokenMalformed', {});
  const refusal = refuseToken(found, now);
  if (refusal) throw refusal;
  return { kind: 'user', app, token: found };
}

export function refuseToken(token: Token, now: number): GraphError | null {
  const refusal = judgeToken(token, now);
  if (refusal === null) return null;
  if (refusal === 'token_revoked') return graphError('tokenRevoked', {});
  return graphError('tokenExpired', {
    expiredAt: describeTime(token.expiresAt ?? now),
    currentTime: describeTime(now),
  });
}

/** `Wednesday, 18-Nov-26 13:00:00 UTC`: Meta's form, in UTC where Meta uses Pacific time. */
function describeTime(epochMs: number): string {
  const date = new Date(epochMs);
  const weekday = date.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' });
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${weekday}, ${day}-${month}-${year?.slice(-2)} ${time} UTC`;
}
