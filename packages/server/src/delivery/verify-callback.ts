// The sending side of the handshake: asks a callback URL to echo a challenge and says, in Meta's words, what was
// wrong with the answer. Guarantees that the verdict tells an app owner nothing about networks behind this
// server: a name without address and a name with a forbidden one look alike, time is blurred, calls are rationed.
import { setTimeout } from 'node:timers/promises';
import {
  type ConnectionCause,
  challengeUrl,
  connectionFailed,
  judgeChallenge,
  newChallenge,
} from '@wahook/receiver/protocol/handshake';
import type { Clock } from '../base/clock.ts';
import { createTurns } from '../base/turns.ts';
import { checkCallbackUrl } from './callback-url.ts';
import { createHandshakeBudget } from './handshake-budget.ts';
import { hideTexts, spellingsInUrl } from './hide-texts.ts';
import type { Outcome, Outgoing } from './outgoing/client.ts';
import type { EgressPolicy } from './outgoing/egress-policy.ts';
import { type FailureReason, failures } from './outgoing/failure.ts';

export interface VerifyCallbackDeps {
  outgoing: Pick<Outgoing, 'get'>;
  policy: EgressPolicy;
  clock: Clock;
  /** A fraction below 1, for challenges. */
  random: () => number;
  /** Handshakes that one app may cause in a minute. */
  perMinute: number;
  /** Where this server is reached, once that is known: no callback may lead back to it. */
  publicUrl?: () => string | undefined;
  /** `host:port` of the proxy that outgoing requests pass; it is no destination. */
  egressProxy?: string;
  /** Whether the app's switch for client certificates is on. Without it none is shown. */
  presentsCertificate?: (appId: number) => Promise<boolean>;
}

export interface CallbackRequest {
  appId: number;
  url: string;
  verifyToken: string;
  /** What the Graph API calls the URL; `callback_url` unless told. */
  parameter?: string;
  lengthMax?: number;
}

/** The message is whole: it begins with the code, and may be shown to the app's owner. */
export type CallbackVerdict = { ok: true } | { ok: false; code: 4 | 100 | 2200 | 2201; message: string };

/** Meta gives a limit for override URLs only (200); this is what browsers and proxies take without trouble. */
export const callbackUrlLengthMax = 2048;

/** As seen on Meta's handshakes; notifications have another one. */
const userAgent = 'facebookplatform/1.0 (+http://developers.facebook.com)';

/** One handshake at a time and target; so many may wait for it. */
const waitingMax = 5;

/** Finer than this, the time of an answer would tell how far into a network a packet came. */
const blurMs = 100;

export function createVerifyCallback(
  deps: VerifyCallbackDeps,
): (request: CallbackRequest) => Promise<CallbackVerdict> {
  const { outgoing, policy, clock, random, perMinute } = deps;
  const budget = createHandshakeBudget({ clock, perMinute });
  const turns = createTurns<string>();

  return async function verifyCallback(request) {
    const { parameter = 'callback_url', lengthMax = callbackUrlLengthMax } = request;
    const checked = checkCallbackUrl(request.url, {
      policy,
      lengthMax,
      publicUrl: deps.publicUrl?.(),
      egressProxy: deps.egressProxy,
    });
    if (!checked.ok) return { ok: false, code: 100, message: `(#100) ${parameter}: ${checked.message}` };
    const target = checked.url.origin;
    if (turns.count(target) > waitingMax)
      return limited(`${waitingMax} callback verifications wait for this host`);
    if (!budget.take(request.appId)) return limited(`at most ${perMinute} callback verifications a minute`);
    return turns.take(target, () => shakeHands(request));
  };

  async function shakeHands({ appId, url, verifyToken }: CallbackRequest): Promise<CallbackVerdict> {
    const challenge = newChallenge(random);
    const outcome = await outgoing.get({
      url: challengeUrl(url, { challenge, verifyToken }),
      headers: { 'user-agent': userAgent, accept: '*/*' },
      presentCertificate: (await deps.presentsCertificate?.(appId)) ?? false,
    });
    // Real time, also where a test or a simulation moves the clock: it is real time that would tell.
    await setTimeout(blurMs - (outcome.durationMs % blurMs));
    return judge(outcome, { challenge, verifyToken });
  }
}

function judge(outcome: Outcome, sent: { challenge: string; verifyToken: string }): CallbackVerdict {
  if (outcome.kind === 'failed') {
    const { code, message } = connectionFailed(causes[outcome.reason]);
    return { ok: false, code, message: `${message}. ${failures[outcome.reason]}` };
  }
  const { status, statusText, excerpt } = outcome;
  const verdict = judgeChallenge({ status, statusText, body: excerpt }, sent.challenge);
  if (verdict.ok) return verdict;
  // Error pages often print the address they were asked for, and the verify token stands in it.
  const hide = hideTexts(
    new Map(spellingsInUrl(sent.verifyToken).map((spelling) => [spelling, '[verify_token]'])),
  );
  const body = new TextEncoder().encode(hide(new TextDecoder().decode(excerpt)));
  return judgeChallenge({ status, statusText: hide(statusText), body }, sent.challenge);
}

function limited(bound: string): CallbackVerdict {
  return { ok: false, code: 4, message: `(#4) Application request limit reached: ${bound}` };
}

/** What each reason is called in the wording of Meta's errors. */
const causes: Record<FailureReason, ConnectionCause> = {
  url_refused: 'unresolved',
  header_refused: 'broken',
  name_not_resolved: 'unresolved',
  address_refused: 'unresolved',
  connection_refused: 'refused',
  network_unreachable: 'refused',
  connection_reset: 'broken',
  connection_closed: 'closed',
  connection_failed: 'broken',
  sockets_exhausted: 'timeout',
  timeout: 'timeout',
  tls_self_signed: 'certificate',
  tls_expired: 'certificate',
  tls_wrong_name: 'certificate',
  tls_untrusted: 'certificate',
  tls_protocol: 'tls',
  tls_handshake_refused: 'tls',
  tls_client_certificate_required: 'tls',
  tls_client_certificate_refused: 'tls',
  tls_client_certificate_expired: 'tls',
  client_certificate_unavailable: 'tls',
  headers_too_large: 'broken',
  bad_response: 'broken',
  egress_refused: 'refused',
  egress_failed: 'broken',
  stopped: 'closed',
  // Of deliveries alone: a handshake carries no fault.
  fault_drop: 'closed',
  fault_reset: 'closed',
};
