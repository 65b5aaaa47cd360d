// Who calls: finds the access token of a call and turns it into an app, or into a user of an app.
// Guarantees that no message tells whether an app exists, and that secrets are compared in constant time.
// What the caller may do is not judged here.
import { createHash, timingSafeEqual } from 'node:crypto';
import { judgeToken } from '../access/access.ts';
import type { Clock } from '../base/clock.ts';
import type { App, Token } from '../store/nouns.ts';
import type { Store } from '../store/store.ts';
import { graphError } from './graph-error.ts';
import type { CallParameters } from './parameters.ts';
import type { GraphRequest } from './request.ts';

/** `app`: by app access token. `user`: by a user or system-user token that was issued to the app. */
export type Caller = { kind: 'app'; app: App } | { kind: 'user'; app: App; token: Token };

/** Meta's tokens have some 200 characters. */
const tokenLengthMax = 4096;

export interface CallerDeps {
  store: Pick<Store, 'apps' | 'tokens'>;
  clock: Pick<Clock, 'now'>;
}

interface Credentials {
  headers: GraphRequest['headers'];
  parameters: CallParameters;
}

export async function identifyCaller(call: Credentials, { store, clock }: CallerDeps): Promise<Caller> {
  const token = findToken(call);
  const appToken = /^(\d{1,32})\|(.+)$/.exec(token);
  if (appToken?.[1] !== undefined && appToken[2] !== undefined) {
    return { kind: 'app', app: await authenticateApp(store, { graphId: appToken[1], secret: appToken[2] }) };
  }
  return identifyUser(store, { token, now: clock.now() });
}

function findToken({ headers, parameters }: Credentials): string {
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

async function authenticateApp(
  { apps }: CallerDeps['store'],
  claim: { graphId: string; secret: string },
): Promise<App> {
  const app = await apps.find(claim.graphId);
  // An unknown app is compared too, with a secret that nobody can have sent (tokens hold no blanks).
  const secret = app ? await apps.secret(app.id) : ' ';
  const matches = sameSecret(secret, claim.secret);
  if (!app || !matches) throw graphError('tokenSignature', {});
  return app;
}

// Hashing gives both sides one length: the comparison neither throws nor tells how long the secret is.
function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

async function identifyUser(
  store: CallerDeps['store'],
  claim: { token: string; now: number },
): Promise<Caller> {
  const token = await store.tokens.find(claim.token);
  const app = token ? await store.apps.get(token.appId) : null;
  if (!token || !app) throw graphError('tokenMalformed', {});
  const refusal = judgeToken(token, claim.now);
  if (refusal === 'token_revoked') throw graphError('tokenRevoked', {});
  if (refusal === 'token_expired') {
    throw graphError('tokenExpired', {
      expiredAt: describeTime(token.expiresAt ?? claim.now),
      currentTime: describeTime(claim.now),
    });
  }
  return { kind: 'user', app, token };
}

/** `Wednesday, 18-Nov-26 13:00:00 UTC`: Meta's form, in UTC where Meta uses Pacific time. */
function describeTime(epochMs: number): string {
  const date = new Date(epochMs);
  const weekday = date.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' });
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${weekday}, ${day}-${month}-${year?.slice(-2)} ${time} UTC`;
}
