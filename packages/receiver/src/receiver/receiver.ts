// A receiver for notifications: method, query, headers and raw body in, outcome out. It runs anywhere, because
// reading a request and writing an answer is left to adapters. Guarantees that no handler sees a body whose
// signature does not fit, and that a handler's failure makes the sender try again instead of losing the event.
import { answerHandshake, assertVerifyToken } from '../protocol/handshake.ts';
import { notificationBytesMax } from '../protocol/limits.ts';
import { assertSecret, verifySignature } from '../protocol/signature.ts';
import { type ReceivedChange, type ReceivedNotification, readNotification } from './notification.ts';
import { accepted, challenged, failed, methodRefused, type Outcome, refused, tooLarge } from './outcome.ts';

export type ReceiverOptions = {
  /** The app secret, or several while it is being changed: a signature made with any of them fits. */
  appSecret: string | readonly string[];
  /** What was entered as verify token in the app dashboard. */
  verifyToken: string;
  /** Called for each change, one after the other. What it throws or rejects with does not stop the others. */
  onChange?: (change: ReceivedChange) => void | Promise<void>;
  /** Called once for each notification, before its changes. */
  onNotification?: (notification: ReceivedNotification) => void | Promise<void>;
  /** Called with everything that goes wrong while a request is handled. Without it, errors go to the console. */
  onError?: (error: unknown) => void;
  /** Accept a notification that is signed with SHA-1 only. Off: the platform always sends SHA-256. */
  acceptSha1?: boolean;
};

export type ReceivedRequest = {
  method: string;
  query: URLSearchParams;
  /** Looks up a header by its lower-case name. */
  headers: (name: string) => string | undefined;
  /** The body exactly as it came: parsed and serialised again, its signature no longer fits. */
  body: Uint8Array;
};

export type Receiver = {
  handle: (request: ReceivedRequest) => Promise<Outcome>;
  /** For adapters: takes what went wrong on the way to `handle` and back. */
  report: (error: unknown) => void;
};

/**
 * Makes a receiver; throws when the secret or the verify token is empty.
 *
 * @example
 * const receiver = createReceiver({
 *   appSecret: 'the app secret',
 *   verifyToken: 'the verify token',
 *   onChange: (change) => queue.push(change),
 * });
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const secrets = typeof options.appSecret === 'string' ? [options.appSecret] : [...options.appSecret];
  if (secrets.length === 0) throw new TypeError('the list of app secrets is empty; give at least one');
  for (const secret of secrets) assertSecret(secret);
  assertVerifyToken(options.verifyToken);
  if (options.onChange === undefined && options.onNotification === undefined) {
    throw new TypeError('a receiver needs onChange or onNotification; without one every event would be lost');
  }

  // Not silent by default: an error that nobody sees looks like a sender that repeats itself for a week.
  const report = options.onError ?? ((error: unknown) => console.error(error));

  return {
    report,
    async handle(request) {
      switch (request.method) {
        case 'GET':
          return handshake(request.query, options.verifyToken);
        case 'POST': {
          const outcome = await notify(request, secrets, options);
          if (outcome.kind === 'failed') for (const error of outcome.errors) report(error);
          return outcome;
        }
        default:
          return methodRefused();
      }
    },
  };
}

function handshake(query: URLSearchParams, verifyToken: string): Outcome {
  const answer = answerHandshake(
    {
      mode: query.get('hub.mode'),
      challenge: query.get('hub.challenge'),
      verifyToken: query.get('hub.verify_token'),
    },
    verifyToken,
  );
  if (answer.ok) return challenged(answer.challenge);
  return refused(403, `handshake_${answer.reason}`, `handshake refused: ${answer.reason}`);
}

async function notify(
  request: ReceivedRequest,
  secrets: readonly string[],
  options: ReceiverOptions,
): Promise<Outcome> {
  if (request.body.byteLength > notificationBytesMax) return tooLarge();
  const verdict = verifySignature({
    body: request.body,
    headers: {
      sha256: request.headers('x-hub-signature-256'),
      sha1: request.headers('x-hub-signature'),
    },
    secrets,
    acceptSha1: options.acceptSha1 ?? false,
  });
  if (!verdict.ok) return refused(401, `signature_${verdict.reason}`, `signature refused: ${verdict.reason}`);

  const read = readNotification(request.body);
  if (!read.ok) return refused(400, read.code, `${read.code} at byte ${read.at}: ${read.message}`);
  const errors = await runHandlers(read.notification, options);
  return errors.length > 0 ? failed(errors) : accepted(read.notification.changes.length);
}

/** Runs every handler whatever the others do, and gives back what was thrown. */
async function runHandlers(
  notification: ReceivedNotification,
  { onNotification, onChange }: ReceiverOptions,
): Promise<unknown[]> {
  const errors: unknown[] = [];
  const attempt = async (work: () => void | Promise<void> | undefined) => {
    try {
      await work();
    } catch (error) {
      errors.push(error);
    }
  };
  await attempt(() => onNotification?.(notification));
  for (const change of notification.changes) await attempt(() => onChange?.(change));
  return errors;
}
