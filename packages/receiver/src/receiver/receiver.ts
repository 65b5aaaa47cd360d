// A receiver for notifications: method, query, headers and raw body in, outcome out. It runs anywhere, because
// reading a request and writing an answer is left to adapters. Guarantees that no handler sees a body whose
// signature does not fit, and that a handler's failure makes the sender try again instead of losing the event.
import type { MaybePromise } from '../dedupe/store.ts';
import { answerHandshake } from '../protocol/handshake.ts';
import { notificationBytesMax } from '../protocol/limits.ts';
import { Background } from './background.ts';
import type { ReceivedChange } from './change.ts';
import { type SignatureVerdict, signatureCheck } from './check-signature.ts';
import { type AnyHandler, assertHandler, Handlers } from './handlers.ts';
import type { AnyItem, ContentOf, HandlerName, Item } from './item.ts';
import { type ChangedField, readNotification } from './notification.ts';
import { checkOptions, type ReceiverOptions } from './options.ts';
import {
  accepted,
  challenged,
  failed,
  heldElsewhere,
  methodRefused,
  type Outcome,
  refused,
  tooLarge,
  unavailable,
} from './outcome.ts';
import { type RunResult, runToTheEnd, runWork } from './run-work.ts';
import { isThenable } from './thenable.ts';
import { workOf } from './work.ts';

export type { ReceiverOptions } from './options.ts';

/** One HTTP request, as an adapter hands it over. */
export type ReceivedRequest = {
  method: string;
  query: URLSearchParams;
  /** Looks up a header by its lower-case name. */
  headers: (name: string) => string | undefined;
  /** The body exactly as it came: parsed and serialised again, its signature no longer fits. */
  body: Uint8Array;
  /**
   * With `acknowledge: 'first'` on a platform that stops with the answer: tells it what to wait for, as
   * `ctx.waitUntil` does on Workers.
   */
  waitUntil?: (work: Promise<unknown>) => void;
};

/** What a handler answers is not looked at, but a promise is waited for, and its rejection is a failure. */
export type HandlerResult = unknown;

/** Made by `createReceiver`. Handlers are registered on it, in a chain if you like, and an adapter is made of it. */
export type Receiver = {
  /** As it was made; for adapters of platforms that can do only one of them. */
  readonly acknowledge: 'after-handlers' | 'first';
  /**
   * Calls a handler for each item of this name: a list such as `messages`, one kind of it such as `messages.text`, or
   * `unknown` for what this version does not know. For one item: those of its list, then of its kind, then `onAny`,
   * each in the order of registration. When one of them fails, all handlers of that item run again at the repeat.
   *
   * @throws TypeError for a name that cannot occur
   */
  on<Name extends HandlerName>(
    name: Name,
    handler: (content: ContentOf<Name>, item: Item<Name>) => HandlerResult,
  ): Receiver;
  /** Calls a handler for every item, known or not. */
  onAny(handler: (item: AnyItem) => HandlerResult): Receiver;
  /** Calls a handler for each whole change with its bytes, before its items: for storing or passing on. */
  onChange(handler: (change: ReceivedChange) => HandlerResult): Receiver;
  /** Calls a handler for each field named in a notification without values (a subscription with `include_values=false`). */
  onChangedField(handler: (changed: ChangedField) => HandlerResult): Receiver;
  /**
   * Calls a handler with everything that goes wrong while a request is handled, and with the item it went wrong for.
   * Without one, errors go to the console, and so does what a handler of errors throws or rejects with itself. It is
   * not waited for.
   */
  onError(handler: (error: unknown, item?: AnyItem) => void): Receiver;
  /** Handles one request; for adapters, and for whoever reads requests in a way of their own. Does not reject. */
  handle: (request: ReceivedRequest) => Promise<Outcome>;
  /**
   * For shutdown: new notifications get 503, so that they are sent again elsewhere or later; resolves when those under
   * way are through, or with how many are `left` after `timeoutMs` (default 30,000; `Infinity`: however long it takes).
   */
  drain: (options?: { timeoutMs?: number }) => Promise<{ left: number }>;
  /** For adapters: takes what went wrong on the way to `handle` and back. */
  report: (error: unknown) => void;
};

