// What a receiver is told when it is made, and the checks that fail then instead of at the first notification.
import { memoryDedupe } from '../dedupe/memory.ts';
import type { DedupeStore } from '../dedupe/store.ts';
import { assertVerifyToken } from '../protocol/handshake.ts';
import { assertSecret } from '../protocol/signature-header.ts';
import { assertUndamaged } from './check-pasted.ts';

/** What `createReceiver` takes. A secret and the verify token are needed; the rest has defaults. */
export type ReceiverOptions = {
  /** The app secret, from the app dashboard, Settings > Basic. Either this or `appSecrets`. */
  appSecret?: string;
  /** Several while it is being changed: a signature made with any of them fits. */
  appSecrets?: readonly string[];
  /** What was entered as verify token in the app dashboard. */
  verifyToken: string;
  /** Accept a notification that is signed with SHA-1 only. Off: the platform always sends SHA-256. */
  acceptSha1?: boolean;
  /**
   * Accept notifications that carry no signature at all, from anybody. A wrong signature is refused all the same. Only
   * for an endpoint that nobody but a trusted proxy can reach, which has checked the signature and dropped it.
   */
  dangerouslyAcceptUnsigned?: boolean;
  /**
   * Who remembers which items were handled, so that a repeat does not run them again. Default: this process's memory
   * (`memoryDedupe`: 100,000 items, a day). Several processes need a shared store from `@wahook/receiver/dedupe`.
   * `false`: nobody, and handlers see every repeat.
   */
  dedupe?: DedupeStore | false;
  /**
   * When the sender gets its 200. `after-handlers`, the default: when all handlers are through; a failure makes it
   * send again. `first`: as soon as the signature is checked, for handlers that take longer than a sender waits. Then
   * the work is in this process's memory alone: what is there when it dies is lost, and what fails is reported to
   * `onError` and never sent again. What somebody else has claimed, or the dedupe store could not be asked about, is
   * asked for until it is known how it ended. Call `drain` before exiting.
   */
  acknowledge?: 'after-handlers' | 'first';
  /** With `acknowledge: 'first'`: notifications answered and not handled yet; beyond, 503. Default 1000. */
  backgroundMax?: number;
};

export type CheckedOptions = {
  readonly secrets: readonly string[];
  readonly verifyToken: string;
  readonly acceptSha1: boolean;
  readonly acceptUnsigned: boolean;
  readonly dedupe: DedupeStore | null;
  readonly acknowledgeFirst: boolean;
  readonly backgroundMax: number;
};

/** @throws TypeError naming what is wrong and where to find what is right */
export function checkOptions(options: ReceiverOptions): CheckedOptions {
  assertVerifyToken(options.verifyToken);
  assertUndamaged('verify token', options.verifyToken);
  const { acknowledge = 'after-handlers', backgroundMax = 1000 } = options;
  if (acknowledge !== 'after-handlers' && acknowledge !== 'first') {
    throw new TypeError(`acknowledge must be "after-handlers" or "first", not "${String(acknowledge)}"`);
  }
  if (!Number.isSafeInteger(backgroundMax) || backgroundMax < 1) {
    throw new TypeError(`backgroundMax must be a positive whole number, not ${backgroundMax}`);
  }
  return {
    secrets: secretsOf(options),
    verifyToken: options.verifyToken,
    // Only `true` itself: a setting that arrives as the text "false" must not open anything.
    acceptSha1: options.acceptSha1 === true,
    acceptUnsigned: options.dangerouslyAcceptUnsigned === true,
    dedupe: options.dedupe === false ? null : storeOf(options.dedupe ?? memoryDedupe()),
    acknowledgeFirst: acknowledge === 'first',
    backgroundMax,
  };
}

/** A client handed over in place of its store would be found out by the first notification, and each one after it. */
function storeOf(dedupe: DedupeStore): DedupeStore {
  const { claim, done, release, leaseMs } = dedupe;
  if (![claim, done, release].every((method) => typeof method === 'function') || !(leaseMs > 0)) {
    throw new TypeError(
      'dedupe must be a store with claim, done, release and a positive leaseMs, such as redisDedupe({ client }), or false',
    );
  }
  return dedupe;
}

function secretsOf({ appSecret, appSecrets }: ReceiverOptions): readonly string[] {
  if (appSecret !== undefined && appSecrets !== undefined) {
    throw new TypeError('give appSecret or appSecrets, not both');
  }
  if (appSecrets === undefined) {
    assertSecret(appSecret);
    assertUndamaged('app secret', appSecret);
    return [appSecret];
  }
  if (!Array.isArray(appSecrets) || appSecrets.length === 0) {
    throw new TypeError('appSecrets must be a list of at least one app secret');
  }
  for (const secret of appSecrets) {
    assertSecret(secret);
    assertUndamaged('app secret', secret);
  }
  return [...appSecrets];
}
