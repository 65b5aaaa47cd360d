// Plays the platform to a receiver: bodies in its wire form, signed with the app secret, handed over in process or
// sent to any endpoint by whatever sends requests.
import type { Notification } from '../payload/envelope.ts';
import { sign } from '../protocol/signature.ts';
import { toWireForm } from '../protocol/wire-form.ts';
import type { Outcome } from '../receiver/outcome.ts';
import type { Receiver } from '../receiver/receiver.ts';

/** A notification, its JSON text, or its very bytes. Objects and text are put into wire form, bytes stay. */
export type Sendable = Notification | readonly [Notification] | string | Uint8Array;

/** A request that is still to be made: give it to `fetch` with a method of POST. */
export type SignedRequest = {
  /** The bytes that the signature covers. Send them as they are. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** Content type and both signatures. */
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * A notification as it is on the wire: compact, everything outside ASCII escaped, and of ASCII the slash and a few
 * more. What passes with these bytes and fails with `JSON.stringify`'s, or the reverse, has lost the raw body.
 *
 * @throws TypeError when it is no JSON
 * @example
 * wireBytes(sampleText('messages.text'))
 */
export function wireBytes(notification: Exclude<Sendable, Uint8Array>): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(jsonText(notification));
  return new Uint8Array(toWireForm(json, { start: 0, end: json.length }, { escapes: 'meta' }));
}

/** Text is checked and kept, so that its numbers and duplicate members reach the receiver as written. */
function jsonText(notification: unknown): string {
  if (typeof notification === 'string') {
    try {
      JSON.parse(notification);
    } catch (cause) {
      throw new TypeError('the text is not JSON; give a body that is wrong on purpose as bytes', { cause });
    }
    return notification;
  }
  const text: string | undefined = JSON.stringify(notification);
  if (typeof notification !== 'object' || notification === null || text === '{}')
    throw new TypeError('this is no notification; of a builder, give what its build() answers');
  return text;
}

/**
 * Body and headers as the platform would send them.
 *
 * @throws TypeError when the secret is empty or unset, or the notification is no JSON
 * @example
 * await fetch(url, { method: 'POST', ...signed(sample('messages.text'), appSecret) });
 */
export function signed(notification: Sendable, appSecret: string): SignedRequest {
  const body = notification instanceof Uint8Array ? new Uint8Array(notification) : wireBytes(notification);
  const { sha256, sha1 } = sign(body, appSecret);
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': sha256,
      'x-hub-signature': sha1,
    },
  };
}

/**
 * Hands a notification to a receiver, without a server and without a framework, and answers its outcome. Handlers
 * have ended by then, unless the receiver acknowledges first: then `receiver.drain()` waits for them.
 *
 * @example
 * const outcome = await deliver(receiver, sample('messages.text'), { appSecret });
 * // outcome.kind is 'accepted', outcome.status is 200
 */
export function deliver(
  receiver: Pick<Receiver, 'handle'>,
  notification: Sendable,
  {
    appSecret,
    headers: changed = {},
  }: {
    /** The secret of the receiver, or another one to see it refused. */
    readonly appSecret: string;
    /** Put in place of those that are sent, by lower-case name; undefined leaves one out. */
    readonly headers?: Readonly<Record<string, string | undefined>>;
  },
): Promise<Outcome> {
  const { body, headers } = signed(notification, appSecret);
  const sent = new Map(Object.entries({ ...headers, ...changed }));
  return receiver.handle({
    method: 'POST',
    query: new URLSearchParams(),
    headers: (name) => sent.get(name),
    body,
  });
}

/**
 * Plays the handshake that a new callback URL is tried with, and answers the outcome.
 *
 * @example
 * const outcome = await handshake(receiver, { verifyToken });
 * // outcome.kind is 'challenge', outcome.body is '1158201444'
 */
export function handshake(
  receiver: Pick<Receiver, 'handle'>,
  {
    verifyToken,
    challenge = '1158201444',
  }: {
    /** The token of the receiver, or another one to see it refused. */
    readonly verifyToken: string;
    /** What the receiver shall echo. */
    readonly challenge?: string;
  },
): Promise<Outcome> {
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.challenge': challenge,
    'hub.verify_token': verifyToken,
  });
  return receiver.handle({ method: 'GET', query, headers: () => undefined, body: new Uint8Array() });
}