/**
 * Makes a receiver.
 *
 * @throws TypeError when a secret or the verify token is empty or unset, or an option makes no sense
 * @example
 * const receiver = createReceiver({ appSecret: 'the app secret', verifyToken: 'the verify token' })
 *   .on('messages.text', (message, item) => reply(item.contact, message.text.body))
 *   .on('statuses.failed', (status) => alarm(status.errors));
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const { verifyToken, dedupe, acknowledgeFirst, backgroundMax, ...signing } = checkOptions(options);
  const checkSignature = signatureCheck(signing);
  const handlers = new Handlers();
  const errorHandlers: AnyHandler[] = [];
  const background = new Background(backgroundMax);

  const report = (error: unknown, item?: unknown): void => {
    // Not silent by default: an error that nobody sees looks like a sender that repeats itself for a week.
    if (errorHandlers.length === 0) console.error(error);
    for (const handler of errorHandlers) {
      try {
        const answer = handler(error, item);
        // Nobody else waits for it, and a rejection without anybody ends a Node process.
        if (isThenable(answer)) Promise.resolve(answer).catch((broken: unknown) => console.error(broken));
      } catch (broken) {
        console.error(broken);
      }
    }
  };
  const reportAll = ({ failures }: RunResult): void => {
    for (const { error, item } of failures) report(error, item ?? undefined);
  };

  // Each step waits only if it has to: a request whose handlers answer at once costs one promise, not two a step.

  function notify(request: ReceivedRequest): MaybePromise<Outcome> {
    if (background.isDraining) return unavailable('draining');
    // Not by type alone: an application without types hands over text, and would be told that the signature is wrong.
    if (!ArrayBuffer.isView(request.body)) return withoutBytes(report, request.body);
    if (request.body.byteLength > notificationBytesMax) return tooLarge();
    const checked = checkSignature(request);
    return isThenable(checked) ? checked.then((reason) => take(request, reason)) : take(request, checked);
  }

  function take(request: ReceivedRequest, reason: SignatureVerdict): MaybePromise<Outcome> {
    if (reason !== null) return refused(401, `signature_${reason}`, `signature refused: ${reason}`);
    const read = readNotification(request.body);
    if (!read.ok) return refused(400, read.code, `${read.code}: ${read.message}`);
    if (handlers.isEmpty) return withoutHandlers(report);

    const changeCount = read.notification.changes.length;
    const work = workOf(read.notification, handlers);
    if (!acknowledgeFirst) {
      const result = runWork(work, dedupe);
      return isThenable(result)
        ? result.then((waited) => outcomeOf(waited, changeCount))
        : outcomeOf(result, changeCount);
    }
    if (background.isFull) return unavailable('full');
    const run = () => runToTheEnd(work, dedupe, reportAll, background);
    const ended = background.start(run).catch(report);
    try {
      request.waitUntil?.(ended);
    } catch (error) {
      // Nobody waits for the work, so it may be cut off: better asked for again.
      report(error);
      return failed([error]);
    }
    return accepted(changeCount);
  }

  function outcomeOf(result: RunResult, changeCount: number): Outcome {
    reportAll(result);
    const { failures, left } = result;
    if (failures.length > 0) return failed(failures.map(({ error }) => error));
    return left.length > 0 ? heldElsewhere() : accepted(changeCount);
  }

  function answer(request: ReceivedRequest): MaybePromise<Outcome> {
    switch (request.method) {
      case 'GET':
        return handshake(request.query, verifyToken);
      case 'POST':
        return counted(request);
      default:
        return methodRefused();
    }
  }

  /** Counted as under way until there is an outcome. */
  function counted(request: ReceivedRequest): MaybePromise<Outcome> {
    background.begin();
    let outcome: MaybePromise<Outcome> | null = null;
    try {
      outcome = notify(request);
    } finally {
      if (!isThenable(outcome)) background.end();
    }
    return isThenable(outcome) ? outcome.finally(() => background.end()) : outcome;
  }

  const receiver: Receiver = {
    acknowledge: acknowledgeFirst ? 'first' : 'after-handlers',
    on(name, handler) {
      // What a handler is called with follows from the name it is kept under.
      handlers.on(name, handler as unknown as AnyHandler);
      return receiver;
    },
    onAny(handler) {
      assertHandler(handler);
      // The names and contents of a real item are the catalogue's claim; nobody checks them at run time.
      handlers.onAny((_content, item) => handler(item as AnyItem));
      return receiver;
    },
    onChange(handler) {
      assertHandler(handler);
      handlers.changes.push(handler as unknown as AnyHandler);
      return receiver;
    },
    onChangedField(handler) {
      assertHandler(handler);
      handlers.changedFields.push(handler as unknown as AnyHandler);
      return receiver;
    },
    onError(handler) {
      assertHandler(handler);
      errorHandlers.push(handler as AnyHandler);
      return receiver;
    },
    report,
    drain: ({ timeoutMs = 30_000 } = {}) => background.drain(timeoutMs),
    handle: async (request) => answer(request),
  };
  answerOf.set(receiver.handle, answer);
  return receiver;
}

/** What is behind a `handle`: by the function, so that whoever puts another one in its place is asked that. */
const answerOf = new WeakMap<Receiver['handle'], (request: ReceivedRequest) => MaybePromise<Outcome>>();

/** For adapters: `handle`, and no promise where check, handlers and store answer at once. May throw where it rejects. */
export function handleNow(receiver: Receiver, request: ReceivedRequest): MaybePromise<Outcome> {
  return answerOf.get(receiver.handle)?.(request) ?? receiver.handle(request);
}

/** Answering 200 would lose the event, so it is asked for again until somebody registers a handler. */
function withoutHandlers(report: (error: unknown) => void): Outcome {
  const error = new Error(
    'the receiver has no handler; register one with on, onAny or onChange before it listens',
  );
  report(error);
  return failed([error]);
}

function withoutBytes(report: (error: unknown) => void, body: unknown): Outcome {
  const error = new TypeError(
    `the body was handed over as ${body === null ? 'null' : typeof body}; hand over the bytes that came, which the ` +
      'signature covers, as a Uint8Array',
  );
  report(error);
  return failed([error]);
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
