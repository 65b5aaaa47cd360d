// appsecret_proof: shows that whoever holds an access token also holds the app's secret. HMAC-SHA256 of the token,
// or of `token|seconds` with appsecret_time, which is good for five minutes around that time.
// Source: Meta's guide to securing Graph API calls, 2026.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { App } from '../store/nouns.ts';
import type { Store } from '../store/store.ts';
import { graphError } from './graph-error.ts';
import type { CallParameters } from './parameters.ts';

const timedProofMs = 5 * 60_000;

export async function checkProof(
  { app, token, parameters }: { app: App; token: string; parameters: CallParameters },
  { store, now }: { store: Pick<Store, 'apps'>; now: number },
): Promise<void> {
  const given = parameters.text('appsecret_proof') ?? '';
  const time = parameters.text('appsecret_time');
  if (given === '') {
    if (app.requireAppSecret) throw graphError('proofMissing', {});
    return;
  }
  const message = time === undefined ? token : `${token}|${time}`;
  const expected = createHmac('sha256', await store.apps.secret(app.id))
    .update(message)
    .digest();
  const matches = /^[0-9a-f]{64}$/.test(given) && timingSafeEqual(Buffer.from(given, 'hex'), expected);
  if (!matches || !isTimely(time, now)) throw graphError('proofInvalid', {});
}

function isTimely(time: string | undefined, now: number): boolean {
  if (time === undefined) return true;
  return /^\d{1,12}$/.test(time) && Math.abs(Number(time) * 1000 - now) <= timedProofMs;
}
