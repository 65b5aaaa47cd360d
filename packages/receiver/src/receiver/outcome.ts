// What a receiver answers to one request: a kind to branch on, and the status, headers and body to send.
// Bodies are plain text of our own making, never a stranger's; only the challenge is echoed, and that is checked.
import type { HandshakeRefusal } from '../protocol/handshake.ts';
import type { SignatureRefusal } from '../protocol/signature-header.ts';
import type { NotificationCode } from './notification.ts';

/** The part of an answer that adapters send. */
export type Answer = { status: number; headers: Readonly<Record<string, string>>; body: string };

export type RefusalReason =
  | `handshake_${HandshakeRefusal}`
  | `signature_${SignatureRefusal}`
  | NotificationCode
  | 'method'
  | Unavailable;

/** `draining`: shutting down. `full`: too much was acknowledged that is not handled yet. */
export type Unavailable = 'draining' | 'full';

export type Outcome =
  /** The handshake of a new or changed callback URL. */
  | (Answer & { kind: 'challenge'; challenge: string })
  /** Every handler finished, now or before, for this many changes; with `acknowledge: 'first'`: all were taken on. */
  | (Answer & { kind: 'accepted'; changeCount: number })
  /** Not from the platform, not a notification, or not to be handled now. No handler ran. */
  | (Answer & { kind: 'refused'; reason: RefusalReason })
  /**
   * At least one handler or the dedupe store failed (`errors`), or somebody else is handling one of the items (no
   * errors). The sender will send all of the notification again.
   */
  | (Answer & { kind: 'failed'; errors: readonly unknown[] });

// `nosniff` keeps a browser from reading an answer as anything but text.
const textHeaders = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };

export function challenged(challenge: string): Outcome {
  return { kind: 'challenge', status: 200, headers: textHeaders, body: challenge, challenge };
}

export function accepted(changeCount: number): Outcome {
  return { kind: 'accepted', status: 200, headers: {}, body: '', changeCount };
}

/** 500 makes the sender try again; the errors stay on our side of the wire. */
export function failed(errors: readonly unknown[]): Outcome {
  return { kind: 'failed', status: 500, headers: textHeaders, body: 'a handler failed', errors };
}

/** Not an error, but not known to end well either: the repeat will find out. */
export function heldElsewhere(): Outcome {
  const body = 'the same items are being handled by another request; send again';
  return { kind: 'failed', status: 503, headers: { ...textHeaders, 'retry-after': '10' }, body, errors: [] };
}

/** 503, so that it is sent again. */
export function unavailable(reason: Unavailable): Outcome {
  const outcome = refused(503, reason, `not taken on: ${reason}; send again`);
  return { ...outcome, headers: { ...textHeaders, 'retry-after': '10' } };
}

export function refused(status: number, reason: RefusalReason, message: string): Outcome {
  return { kind: 'refused', status, headers: textHeaders, body: message, reason };
}

export function methodRefused(): Outcome {
  const outcome = refused(405, 'method', 'use GET for the handshake and POST for notifications');
  return { ...outcome, headers: { ...textHeaders, allow: 'GET, POST' } };
}

/** For adapters, which stop reading a body at the bound instead of handing all of it over. */
export function tooLarge(): Outcome {
  return refused(413, 'too_large', 'the body is larger than a notification may be');
}
